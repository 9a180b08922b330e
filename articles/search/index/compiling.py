"""Compiles a parsed query into a Tantivy query and into the terms that pages highlight.

A word is looked for in every stream of every part of an article at once: the ranking is the sum of
BM25 over these fields, each with the weight of its part and its stream.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

import tantivy
from tantivy import Occur

from articles.calendars import DayRange
from articles.search.index import schema
from articles.search.index.schema import Part, Stream, field_name
from articles.search.language.query import Clause, Group, Phrase, Prefix, Query, SourceFilter, Word
from articles.search.language.query_words import Field
from articles.search.names.expansion import Expansion, NameTable
from articles.text.analyzer import Analyzer, QueryForms, extra_of_part
from articles.text.highlight import Terms

PART_WEIGHTS = {Part.TITLE: 3.0, Part.BODY: 1.0, Part.CAPTION: 0.5}
STREAM_WEIGHTS = {Stream.EXACT: 0.5, Stream.STEM: 1.0, Stream.EXTRA: 0.1}
"""Measured on the public collections of tests/search/index/test_relevance.py."""

NAME_WEIGHT = 0.001
"""Of names in other languages: what was typed ranks above what was not, however common it is and
however rare the other name."""

MOST_PARTS = 4
"""Parts of a compound, written with ZWNJ, that are looked for; one of more is a word only."""

PARTS_OF_FIELD: dict[Field | None, tuple[Part, ...]] = {
    None: tuple(Part),
    Field.TITLE: (Part.TITLE,),
    Field.BODY: (Part.BODY,),
}

_Clauses = list[tuple[Occur, tantivy.Query]]

DocFreq = Callable[[str, str], int]
"""How many articles have a token in a field (:meth:`tantivy.Searcher.doc_freq`)."""

_UNKNOWN = sys.maxsize

_FIELDS = {(part, stream): field_name(part, stream) for part in Part for stream in Stream}


@dataclass(frozen=True, slots=True)
class Limits:
    """What a search is limited to beside the words of its query.

    Empty sequences and None do not limit; ``sources`` are primary keys, 0 for articles without one.
    """

    languages: Collection[str] = ()
    sources: Collection[int] = ()
    days: DayRange | None = None


class Bounded(NamedTuple):
    """A query, how many articles it may find at most, and a query that finds the same articles
    sooner where they need no rank; None where that is the query itself."""

    query: tantivy.Query
    most: int = _UNKNOWN
    unranked: tantivy.Query | None = None

    @property
    def finding(self) -> tantivy.Query:
        """The query for what asks for no rank."""
        return self.unranked or self.query


@dataclass(slots=True)
class CompiledQuery:
    """``groups`` are to match, all or some of them; ``limits`` always hold."""

    groups: list[Bounded] = field(default_factory=list)
    limits: _Clauses = field(default_factory=list)
    terms: Terms = field(default_factory=Terms)
    expansions: list[Expansion] = field(default_factory=list)

    def matching(self, least: int | None = None, *, ranked: bool = True) -> tantivy.Query:
        """Articles that match all groups, or at least so many of them."""
        queries = [group.query if ranked else group.finding for group in self.groups]
        if not self.groups:
            return tantivy.Query.boolean_query([(Occur.Must, _everything()), *self.limits])
        if least is None or least >= len(self.groups):
            words = [(Occur.Must, query) for query in queries]
            if len(words) == 1 and not self.limits:
                return queries[0]  # a union alone lets the engine skip what cannot rank
            return tantivy.Query.boolean_query([*words, *self.limits])
        some = tantivy.Query.boolean_query(
            [(Occur.Should, query) for query in queries],
            minimum_number_should_match=least,
        )
        return tantivy.Query.boolean_query([(Occur.Must, some), *self.limits])

    def most(self, least: int | None = None) -> int:
        """How many articles :meth:`matching` may find at most."""
        bounds = [group.most for group in self.groups] or [_UNKNOWN]
        return min(bounds) if least is None else sum(bounds)


def tokens_of(forms: QueryForms) -> dict[Stream, tuple[str, ...]]:
    """What each stream has of a text in which the word stands; its compound's parts left out."""
    return {
        Stream.EXACT: (forms.exact,),
        Stream.STEM: forms.stems,
        Stream.EXTRA: (forms.exact, *forms.stems),
    }


