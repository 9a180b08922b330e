"""Compiles a parsed query into a Tantivy query and into the terms that pages highlight.

A word is looked for in every stream of the article at once: the ranking is the sum of BM25 over
these fields, each with the weight of its stream.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from itertools import groupby, pairwise
from typing import NamedTuple

import tantivy
from tantivy import Occur

from articles.calendars import DayRange
from articles.search.index import schema
from articles.search.index.remembered import Remembered
from articles.search.index.schema import INDEX_OPTIONS, TITLE_ONLY, Scope, Stream, field_name
from articles.search.index.spacing import Spacing
from articles.search.language.query import Clause, Group, Phrase, Prefix, Query, SourceFilter, Word
from articles.search.language.query_words import Field
from articles.search.language.told import told_language
from articles.search.names.expansion import Expansion, Names
from articles.text.analyzer import STEM_MARKS, Analyzer, QueryForms, chunks, extra_of_part
from articles.text.function_words import IN_ANY_LANGUAGE, is_function_word
from articles.text.highlight import Terms
from articles.text.language import ARABIC, PERSIAN
from articles.text.tokens import join_affixes

STREAM_WEIGHTS = {Stream.EXACT: 0.25, Stream.STEM: 1.0, Stream.EXTRA: 0.1}
"""Measured by tests/benchmarks/relevance.py."""

SAME_ARTICLES = 0.95
"""The share of a stem's articles from which on the form typed counts as its only one."""

SPELT_WEIGHT = 2.0
"""Of a spelling that tells two words apart: the other word, however often it stands in an article,
ranks below."""

FEW_SPELT_OTHERWISE = 0.1
"""Other spellings for each, up to which they are mistakes, and the weight would only put this word
above the others of a query."""

OTHER_LANGUAGE_WEIGHT = 0.1
"""Of stems by the rules of the language that the query is not in: its articles come behind."""

NAME_WEIGHT = 0.001
"""Of names in other languages: what was typed ranks above what was not, however common it is and
however rare the other name."""

DAY_BONUS = 2.0
"""What an article of the days that a query names gains: about as much as by a usual word."""

DAYS_AFTER = 3
"""News of a day is printed until so many days later."""

MOST_PARTS = 4
"""Parts of a compound, written with ZWNJ, that are looked for; one of more is a word only."""


class Place(NamedTuple):
    """Where in an article a word is to stand: in what a scope holds, but for the title."""

    scope: Scope
    without_title: bool = False


PLACES: dict[Field | None, Place] = {
    None: Place(Scope.WHOLE),
    Field.TITLE: Place(Scope.TITLE),
    Field.BODY: Place(Scope.WHOLE, without_title=True),
}

_Clauses = list[tuple[Occur, tantivy.Query]]

DocFreq = Callable[[str, str | int], int]
"""How many articles have a token in a field (:meth:`tantivy.Searcher.doc_freq`)."""

STEM_LANGUAGES = {STEM_MARKS[language]: language for language in (PERSIAN, ARABIC)}

_UNKNOWN = sys.maxsize

_FIELDS = {(scope, stream): field_name(scope, stream) for scope in Scope for stream in Stream}


