"""Compiles a parsed query into one of an engine and into the terms that pages highlight.

A word is looked for in every stream of the article at once: the ranking is the sum of BM25 over
these fields, each with the weight of its stream.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import groupby, pairwise
from typing import NamedTuple

from articles.calendars import DayRange
from articles.search.answers.bounded import UNKNOWN, Bounded, Combiner
from articles.search.answers.filtering import Filters, Limits
from articles.search.answers.spacing import Spacing, joinings
from articles.search.engine import schema
from articles.search.engine.protocol import IndexState, Part, Queries
from articles.search.engine.remembered import Remembered
from articles.search.engine.schema import KEPT, TITLE_ONLY, Kept, Scope, Stream, field_name
from articles.search.language.query import Clause, Group, Phrase, Prefix, Query, Word
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

STEM_LANGUAGES = {STEM_MARKS[language]: language for language in (PERSIAN, ARABIC)}

_FIELDS = {(scope, stream): field_name(scope, stream) for scope in Scope for stream in Stream}


@dataclass(slots=True)
class CompiledQuery:
    """``groups`` are to match, all or some of them; ``required`` and ``excluded`` always hold; what
    is ``preferred`` only ranks higher."""

    queries: Queries
    groups: list[Bounded] = field(default_factory=list)
    preferred: list[Part] = field(default_factory=list)
    required: list[Part] = field(default_factory=list)
    excluded: list[Part] = field(default_factory=list)
    terms: Terms = field(default_factory=Terms)
    expansions: list[Expansion] = field(default_factory=list)

    def matching(self, least: int | None = None, *, ranked: bool = True) -> Part:
        """Articles that match all groups, or at least so many of them."""
        combined = self.queries.combined
        words = [group.query if ranked else group.finding for group in self.groups]
        if not words:
            everything = self.queries.constant(self.queries.everything(), 0.0)
            return combined(must=[everything, *self.required], must_not=self.excluded)
        preferred = self.preferred if ranked else []
        if least is not None and least < len(words):
            words = [combined(should=words, least=least)]
        elif len(words) == 1 and not (self.required or self.excluded or preferred):
            return words[0]  # a union alone lets the engine skip what cannot rank
        return combined(must=[*words, *self.required], should=preferred, must_not=self.excluded)

    def most(self, least: int | None = None) -> int:
        """How many articles :meth:`matching` may find at most."""
        bounds = [group.most for group in self.groups] or [UNKNOWN]
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
        state: IndexState,
        analyzer: Analyzer,
        *,
        names: Names | None,
        sources_named: Callable[[str], Collection[int]],
        reader: str | None = None,
        remembered: Remembered | None = None,
    ) -> None:
        """``reader`` is the language in which the reader has the site, if there is one;
        ``remembered`` what is known of this state of the index."""
        self._state = state
        self._make = Combiner(state.queries)
        self._doc_freq = cache(state.doc_freq)
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
        """The query with its own filters and the limits beside it."""
        words = self.words(query, any_word=any_word, days=days)
        return self.limited(words, query, limits)

    def limited(self, words: CompiledQuery, query: Query, limits: Limits) -> CompiledQuery:
        """What was made of the words of a query, with its filters and the limits beside it."""
        if not query.filters and limits == Limits():
            return words
        filters = Filters(self._make, self._sources_named)
        filters.of_query(query)
        filters.of_limits(limits)
        return replace(
            words,
            required=[*words.required, *filters.required],
            excluded=[*words.excluded, *filters.excluded],
        )

    def words(
        self, query: Query, *, any_word: bool = False, days: Iterable[DayRange] = ()
    ) -> CompiledQuery:
        """The query without its filters: what depends on nothing but the index and the names.

        ``any_word`` is for a search in which any of the words will do; ``days`` are preferred.
        """
        self._any_word = any_word
        self._state.expect(lambda: self._expected(query))
        compiled = CompiledQuery(self._state.queries)
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
                    compiled.excluded.append(self._make.all(found.queries).query)
                continue
            for each in self._known(groups, lean=is_carried):
                compiled.groups += each.queries
                words += each.words
                phrases += each.phrases
                prefixes += each.prefixes
                compiled.expansions += each.expansions
        compiled.terms = Terms(tuple(words), tuple(phrases), tuple(prefixes))
        if compiled.groups:
            filters = Filters(self._make, self._sources_named)
            compiled.preferred += [filters.preferred(each) for each in days]
        return compiled

    def completing(self, text: str) -> Part:
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
        return self._make.all(
            [*made, self._make.any([unfinished, self._word(last, title, 1)])]
        ).query

    def _expected(self, query: Query) -> dict[str, set[str]]:
        """The tokens that are asked after for most queries."""
        scopes = {PLACES[clause.field].scope for clause in query.clauses} | {Scope.WHOLE}
        words = self._analyzer.query_forms(" ".join(clause.text for clause in query.clauses))
        spaced = [each for word in words for each in self._spacing.asked_after(word.exact)]
        joined = [each for both in pairwise(words) for each in joinings(*(w.exact for w in both))]
        forms = [*words, *(part for word in words for part in word.parts)]
        forms += self._analyzer.query_forms(" ".join(joined))
        by_stream = {stream: set[str]() for stream in Stream}
        for each in forms:
            for stream, tokens in tokens_of(each).items():
                by_stream[stream].update(tokens)
            by_stream[Stream.EXTRA].update(filter(None, [each.spelt]))
            bare = (stem[1:] for stem in each.stems if stem[0] in STEM_LANGUAGES)
            spaced += [word for stem in bare for word in self._spacing.asked_after(stem)]
        by_stream[Stream.EXACT].update(spaced)
        return {
            _FIELDS[scope, stream]: tokens
            for scope in scopes
            for stream, tokens in by_stream.items()
        }

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
        found = self._make.any(
            [self._word(forms, place, weight), *(each for each in phrases if each.most)]
        )
        return _Found([found], words=[forms], phrases=list(parted))

    def _named(self, expansion: Expansion, texts: Sequence[str], place: Place) -> _Found:
        """A name as typed, or as another language writes it; each in one piece and in two."""
        typed = " ".join(texts[expansion.start : expansion.end])
        spellings = [
            self._spellings(unit, place, 1)
            for unit in self._units(self._analyzer.query_forms(typed))
        ]
        found = _merged(spellings)
        alternatives = [self._make.all(found.queries)]
        for name in expansion.others:
            other = self._other_name(name, place)
            alternatives += other.queries
            found.take_terms(other)
        return replace(found, queries=[self._make.any(alternatives)], expansions=[expansion])

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
                without = self._make.all(self._clause(clause).queries).query
                alternatives.append(Bounded(self._make.all_but(without)))
                continue
            each = self._clause(clause)
            if each.queries:
                alternatives.append(self._make.all(each.queries))
            found.take_terms(each)
        if alternatives:
            found.queries.append(self._make.any(alternatives))
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
            return self._make.any(list(self._terms(forms, (Stream.EXACT,), place, both)))
        spelt = list(self._as_spelt(forms, place, weight))
        if self._stems_tell_nothing_apart(forms, place):
            both = weight * (1 + STREAM_WEIGHTS[Stream.EXACT] / STREAM_WEIGHTS[Stream.STEM])
            exact, weight = spelt, both
        else:
            exact = [*self._terms(forms, (Stream.EXACT,), place, weight), *spelt]
        others = list(self._terms(forms, (Stream.STEM, Stream.EXTRA), place, weight))
        if 0 < len(forms.parts) <= MOST_PARTS:
            others.append(self._make.all([self._word(part, place, weight) for part in forms.parts]))
        if forms.is_composed or not exact:
            return self._make.any([*exact, *others])
        # What the exact form finds, the others find too.
        found = self._make.any(others)
        return Bounded(self._make.any([*exact, *others]).query, found.most, found.finding)

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
                    term = self._term(name, token, boost, found, KEPT[stream])
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
            term = self._term(name, forms.spelt, weight * SPELT_WEIGHT, found, Kept.NOTHING)
            yield self._placed(term, [forms.spelt], place)

    def _language_weight(self, token: str) -> float:
        stemmed_in = STEM_LANGUAGES.get(token[0])
        return OTHER_LANGUAGE_WEIGHT if _differ(stemmed_in, self._language) else 1.0

    def _term(
        self, name: str, token: str, boost: float, found: int, kept: Kept = Kept.COUNTS
    ) -> Bounded:
        queries = self._state.queries
        term = queries.term(name, token, counted=kept is not Kept.NOTHING)
        return Bounded(queries.boosted(term, boost), found)

    def _placed(self, found: Bounded, tokens: Iterable[str], place: Place) -> Bounded:
        """What was found but where the title alone has one of the tokens, if that is to be so."""
        if not place.without_title:
            return found
        only = [self._state.queries.term(TITLE_ONLY, token) for token in tokens]
        return self._make.but_for(found, only)

    def _phrase(self, words: Sequence[str], place: Place, weight: float) -> Bounded:
        """Articles that have the words, as written, side by side.

        Without the title this also finds a phrase of the title whose words, though apart, stand
        elsewhere in the article.
        """
        name = _FIELDS[place.scope, Stream.EXACT]
        found = min(self._doc_freq(name, word) for word in words)
        if not found:
            return self._make.any([])
        if len(words) == 1:
            return self._placed(self._term(name, words[0], weight, found), words, place)
        pairs = list(self._common_pairs(words)) if place.scope is Scope.WHOLE else []
        if len(words) == 2 and pairs:
            extras = _FIELDS[Scope.WHOLE, Stream.EXTRA]
            found = self._doc_freq(extras, pairs[0])
            made = self._term(extras, pairs[0], weight, found, Kept.NOTHING)
        else:
            queries = self._state.queries
            made = Bounded(queries.boosted(queries.phrase(name, words), weight), found)
            made = self._make.all([made, *(self._extra(place, pair) for pair in pairs)])
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
        return Bounded(self._make.unscored(self._state.queries.term(name, token)))

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
        return _Found([self._make.any([each for each in made if each.most])], phrases=phrases)

    def _with_compound(
        self, phrase: Sequence[str], compound: Sequence[str], place: Place
    ) -> Bounded:
        """A phrase one word of which is written with ZWNJ: its parts are extras."""
        found = self._phrase(phrase, place, 1)
        if not found.most:
            return found
        extras = (self._extra(place, extra_of_part(word)) for word in compound)
        return self._make.all([found, *extras])

    def _prefix(self, prefix: str, place: Place) -> Bounded:
        """Articles that have a word which begins so.

        Without the title this misses articles of which the title alone has one such word, and the
        rest another.
        """
        beginning = self._state.queries.beginning
        found = beginning(_FIELDS[place.scope, Stream.EXACT], prefix)
        if place.without_title:
            return self._make.but_for(Bounded(found), [beginning(TITLE_ONLY, prefix)])
        if place.scope is Scope.TITLE:
            return Bounded(found)
        # A prefix has no rarity: an article has a point for it, and one more for its title.
        in_title = beginning(_FIELDS[Scope.TITLE, Stream.EXACT], prefix)
        return Bounded(self._make.either(found, in_title), unranked=found)


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