class Compiler:
    """Compiles queries for one state of an index. ``names`` is None when names are not to be
    expanded.

    What no article has is left out of the query: the engine would look for it once more for the
    score and once for the articles, in every segment.
    """

    def __init__(
        self,
        index_schema: tantivy.Schema,
        analyzer: Analyzer,
        *,
        doc_freq: DocFreq,
        names: NameTable | None,
        sources_named: Callable[[str], Collection[int]],
    ) -> None:
        self._schema = index_schema
        self._doc_freq = doc_freq
        self._analyzer = analyzer
        self._names = names
        self._sources_named = sources_named

    def compile(self, query: Query, limits: Limits) -> CompiledQuery:
        """The query with its own filters and the limits beside it."""
        compiled = CompiledQuery()
        words: list[QueryForms] = []
        phrases: list[tuple[str, ...]] = []
        prefixes: list[str] = []
        for groups in _runs(query.groups):
            if len(groups) == 1 and groups[0][0].negated and len(groups[0]) == 1:
                found = self._clause(groups[0][0])
                if found.queries:
                    compiled.limits.append((Occur.MustNot, _all(found.queries).query))
                continue
            made = self._run(groups) if _is_word(groups[0]) else [self._group(groups[0])]
            for each in made:
                compiled.groups += each.queries
                words += each.words
                phrases += each.phrases
                prefixes += each.prefixes
                compiled.expansions += each.expansions
        compiled.terms = Terms(tuple(words), tuple(phrases), tuple(prefixes))
        compiled.limits += self._filters(query)
        compiled.limits += self._limits(limits)
        return compiled

    def completing(self, text: str) -> tantivy.Query | None:
        """Articles whose title has the words of ``text``, the last of which may be unfinished.

        None when there is nothing to complete.
        """
        words = self._analyzer.query_forms(text)
        if not words:
            return None
        *whole, last = words
        made = [self._word(forms, (Part.TITLE,), 1) for forms in whole]
        unfinished = self._prefix(last.exact, (Part.TITLE,))
        return _all([*made, _any([unfinished, self._word(last, (Part.TITLE,), 1)])]).query

    # -- words ------------------------------------------------------------------------------

    def _run(self, groups: Sequence[Group]) -> list[_Found]:
        """Words typed side by side: affixes after a space join, names of several words are one."""
        words = [group[0] for group in groups]
        parts = PARTS_OF_FIELD[words[0].field]
        texts = [word.text for word in words]
        expansions = self._names.expand(texts) if self._names else []
        found: list[_Found] = []
        at = 0
        for expansion in expansions:
            found += self._plain_words(texts[at : expansion.start], parts)
            found.append(self._named(expansion, texts, parts))
            at = expansion.end
        return found + self._plain_words(texts[at:], parts)

    def _plain_words(self, texts: Sequence[str], parts: Sequence[Part]) -> list[_Found]:
        return [
            _Found([self._word(forms, parts, 1)], words=[forms])
            for forms in self._analyzer.query_forms(" ".join(texts))
        ]

    def _named(self, expansion: Expansion, texts: Sequence[str], parts: Sequence[Part]) -> _Found:
        """A name as typed, or as another language writes it."""
        typed = self._analyzer.query_forms(" ".join(texts[expansion.start : expansion.end]))
        alternatives = [_all([self._word(forms, parts, 1) for forms in typed])]
        found = _Found([], words=list(typed), expansions=[expansion])
        for name in expansion.others:
            phrase = tuple(self._analyzer.phrase(name))
            if len(phrase) == 1:
                forms = self._analyzer.query_forms(name)
                found.words += forms
                alternatives += [self._word(each, parts, NAME_WEIGHT) for each in forms]
            elif phrase:
                found.phrases.append(phrase)
                alternatives.append(self._phrase(phrase, parts, NAME_WEIGHT))
        found.queries.append(_any(alternatives))
        return found

    def _group(self, group: Group) -> _Found:
        """Clauses of which any may match."""
        found = _Found([])
        alternatives: list[Bounded] = []
        for clause in group:
            if clause.negated:
                without = _all(self._clause(clause).queries).query
                rest = [(Occur.Must, _everything()), (Occur.MustNot, without)]
                alternatives.append(Bounded(tantivy.Query.boolean_query(rest)))
                continue
            each = self._clause(clause)
            if each.queries:
                alternatives.append(_all(each.queries))
            found.take_terms(each)
        if alternatives:
            found.queries.append(_any(alternatives))
        return found

    def _clause(self, clause: Clause) -> _Found:
        """One clause; its negation is the caller's."""
        parts = PARTS_OF_FIELD[clause.field]
        if isinstance(clause, Phrase):
            return self._quoted(clause.text, parts)
        if isinstance(clause, Prefix):
            prefix = self._analyzer.prefix(clause.text)
            return (
                _Found([self._prefix(prefix, parts)], prefixes=[prefix]) if prefix else _Found([])
            )
        if clause.negated:  # «-روسیه» asks for articles without this word, not without Russia
            return _merged(self._plain_words([clause.text], parts))
        return _merged(self._run([(clause,)]))

    def _word(self, forms: QueryForms, parts: Sequence[Part], weight: float) -> Bounded:
        """Articles that have one of the forms of a word."""
        exact = list(self._terms(forms, (Stream.EXACT,), parts, weight))
        others = list(self._terms(forms, (Stream.STEM, Stream.EXTRA), parts, weight))
        if 0 < len(forms.parts) <= MOST_PARTS:
            others.append(_all([self._word(part, parts, weight) for part in forms.parts]))
        if forms.is_composed or not exact:
            return _any([*exact, *others])
        # What the exact form finds, the others find too.
        found = _any(others)
        return Bounded(_any([*exact, *others]).query, found.most, found.finding)

    def _terms(
        self,
        forms: QueryForms,
        streams: Sequence[Stream],
        parts: Sequence[Part],
        weight: float,
    ) -> Iterator[Bounded]:
        tokens = tokens_of(forms)
        for part in parts:
            for stream in streams:
                name = _FIELDS[part, stream]
                boost = weight * PART_WEIGHTS[part] * STREAM_WEIGHTS[stream]
                for token in tokens[stream]:
                    found = self._doc_freq(name, token)
                    if found:
                        yield self._term(name, token, boost, found)

    def _term(self, name: str, token: str, boost: float, found: int) -> Bounded:
        term = tantivy.Query.term_query(self._schema, name, token, "freq")
        return Bounded(tantivy.Query.boost_query(term, boost), found)

    def _phrase(self, words: Sequence[str], parts: Sequence[Part], weight: float) -> Bounded:
        """Articles that have the words, as written, side by side."""
        made = []
        for part in parts:
            name, boost = _FIELDS[part, Stream.EXACT], weight * PART_WEIGHTS[part]
            found = min(self._doc_freq(name, word) for word in words)
            if not found:
                continue
            if len(words) == 1:
                made.append(self._term(name, words[0], boost, found))
            else:
                phrase = tantivy.Query.phrase_query(self._schema, name, list(words))
                made.append(Bounded(tantivy.Query.boost_query(phrase, boost), found))
        return _any(made)

    def _quoted(self, text: str, parts: Sequence[Part]) -> _Found:
        """Articles that have the words of ``text`` side by side, as written but for the ZWNJ of
        compounds: «رئیس جمهور» and «رئیس‌جمهور» are one, «در آمد» and «درآمد» are not."""
        phrase = tuple(self._analyzer.phrase(text))
        if not phrase:
            return _Found([])
        phrases = [phrase]
        made = [self._phrase(phrase, parts, 1)]
        parted = tuple(self._analyzer.parted_phrase(text))
        if parted != phrase:
            phrases.append(parted)
            made.append(self._phrase(parted, parts, 1))
        for at in range(len(phrase) - 1):
            both = phrase[at : at + 2]
            joined = (*phrase[:at], "".join(both), *phrase[at + 2 :])
            compounds = [self._with_compound(joined, both, part) for part in parts]
            if any(each.most for each in compounds):
                phrases.append(joined)
                made += compounds
        return _Found([_any([each for each in made if each.most])], phrases=phrases)

    def _with_compound(self, phrase: Sequence[str], compound: Sequence[str], part: Part) -> Bounded:
        """A part with a phrase one word of which is written with ZWNJ: its parts are extras."""
        found = self._phrase(phrase, (part,), 1)
        if not found.most:
            return found
        extras = [
            tantivy.Query.term_query(
                self._schema, _FIELDS[part, Stream.EXTRA], extra_of_part(word), "basic"
            )
            for word in compound
        ]
        return _all([found, *(Bounded(_unscored(extra)) for extra in extras)])

    def _prefix(self, prefix: str, parts: Sequence[Part]) -> Bounded:
        """Articles that have a word which begins so."""
        made = []
        for part in parts:
            # No letter may differ: what a regular expression does too, composed 400 times faster.
            begins = tantivy.Query.fuzzy_term_query(
                self._schema, _FIELDS[part, Stream.EXACT], prefix, distance=0, prefix=True
            )
            made.append(Bounded(tantivy.Query.boost_query(begins, PART_WEIGHTS[part])))
        return _any(made)

    # -- filters ----------------------------------------------------------------------------

    def _filters(self, query: Query) -> _Clauses:
        """The filters that stand in the query itself."""
        made: _Clauses = []
        languages = [each.language for each in query.languages if not each.negated]
        if languages:
            made.append((Occur.Must, self._languages(languages)))
        made += [
            (Occur.MustNot, self._languages([each.language]))
            for each in query.languages
            if each.negated
        ]
        made += self._source_filters(query.sources)
        days = query.days()
        if days is not None:
            made.append((Occur.Must, self._days(days)))
        return made

    def _source_filters(self, filters: Iterable[SourceFilter]) -> _Clauses:
        made: _Clauses = []
        wanted: set[int] = set()
        limits = False
        for each in filters:
            ids = self._sources_named(each.text)
            if each.negated:
                made += [(Occur.MustNot, self._sources(ids))] if ids else []
            else:
                limits = True
                wanted |= set(ids)
        if limits:
            made.append((Occur.Must, self._sources(wanted)))
        return made

    def _limits(self, limits: Limits) -> _Clauses:
        made: _Clauses = []
        if limits.languages:
            made.append((Occur.Must, self._languages(limits.languages)))
        if limits.sources:
            made.append((Occur.Must, self._sources(limits.sources)))
        if limits.days:
            made.append((Occur.Must, self._days([limits.days])))
        return made

    def _languages(self, languages: Iterable[str]) -> tantivy.Query:
        known = [schema.LANGUAGES.index(each) for each in languages if each in schema.LANGUAGES]
        return self._numbers(schema.LANGUAGE, known)

    def _sources(self, ids: Iterable[int]) -> tantivy.Query:
        return self._numbers(schema.SOURCE, ids)

    def _numbers(self, name: str, numbers: Iterable[int]) -> tantivy.Query:
        """Articles with one of the numbers: a filter that adds nothing to the score."""
        numbers = sorted(numbers)
        if not numbers:
            return tantivy.Query.empty_query()
        return _filter(
            tantivy.Query.term_query(self._schema, name, number, "basic") for number in numbers
        )

    def _days(self, ranges: Iterable[DayRange]) -> tantivy.Query:
        made = [
            tantivy.Query.range_query(
                self._schema,
                schema.DAY,
                tantivy.FieldType.Unsigned,
                days.first.toordinal(),
                days.last.toordinal(),
            )
            for days in ranges
        ]
        return _filter(made) if made else tantivy.Query.empty_query()