@dataclass(frozen=True, slots=True)
class Limits:
    """What a search is limited to beside the words of its query.

    ``chosen`` has values by facet (:data:`.schema.FACETS`). Empty sequences and None do not limit;
    ``sources`` are primary keys, 0 for articles without one.
    """

    chosen: Mapping[str, Collection[str]] = field(default_factory=dict)
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
    """``groups`` are to match, all or some of them; ``limits`` always hold; what is ``preferred``
    only ranks higher."""

    groups: list[Bounded] = field(default_factory=list)
    preferred: list[tantivy.Query] = field(default_factory=list)
    limits: _Clauses = field(default_factory=list)
    terms: Terms = field(default_factory=Terms)
    expansions: list[Expansion] = field(default_factory=list)

    def matching(self, least: int | None = None, *, ranked: bool = True) -> tantivy.Query:
        """Articles that match all groups, or at least so many of them."""
        queries = [group.query if ranked else group.finding for group in self.groups]
        if not self.groups:
            return tantivy.Query.boolean_query([(Occur.Must, _everything()), *self.limits])
        preferred = [(Occur.Should, query) for query in self.preferred if ranked]
        if least is None or least >= len(self.groups):
            words = [(Occur.Must, query) for query in queries]
            if len(words) == 1 and not self.limits and not preferred:
                return queries[0]  # a union alone lets the engine skip what cannot rank
            return tantivy.Query.boolean_query([*words, *preferred, *self.limits])
        some = tantivy.Query.boolean_query(
            [(Occur.Should, query) for query in queries],
            minimum_number_should_match=least,
        )
        return tantivy.Query.boolean_query([(Occur.Must, some), *preferred, *self.limits])

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
        names: Names | None,
        sources_named: Callable[[str], Collection[int]],
        reader: str | None = None,
        remembered: Remembered | None = None,
    ) -> None:
        """``reader`` is the language in which the reader has the site, if there is one;
        ``remembered`` what is known of this state of the index."""
        self._schema = index_schema
        self._doc_freq = cache(doc_freq)
        self._remembered = remembered or Remembered(0)
        self._reader = reader
        self._language: str | None = None
        self._any_word = False
        self._spacing = Spacing(self._word_freq, self._form_freq, self._articles, self._carries)
        self._analyzer = analyzer
        self._names = names
        self._sources_named = sources_named

    def compile(
        self, query: Query, limits: Limits, *, any_word: bool = False, days: Iterable[DayRange] = ()
    ) -> CompiledQuery:
        """The query with its own filters and the limits beside it.

        ``any_word`` is for a search in which any of the words will do; ``days`` are preferred.
        """
        self._any_word = any_word
        compiled = CompiledQuery()
        plain = " ".join(group[0].text for group in query.groups if _is_word(group))
        self._language = self._remembered.get(
            ("language", plain, self._reader), [plain], lambda: self._told_language(plain)
        )
        is_carried = any(map(self._is_about, query.groups))
        words: list[QueryForms] = []
        phrases: list[tuple[str, ...]] = []
        prefixes: list[str] = []
        for groups in _runs(query.groups):
            if len(groups) == 1 and groups[0][0].negated and len(groups[0]) == 1:
                found = self._clause(groups[0][0])
                if found.queries:
                    compiled.limits.append((Occur.MustNot, _all(found.queries).query))
                continue
            for each in self._known(groups, lean=is_carried):
                compiled.groups += each.queries
                words += each.words
                phrases += each.phrases
                prefixes += each.prefixes
                compiled.expansions += each.expansions
        compiled.terms = Terms(tuple(words), tuple(phrases), tuple(prefixes))
        if compiled.groups:
            compiled.preferred += [self._preferred(each) for each in days]
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
        title = PLACES[Field.TITLE]
        made = [self._word(forms, title, 1) for forms in whole]
        unfinished = self._prefix(last.exact, title)
        return _all([*made, _any([unfinished, self._word(last, title, 1)])]).query

    # -- language ---------------------------------------------------------------------------

    def _told_language(self, text: str) -> str | None:
        """The language that the words of a query are in; what the archive has one of is that."""
        totals = {each: self._articles_in(each) for each in (PERSIAN, ARABIC)}
        if not all(totals.values()):
            return max(totals, key=lambda each: totals[each])
        name = _FIELDS[Scope.WHOLE, Stream.STEM]
        shares = []
        for forms in self._analyzer.query_forms(text):
            found = dict.fromkeys(totals, 0)
            for stem in forms.stems:
                if language := STEM_LANGUAGES.get(stem[0]):
                    found[language] = max(found[language], self._doc_freq(name, stem))
            persian, arabic = found[PERSIAN], found[ARABIC]
            share = persian / totals[PERSIAN], arabic / totals[ARABIC], persian + arabic
            shares.append(share)
        # An affix typed after a space is as good a sign as one after ZWNJ.
        return told_language(join_affixes(text), shares, self._reader)

    def _parted(self, forms: QueryForms) -> list[tuple[str, str]]:
        """The words that a word is in two, as typed and without its ending."""
        bare = (stem[1:] for stem in forms.stems if stem[0] in STEM_LANGUAGES)
        words = dict.fromkeys((forms.exact, *bare))
        return list(dict.fromkeys(both for word in words for both in self._spacing.parted(word)))

    def _articles(self) -> int:
        return sum(map(self._articles_in, schema.LANGUAGES))

    def _word_freq(self, word: str) -> int:
        """How many articles have a word in the most usual of its forms, at least."""
        return max(
            self._doc_freq(_FIELDS[Scope.WHOLE, stream], token)
            for forms in self._analyzer.query_forms(word)
            for stream, tokens in ((Stream.EXACT, (forms.exact,)), (Stream.STEM, forms.stems))
            for token in tokens
        )

    def _form_freq(self, word: str) -> int:
        return self._doc_freq(_FIELDS[Scope.WHOLE, Stream.EXACT], word)

    def _articles_in(self, language: str) -> int:
        return self._doc_freq(schema.LANGUAGE, schema.LANGUAGES.index(language))

    def _is_about(self, group: Group) -> bool:
        """Whether a query with this is about more than words that carry nothing."""
        if not _is_word(group):
            return len(group) > 1 or not group[0].negated
        return group[0].field is not None or any(map(self._carries, chunks(group[0].text)))

    def _carries(self, word: str) -> bool:
        return not is_function_word(word, self._language)

    # -- words ------------------------------------------------------------------------------

    def _known(self, groups: Sequence[Group], *, lean: bool) -> list[_Found]:
        """What is made of some groups, that were asked for before or now."""
        clauses = tuple(each for group in groups for each in group)
        is_run = _is_word(groups[0])
        key = (
            tuple((type(each), each.text, each.field, each.negated) for each in clauses),
            *(is_run, lean, self._language, self._any_word, self._names and self._names.table),
        )
        return self._remembered.get(
            key,
            [each.text for each in clauses],
            lambda: self._run(groups, lean=lean) if is_run else [self._group(groups[0])],
        )

    def _run(self, groups: Sequence[Group], *, lean: bool = False) -> list[_Found]:
        """Words typed side by side: affixes after a space join, names of several words are one.

        ``lean`` leaves out words that carry nothing.
        """
        words = [group[0] for group in groups]
        place = PLACES[words[0].field]
        texts = [word.text for word in words]
        expansions = self._names.expand(texts) if self._names else []
        found: list[_Found] = []
        at = 0
        for expansion in expansions:
            found += self._plain_words(texts[at : expansion.start], place, lean=lean)
            found.append(self._named(expansion, texts, place))
            at = expansion.end
        return found + self._plain_words(texts[at:], place, lean=lean)

    def _plain_words(
        self, texts: Sequence[str], place: Place, *, lean: bool = False
    ) -> list[_Found]:
        text = " ".join(texts)
        if lean and place == PLACES[None]:
            text = " ".join(filter(self._carries, chunks(text)))
        return [
            each
            for forms in self._units(self._analyzer.query_forms(text))
            for each in self._unit(forms, place)
        ]

    def _units(self, words: Sequence[QueryForms]) -> Iterator[tuple[QueryForms, ...]]:
        """The words one by one, but two together that are also written in one piece."""
        at = 0
        while at < len(words):
            both = tuple(words[at : at + 2])
            is_one = len(both) == 2 and self._spacing.joined(both[0].exact, both[1].exact)
            yield both if is_one else both[:1]
            at += 2 if is_one else 1

    def _unit(self, words: tuple[QueryForms, ...], place: Place) -> Iterator[_Found]:
        """A word, or two that are one, in each of its spellings.

        Where any word will do, one of the two does too.
        """
        if len(words) == 2 and self._any_word:
            for forms in words:
                yield _Found([self._word(forms, place, 1)], words=[forms])
        yield self._spellings(words, place, 1)

    def _spellings(self, words: Sequence[QueryForms], place: Place, weight: float) -> _Found:
        """A word, or two that are one, in one piece and in two."""
        if len(words) == 2:
            both = [forms.exact for forms in words]
            [forms, *_] = self._analyzer.query_forms(self._spacing.joined(*both) or "".join(both))
        else:
            [forms] = words
        parted = self._parted(forms)
        if parted and forms.parts:
            forms = replace(forms, parts=())
        phrases = [self._phrase(both, place, weight) for both in parted]
        found = _any([self._word(forms, place, weight), *(each for each in phrases if each.most)])
        return _Found([found], words=[forms], phrases=list(parted))

    def _named(self, expansion: Expansion, texts: Sequence[str], place: Place) -> _Found:
        """A name as typed, or as another language writes it; each in one piece and in two."""
        typed = " ".join(texts[expansion.start : expansion.end])
        spellings = [
            self._spellings(unit, place, 1)
            for unit in self._units(self._analyzer.query_forms(typed))
        ]
        found = _merged(spellings)
        alternatives = [_all(found.queries)]
        for name in expansion.others:
            other = self._other_name(name, place)
            alternatives += other.queries
            found.take_terms(other)
        return replace(found, queries=[_any(alternatives)], expansions=[expansion])

    def _other_name(self, name: str, place: Place) -> _Found:
        words = self._analyzer.query_forms(name)
        if len(words) < 2:
            return _merged([self._spellings([forms], place, NAME_WEIGHT) for forms in words])
        phrases = list(self._spacing.phrases([forms.exact for forms in words]))
        made = [self._phrase(phrase, place, NAME_WEIGHT) for phrase in phrases]
        return _Found([each for each in made if each.most], phrases=phrases)

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
        place = PLACES[clause.field]
        if isinstance(clause, Phrase):
            return self._quoted(clause.text, place)
        if isinstance(clause, Prefix):
            prefix = self._analyzer.prefix(clause.text)
            return (
                _Found([self._prefix(prefix, place)], prefixes=[prefix]) if prefix else _Found([])
            )
        if clause.negated:  # «-روسیه» asks for articles without this word, not without Russia
            return _merged(self._plain_words([clause.text], place))
        return _merged(self._run([(clause,)]))

    def _word(self, forms: QueryForms, place: Place, weight: float) -> Bounded:
        """Articles that have one of the forms of a word."""
        if not forms.stems:  # its exact form counts for both
            both = weight * (1 + STREAM_WEIGHTS[Stream.STEM] / STREAM_WEIGHTS[Stream.EXACT])
            return _any(list(self._terms(forms, (Stream.EXACT,), place, both)))
        spelt = list(self._as_spelt(forms, place, weight))
        if self._stems_tell_nothing_apart(forms, place):
            both = weight * (1 + STREAM_WEIGHTS[Stream.EXACT] / STREAM_WEIGHTS[Stream.STEM])
            exact, weight = spelt, both
        else:
            exact = [*self._terms(forms, (Stream.EXACT,), place, weight), *spelt]
        others = list(self._terms(forms, (Stream.STEM, Stream.EXTRA), place, weight))
        if 0 < len(forms.parts) <= MOST_PARTS:
            others.append(_all([self._word(part, place, weight) for part in forms.parts]))
        if forms.is_composed or not exact:
            return _any([*exact, *others])
        # What the exact form finds, the others find too.
        found = _any(others)
        return Bounded(_any([*exact, *others]).query, found.most, found.finding)

    def _terms(
        self, forms: QueryForms, streams: Sequence[Stream], place: Place, weight: float
    ) -> Iterator[Bounded]:
        tokens = tokens_of(forms)
        for stream in streams:
            name = _FIELDS[place.scope, stream]
            for token in tokens[stream]:
                found = self._doc_freq(name, token)
                if found:
                    boost = weight * STREAM_WEIGHTS[stream] * self._language_weight(token)
                    term = self._term(name, token, boost, found, INDEX_OPTIONS[stream])
                    yield self._placed(term, [token], place)

    def _stems_tell_nothing_apart(self, forms: QueryForms, place: Place) -> bool:
        """Whether nearly all articles that have a stem of a word have it in the form typed: to look
        for that too would take the engine twice the time and change no order."""
        stem, exact = (_FIELDS[place.scope, each] for each in (Stream.STEM, Stream.EXACT))
        with_stem = sum(self._doc_freq(stem, each) for each in forms.stems)
        is_solid = not (forms.is_composed or forms.parts)
        return is_solid and self._doc_freq(exact, forms.exact) >= SAME_ARTICLES * with_stem > 0

    def _as_spelt(self, forms: QueryForms, place: Place, weight: float) -> Iterator[Bounded]:
        """Articles that spell a word as typed, where others do not."""
        name = _FIELDS[place.scope, Stream.EXTRA]
        found = self._doc_freq(name, forms.spelt) if forms.spelt else 0
        spelt_otherwise = self._doc_freq(_FIELDS[place.scope, Stream.EXACT], forms.exact) - found
        if found and spelt_otherwise > FEW_SPELT_OTHERWISE * found:
            term = self._term(name, forms.spelt, weight * SPELT_WEIGHT, found, "basic")
            yield self._placed(term, [forms.spelt], place)

    def _language_weight(self, token: str) -> float:
        stemmed_in = STEM_LANGUAGES.get(token[0])
        return OTHER_LANGUAGE_WEIGHT if _differ(stemmed_in, self._language) else 1.0

    def _term(self, name: str, token: str, boost: float, found: int, kept: str = "freq") -> Bounded:
        option = "basic" if kept == "basic" else "freq"
        term = tantivy.Query.term_query(self._schema, name, token, option)
        return Bounded(tantivy.Query.boost_query(term, boost), found)

    def _placed(self, found: Bounded, tokens: Iterable[str], place: Place) -> Bounded:
        """What was found but where the title alone has one of the tokens, if that is to be so."""
        if not place.without_title:
            return found
        only = [
            tantivy.Query.term_query(self._schema, TITLE_ONLY, token, "basic") for token in tokens
        ]
        return _but_for(found, only)

    def _phrase(self, words: Sequence[str], place: Place, weight: float) -> Bounded:
        """Articles that have the words, as written, side by side.

        Without the title this also finds a phrase of the title whose words, though apart, stand
        elsewhere in the article.
        """
        name = _FIELDS[place.scope, Stream.EXACT]
        found = min(self._doc_freq(name, word) for word in words)
        if not found:
            return _any([])
        if len(words) == 1:
            return self._placed(self._term(name, words[0], weight, found), words, place)
        pairs = list(self._common_pairs(words)) if place.scope is Scope.WHOLE else []
        if len(words) == 2 and pairs:
            extras = _FIELDS[Scope.WHOLE, Stream.EXTRA]
            found = self._doc_freq(extras, pairs[0])
            made = self._term(extras, pairs[0], weight, found, "basic")
        else:
            phrase = tantivy.Query.phrase_query(self._schema, name, list(words))
            made = Bounded(tantivy.Query.boost_query(phrase, weight), found)
            made = _all([made, *(self._extra(place, pair) for pair in pairs)])
        return self._placed(made, dict.fromkeys(words), place)

    @staticmethod
    def _common_pairs(words: Sequence[str]) -> Iterator[str]:
        """The pairs of words side by side that the index has as one."""
        for both in pairwise(words):
            if IN_ANY_LANGUAGE.issuperset(both):
                yield schema.pair(*both)

    def _extra(self, place: Place, token: str) -> Bounded:
        """Articles that have an extra, which adds nothing to the score."""
        name = _FIELDS[place.scope, Stream.EXTRA]
        return Bounded(_unscored(tantivy.Query.term_query(self._schema, name, token, "basic")))

    def _quoted(self, text: str, place: Place) -> _Found:
        """Articles that have the words of ``text`` side by side, as written but for the spaces of
        compounds: «رئیس جمهور» and «رئیس‌جمهور» are one, «در آمد» and «درآمد» are not."""
        phrase = tuple(self._analyzer.phrase(text))
        if not phrase:
            return _Found([])
        phrases = [phrase]
        made = [self._phrase(phrase, place, 1)]
        parted = tuple(self._analyzer.parted_phrase(text))
        if parted != phrase:
            phrases.append(parted)
            made.append(self._phrase(parted, place, 1))
        for spelling in self._spacing.phrases(phrase):
            if spelling not in phrases:
                phrases.append(spelling)
                made.append(self._phrase(spelling, place, 1))
        for at in range(len(phrase) - 1):
            both = phrase[at : at + 2]
            joined = (*phrase[:at], "".join(both), *phrase[at + 2 :])
            compound = self._with_compound(joined, both, place)
            if compound.most:
                phrases.append(joined)
                made.append(compound)
        return _Found([_any([each for each in made if each.most])], phrases=phrases)

    def _with_compound(
        self, phrase: Sequence[str], compound: Sequence[str], place: Place
    ) -> Bounded:
        """A phrase one word of which is written with ZWNJ: its parts are extras."""
        found = self._phrase(phrase, place, 1)
        if not found.most:
            return found
        extras = (self._extra(place, extra_of_part(word)) for word in compound)
        return _all([found, *extras])

    def _prefix(self, prefix: str, place: Place) -> Bounded:
        """Articles that have a word which begins so.

        Without the title this misses articles of which the title alone has one such word, and the
        rest another.
        """
        found = self._begins(_FIELDS[place.scope, Stream.EXACT], prefix)
        if place.without_title:
            return _but_for(Bounded(found), [self._begins(TITLE_ONLY, prefix)])
        if place.scope is Scope.TITLE:
            return Bounded(found)
        # A prefix has no rarity: an article has a point for it, and one more for its title.
        in_title = self._begins(_FIELDS[Scope.TITLE, Stream.EXACT], prefix)
        return Bounded(_either(found, in_title), unranked=found)

    def _begins(self, name: str, prefix: str) -> tantivy.Query:
        # No letter may differ: what a regular expression does too, composed 400 times faster.
        return tantivy.Query.fuzzy_term_query(self._schema, name, prefix, distance=0, prefix=True)

    # -- filters ----------------------------------------------------------------------------

    def _preferred(self, days: DayRange) -> tantivy.Query:
        """A bonus for articles of the days, or shortly after."""
        last = date.fromordinal(min(days.last.toordinal() + DAYS_AFTER, date.max.toordinal()))
        return tantivy.Query.const_score_query(self._days([DayRange(days.first, last)]), DAY_BONUS)

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
        made += [
            (Occur.Must, self._values(facet, values))
            for facet, values in limits.chosen.items()
            if values
        ]
        if limits.sources:
            made.append((Occur.Must, self._sources(limits.sources)))
        if limits.days:
            made.append((Occur.Must, self._days([limits.days])))
        return made

    def _languages(self, languages: Iterable[str]) -> tantivy.Query:
        return self._values(schema.LANGUAGE, languages)

    def _values(self, facet: str, values: Iterable[str]) -> tantivy.Query:
        known = schema.FACETS[facet]
        return self._numbers(facet, [known.index(each) for each in values if each in known])

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


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def _everything() -> tantivy.Query:
    return _unscored(tantivy.Query.all_query())


def _unscored(query: tantivy.Query) -> tantivy.Query:
    return tantivy.Query.const_score_query(query, 0.0)


def _filter(alternatives: Iterable[tantivy.Query]) -> tantivy.Query:
    return _unscored(_any([Bounded(query) for query in alternatives]).query)


def _either(*queries: tantivy.Query) -> tantivy.Query:
    return tantivy.Query.boolean_query([(Occur.Should, query) for query in queries])


def _but_for(found: Bounded, excluded: Iterable[tantivy.Query]) -> Bounded:
    clauses = [(Occur.Must, found.query), *((Occur.MustNot, each) for each in excluded)]
    return Bounded(tantivy.Query.boolean_query(clauses), found.most)


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
