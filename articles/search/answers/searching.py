"""Answers searches: articles in order, and counts for facets."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property, partial
from typing import NamedTuple

from articles.calendars import Calendar
from articles.models import Source, SourceAlias
from articles.search.answers.archive_names import ArchiveNames
from articles.search.answers.compiling import CompiledQuery, Compiler
from articles.search.answers.feedback import RERANKED, fed_back
from articles.search.answers.filtering import Limits
from articles.search.answers.months import Month, by_month
from articles.search.answers.more_like_this import words_that_mark
from articles.search.answers.printed import usages
from articles.search.answers.spelling import CLEARLY_MORE, FEW, Correction, Corrector
from articles.search.answers.suggested_words import SuggestedWord, suggested_words
from articles.search.answers.trends import Trends, trends
from articles.search.answers.vocabulary import Vocabulary
from articles.search.engine import schema
from articles.search.engine.documents import ANALYZER, IndexedArticle
from articles.search.engine.protocol import ByMonth, IndexState, Order, Part, Tallies, Wanted
from articles.search.engine.remembered import Remembered
from articles.search.language.query import Phrase, Query, parse
from articles.search.language.written_dates import WrittenDate, written_dates
from articles.search.names.expansion import Expansion, Names, NameTable
from articles.text.folding import fold_key
from articles.text.highlight import Highlighter, Terms

DEEPEST = 10_000
"""Results that can be leafed through; behind them a search wants more words or a filter."""

LONG = 4
"""Words of a query of which all must match, where that is asked for; of a longer one most."""

MOST = 0.75
"""The share that must match of a longer query. Measured by tests/benchmarks/relevance.py."""


class Sort(StrEnum):
    """Orders of results. What is ordered as it was added goes on behind :data:`DEEPEST`: from the
    last article of a part on, by ``after`` of :class:`.filtering.Limits`."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"
    ADDED = "added"


class Match(StrEnum):
    """Whether all words of the query must match or any will do."""

    ALL = "all"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Search:
    """What is searched for. ``text`` is in the query language; ``reference`` is today; ``reader``
    the language in which the reader has the site, if there is one."""

    text: str
    reference: date
    limits: Limits = field(default_factory=Limits)
    match: Match = Match.ALL
    sort: Sort = Sort.RELEVANCE
    with_names: bool = True
    reader: str | None = None
    offset: int = 0
    limit: int = 20


class Hit(NamedTuple):
    """An article that was found; the score is 0 where the order is by day."""

    article_id: int
    score: float