@dataclass(slots=True)
class _Found:
    """Queries of which all must match, and the terms that they look for."""

    queries: list[Bounded]
    words: list[QueryForms] = field(default_factory=list)
    phrases: list[tuple[str, ...]] = field(default_factory=list)
    prefixes: list[str] = field(default_factory=list)
    expansions: list[Expansion] = field(default_factory=list)

    def take_terms(self, other: _Found) -> None:
        self.words += other.words
        self.phrases += other.phrases
        self.prefixes += other.prefixes
        self.expansions += other.expansions


def _merged(found: Iterable[_Found]) -> _Found:
    merged = _Found([])
    for each in found:
        merged.queries += each.queries
        merged.take_terms(each)
    return merged


def _runs(groups: Sequence[Group]) -> Iterator[list[Group]]:
    """Groups one by one, but words of one field that stand side by side together."""
    for _, run in groupby(enumerate(groups), lambda item: _run_key(*item)):
        yield [group for _, group in run]


def _run_key(place: int, group: Group) -> tuple[int, Field | None]:
    return (-1, group[0].field) if _is_word(group) else (place, None)


def _is_word(group: Group) -> bool:
    return len(group) == 1 and isinstance(group[0], Word) and not group[0].negated


def _everything() -> tantivy.Query:
    return _unscored(tantivy.Query.all_query())


def _unscored(query: tantivy.Query) -> tantivy.Query:
    return tantivy.Query.const_score_query(query, 0.0)


def _filter(alternatives: Iterable[tantivy.Query]) -> tantivy.Query:
    return _unscored(_any([Bounded(query) for query in alternatives]).query)


def _any(made: Sequence[Bounded]) -> Bounded:
    return _combined(Occur.Should, made, sum(each.most for each in made))


def _all(made: Sequence[Bounded]) -> Bounded:
    return _combined(Occur.Must, made, min((each.most for each in made), default=0))


def _combined(occur: Occur, made: Sequence[Bounded], most: int) -> Bounded:
    if len(made) == 1:
        return made[0]
    if not made:
        return Bounded(tantivy.Query.empty_query(), 0)
    query = tantivy.Query.boolean_query([(occur, each.query) for each in made])
    if all(each.unranked is None for each in made):
        return Bounded(query, most)
    unranked = tantivy.Query.boolean_query([(occur, each.finding) for each in made])
    return Bounded(query, most, unranked)