@dataclass(frozen=True)
class Counts:
    """How many of all found articles there are of each: all add up to the total.

    ``values`` are by facet. Months are (year, month); None stands for articles of no day or of no
    source. An archive has hundreds of months, and to read them costs more than the engine's part of
    a search: so the months of a calendar are read from ``packed_months``, the values of
    :data:`schema.MONTHS`, when they are first asked for, and these by ``read_months`` from what the
    engine gave. ``read_months_of`` asks the engine for those of one language.
    """

    sources: dict[int | None, int] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    read_months: Callable[[], Mapping[int, int]] = field(default=dict, repr=False, compare=False)
    read_months_of: Callable[[str], Mapping[int, int]] = field(
        default=lambda language: {}, repr=False, compare=False
    )

    @property
    def total(self) -> int:
        """All articles that were found."""
        return sum(self.sources.values())

    @property
    def languages(self) -> Mapping[str, int]:
        """By language."""
        return self.values.get(schema.LANGUAGE, {})

    def months_of_language(self, language: str, calendar: Calendar) -> dict[Month, int]:
        """By month of a calendar, those of one language; a count more."""
        return by_month(self.read_months_of(language), calendar)

    @property
    def undated(self) -> int:
        """Those of no day."""
        return self.packed_months.get(0, 0)

    @cached_property
    def packed_months(self) -> Mapping[int, int]:
        """By month of both calendars."""
        return self.read_months()

    @cached_property
    def jalali_months(self) -> dict[Month, int]:
        """By month of the Jalali calendar, in order; those of no day come first."""
        return by_month(self.packed_months, Calendar.JALALI)

    @cached_property
    def gregorian_months(self) -> dict[Month, int]:
        """The same of the Gregorian calendar."""
        return by_month(self.packed_months, Calendar.GREGORIAN)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search found.

    ``is_partial`` says that nothing matched all words and that these match the most of them;
    ``least`` how many had to match where that is not all: of a long query most must.
    ``dates`` are the dates among the words of the query.
    ``names`` are the names that were searched for in other languages too.
    """

    query: Query
    total: int
    hits: Sequence[Hit]
    is_partial: bool = False
    least: int | None = None
    names: Sequence[Expansion] = ()
    dates: Sequence[WrittenDate] = ()
    counts: Counts | None = None
    terms: Terms = field(default_factory=Terms)

    def highlighter(self) -> Highlighter:
        """Marks what the search looked for in titles and texts."""
        return Highlighter(ANALYZER, self.terms)


@dataclass(frozen=True, slots=True)
class _Understood:
    """The text of a search, parsed, and its words as queries of one state of an index."""

    query: Query
    dates: Sequence[WrittenDate]
    words: CompiledQuery


class Searcher:
    """Searches one state of an index. ``names`` gives the table of names across languages."""

    def __init__(self, state: IndexState, names: NameTable) -> None:
        self._state = state
        self._names = names

    def search(self, wanted: Search, *, with_counts: bool = False) -> Answer:
        """Answer a search."""
        understood = self._understood(wanted)
        query, dates = understood.query, understood.dates
        if query.is_empty and wanted.text.strip():
            return Answer(query, 0, (), counts=Counts() if with_counts else None)
        state = self._state
        any_word = wanted.match is Match.ANY
        compiled = understood.words
        if query.filters or wanted.limits != Limits():
            compiled = _compiler(state).limited(compiled, query, wanted.limits)
        least = 1 if any_word else _least(len(compiled.groups))
        answer = partial(_answer, state, wanted, query, dates, compiled, with_counts=with_counts)
        found = answer(least)
        if found.total and least and not any_word:
            has_all = state.some(compiled.matching(), 1)
            return replace(found, least=least, is_partial=not has_all)
        if found.total or any_word or len(compiled.groups) < 2:
            return found
        most = _most_matching(state, compiled)
        return replace(answer(most), least=most, is_partial=True) if most else found

    def _understood(self, wanted: Search) -> _Understood:
        """The text of a search and what its words become, as known or found out now: pages, orders
        and filters of one search differ in neither."""
        state = self._state
        table = self._names if wanted.with_names else None
        is_any = wanted.match is Match.ANY

        def understood() -> _Understood:
            query = parse(wanted.text, reference=wanted.reference)
            dates = written_dates(query, reference=wanted.reference)
            names: Names | None = None
            if table is not None:
                vocabulary = Vocabulary(state, state.remembered.soundings)
                names = ArchiveNames(table, vocabulary, state.remembered)
            words = _compiler(state, names, wanted.reader, state.remembered).words(
                query, any_word=is_any, days=[each.days for each in dates]
            )
            return _Understood(query, dates, words)

        key = ("search", wanted.text, wanted.reference, is_any, wanted.reader, table)
        return state.remembered.get(key, [wanted.text], understood)

    def counts(self, limits: Limits) -> Counts:
        """What the archive holds within some limits; without any, it is remembered: the front page
        and those of dates and sources ask for it."""
        state = self._state

        def counted() -> Counts:
            within = _compiler(state).compile(Query(""), limits).matching()
            return _counts_from(state.tally(within))

        if limits == Limits():
            return state.remembered.get(("counts",), (), counted)
        return counted()

    def trends(self, lines: Sequence[Sequence[str]], groups: Sequence[Limits]) -> list[Trends]:
        """How often each of the lines, which are names of one thing, is said in each group."""
        compiler = _compiler(self._state)
        within = [
            None if limits == Limits() else compiler.compile(Query(""), limits).matching()
            for limits in groups
        ]
        return trends(self._state, lines, within)

    def did_you_mean(
        self, wanted: Search, answer: Answer, reader: str | None = None
    ) -> Correction | None:
        """What a search that found little may have been meant to be: what finds all its words,
        and clearly more. ``reader`` is the language in which the reader has the site."""
        typed = 0 if answer.is_partial else answer.total
        if typed > FEW or wanted.match is Match.ANY:
            return None
        state = self._state
        vocabulary = Vocabulary(state, state.remembered.soundings)
        corrector = Corrector(vocabulary, partial(usages, vocabulary))
        for each in corrector.corrections(answer.query, reader):
            query = parse(each.text, reference=wanted.reference)
            compiled = _compiler(state).compile(query, wanted.limits)
            found = state.count(compiled.matching()) if query.groups else 0
            if found >= max(1, CLEARLY_MORE * typed):
                return each
        return None

    def words(self, typed: str, limit: int) -> list[SuggestedWord]:
        """Words and names that ``typed`` may become, the commonest first."""
        return suggested_words(Vocabulary(self._state), self._names, typed, limit)

    def completions(self, text: str, limit: int) -> list[int]:
        """Articles whose title begins as ``text`` goes on, the newest first."""
        completing = _compiler(self._state).completing(text)
        if completing is None:
            return []
        found = self._state.find(Wanted(completing, limit, Order.NEWEST, counted=False))
        return [hit.article for hit in found.hits]

    def more_like(self, article: IndexedArticle, limit: int) -> list[int]:
        """Articles that share the words which mark this one, the most alike first."""
        alike = words_that_mark(self._state, article)
        return [] if alike is None else self._state.some(alike, limit)


def _least(words: int) -> int | None:
    """How many of so many words must match; None for all."""
    return math.ceil(MOST * words) if words > LONG else None


def _compiler(
    state: IndexState,
    names: Names | None = None,
    reader: str | None = None,
    remembered: Remembered | None = None,
) -> Compiler:
    return Compiler(
        state,
        ANALYZER,
        names=names,
        sources_named=sources_named,
        reader=reader,
        remembered=remembered,
    )


def sources_named(text: str) -> Collection[int]:
    """Sources of which a name holds ``text``, in any language and on any keyboard."""
    key = fold_key(text)
    if not key:
        return ()
    aliases = SourceAlias.objects.filter(folded_name__contains=key)
    found = set(aliases.values_list("source_id", flat=True))
    for pk, *names in Source.objects.values_list("pk", "name_fa", "name_ar", "name_en"):
        if any(key in fold_key(name) for name in names):
            found.add(pk)
    return found


def _answer(
    state: IndexState,
    wanted: Search,
    query: Query,
    dates: Sequence[WrittenDate],
    compiled: CompiledQuery,
    least: int | None,
    *,
    with_counts: bool,
) -> Answer:
    order = _order(wanted.sort, is_ranked=bool(compiled.groups))
    is_ranked = order is Order.RELEVANCE
    is_fed_back = is_ranked and wanted.match is Match.ANY
    offset = min(wanted.offset, DEEPEST)
    last = offset + max(min(wanted.limit, DEEPEST - offset), 1)
    unranked = compiled.matching(least, ranked=False) if with_counts else None
    found = state.find(
        Wanted(
            compiled.matching(least, ranked=is_ranked),
            limit=max(last, RERANKED) if is_fed_back else last,
            order=order,
            unranked=unranked,
            most=compiled.most(least),
            has_phrase=_has_phrase(query),
            tallied=with_counts,
        )
    )
    hits = fed_back(state, found.hits) if is_fed_back else found.hits
    return Answer(
        query,
        found.total,
        [Hit(each.article, each.score) for each in hits[offset:last][: wanted.limit]],
        names=compiled.expansions,
        dates=dates,
        counts=_counts_from(found.tallies, partial(_months_of, state, unranked))
        if found.tallies
        else None,
        terms=compiled.terms,
    )


def _has_phrase(query: Query) -> bool:
    """Where words must stand side by side, to look at where they stand costs more than all else:
    what finds few is spared a second pass, though nobody knows beforehand that it will."""
    return any(isinstance(clause, Phrase) and not clause.negated for clause in query.clauses)


def _order(sort: Sort, *, is_ranked: bool) -> Order:
    """The order of the engine; by day where nothing ranks."""
    if sort is Sort.RELEVANCE:
        return Order.RELEVANCE if is_ranked else Order.NEWEST
    return Order(sort.value)


def _most_matching(state: IndexState, compiled: CompiledQuery) -> int:
    """The greatest number of groups that some article matches, found by halving; 0 for none."""
    low, high = 0, len(compiled.groups) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if state.count(compiled.matching(middle)):
            low = middle
        else:
            high = middle - 1
    return low


def _months_of(state: IndexState, found: Part, language: str) -> ByMonth:
    of_language = state.queries.number(schema.LANGUAGE, schema.LANGUAGES.index(language))
    [months] = state.by_month([state.queries.combined(must=[found, of_language])])
    return months


def _counts_from(
    tallies: Tallies, read_months_of: Callable[[str], ByMonth] = lambda language: {}
) -> Counts:
    """The counts, of how many articles have which value of the two fields that are counted."""
    sources: dict[int | None, int] = {}
    combinations: dict[int, int] = {}
    for packed, count in tallies.categories.items():
        source, combination = divmod(packed, schema.COMBINATIONS)
        sources[source or None] = sources.get(source or None, 0) + count
        combinations[combination] = combinations.get(combination, 0) + count
    values: dict[str, dict[str, int]] = {facet: {} for facet in schema.FACETS}
    for combination, count in combinations.items():
        _, of_facets = schema.unpacked_categories(combination)
        for facet, value in of_facets.items():
            values[facet][value] = values[facet].get(value, 0) + count
    return Counts(sources, values, tallies.read_months, read_months_of)
