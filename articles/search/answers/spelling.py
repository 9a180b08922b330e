"""What a query that finds little may have been meant to be: typed on another keyboard layout,
written in Latin letters, or misspelt.

Each way gives whole queries to be tried; the caller takes the first that finds all its words, and
clearly more than what was typed. Only words that no or hardly any article has are touched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import log2

from articles.expressions import regex
from articles.search.answers.compiling import tokens_of
from articles.search.answers.printed import Usage
from articles.search.answers.vocabulary import Vocabulary
from articles.search.engine.documents import ANALYZER
from articles.search.language import keyboards, transliteration
from articles.search.language.query import Clause, Phrase, Prefix, Query, Word
from articles.search.names.sounds import Sounding, sounding_like
from articles.text.language import ARABIC, PERSIAN

FEW = 3
"""Articles that are little to find, and to have a word."""

CLEARLY_MORE = 10
"""How many times as many articles what was meant must have as what was typed."""

MOST_WORDS = 6
"""Words of a query for which others are looked for."""

SHORTEST = 3
"""Letters of a word that can be misspelt: nearly every shorter one has a neighbour."""

LONG = 6
"""Letters from which on two of them may be wrong."""

MOST_WEIGHED = 5_000
"""Words of one beginning among which two mistakes are looked for."""

_BEGINNING = 2
_PERSIAN_AND_ARABIC = "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیء"
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_EDGES = regex(r"[^\s\"“”„‟″＂«»‹›|*]*")
_NO_LETTERS = regex("[^\\w\\s\u200c\u064b-\u065f]")

Usages = Callable[[Iterable[str]], Mapping[str, Usage]]
"""How articles print each of some words (:func:`articles.search.answers.printed.usages`)."""


class Way(StrEnum):
    """How what was typed differs from what may have been meant."""

    KEYBOARD = "keyboard"
    LATIN = "latin"
    SPELLING = "spelling"


@dataclass(frozen=True, slots=True)
class Correction:
    """A query that may have been meant."""

    text: str
    way: Way


@dataclass(frozen=True, slots=True)
class _Rare:
    """A part of a query that few articles have: its place in the text, and how few."""

    clause: Clause
    start: int
    end: int
    frequency: int


class Corrector:
    """Finds what queries may have been meant, in the vocabulary of one state of an index."""

    def __init__(self, vocabulary: Vocabulary, usages: Usages) -> None:
        self._vocabulary = vocabulary
        self._usages = usages

    def corrections(self, query: Query, reader: str | None = None) -> Iterator[Correction]:
        """The queries to try, the likeliest first; ``reader`` is the language of the pages."""
        rare = list(self._rare(query))[:MOST_WORDS]
        if not rare:
            return
        retyped = _with(query.text, self._retyped(query.text, rare))
        if retyped != query.text:
            yield Correction(retyped, Way.KEYBOARD)
        for text in self._transliterated(query, rare, reader):
            yield Correction(text, Way.LATIN)
        respelt = _with(query.text, self._respelt(rare))
        if respelt != query.text:
            yield Correction(respelt, Way.SPELLING)

    def _rare(self, query: Query) -> Iterator[_Rare]:
        for clause in query.clauses:
            if clause.negated:
                continue
            tokens = ANALYZER.query_forms(clause.text)
            frequency = min(
                (self._vocabulary.most_frequent(tokens_of(forms)) for forms in tokens), default=0
            )
            if frequency <= FEW:
                yield _Rare(clause, *_span(query.text, clause), frequency)

    # -- another keyboard layout ------------------------------------------------------------

    def _retyped(self, text: str, rare: Iterable[_Rare]) -> Iterator[tuple[int, int, str]]:
        for each in rare:
            readings = {
                reading: self._common(reading)
                for reading in keyboards.retyped(text[each.start : each.end])
            }
            best = max(readings, key=lambda reading: readings[reading], default="")
            if best and readings[best] > each.frequency:
                yield each.start, each.end, best

    def _common(self, text: str) -> int:
        """How many articles have the rarest word of a text; 0 when it is not of letters only."""
        words = ANALYZER.phrase(text)
        if _NO_LETTERS.search(text) or len(words) != len(text.split()):
            return 0
        return min(map(self._vocabulary.frequency, words), default=0)

    # -- Latin letters ----------------------------------------------------------------------

    def _transliterated(
        self, query: Query, rare: Iterable[_Rare], reader: str | None
    ) -> Iterator[str]:
        found = {each: self._sounding(each) for each in rare}
        languages = (ARABIC, PERSIAN) if reader == ARABIC else (PERSIAN, ARABIC)
        chosen = [
            {each: self._of_language(words, language) for each, words in found.items() if words}
            for language in languages
        ]
        printed = self._printed({each.word for words in chosen for each in words.values()})
        known = {query.text}
        for words in chosen:
            meant = [(each.start, each.end, printed[to.word]) for each, to in words.items()]
            text = _with(query.text, meant)
            if text not in known:
                known.add(text)
                yield text

    def _sounding(self, rare: _Rare) -> list[Sounding]:
        word = _single(rare.clause)
        if not word.isascii() or len(word) < SHORTEST or not re.search("[a-z]", word):
            return []
        found = sounding_like(word, transliteration.ROMAN, self._vocabulary, _farthest)
        return [each for each in found if each.frequency > rare.frequency]

    def _of_language(self, found: list[Sounding], language: str) -> Sounding:
        """The likeliest that is mostly of a language, else the likeliest."""
        for each in found[:MOST_WORDS]:
            if 2 * self._vocabulary.frequency_in(each.word, language) >= each.frequency:
                return each
        return found[0]

    # -- spelling ---------------------------------------------------------------------------

    def _respelt(self, rare: Iterable[_Rare]) -> Iterator[tuple[int, int, str]]:
        nearest = {each: self._nearest(_single(each.clause), each.frequency) for each in rare}
        printed = self._printed({word for word in nearest.values() if word})
        for each, word in nearest.items():
            if word:
                yield each.start, each.end, printed[word]

    def _nearest(self, word: str, frequency: int) -> str:
        """The nearest clearly commoner word: the fewest mistakes, then the commonest, one that
        sounds the same before others."""
        if len(word) < SHORTEST or not word.isalpha():
            return ""
        least = max(1, CLEARLY_MORE * frequency)
        for near in (self._with_one_mistake, self._with_two_mistakes):
            found = {each: count for each, count in near(word) if count >= least}
            if found:
                return min(found, key=lambda each: (_unlikeness(word, each, found[each]), each))
        return ""

    def _with_one_mistake(self, word: str) -> Iterator[tuple[str, int]]:
        self._vocabulary.expect(lambda: _edits(word))
        for each in _edits(word):
            count = self._vocabulary.frequency(each)
            if count:
                yield each, count

    def _with_two_mistakes(self, word: str) -> Iterator[tuple[str, int]]:
        """Only words that begin alike: mistakes are rare in the first letters."""
        if len(word) < LONG:
            return
        from rapidfuzz import process  # here and below, because few searches need it
        from rapidfuzz.distance import OSA

        counts = dict(self._vocabulary.beginning(word[:_BEGINNING], MOST_WEIGHED))
        for each, _, _ in process.extract(
            word, list(counts), scorer=OSA.distance, score_cutoff=2, limit=None
        ):
            yield each, counts[each]

    def _printed(self, words: set[str]) -> dict[str, str]:
        used = self._usages(words) if words else {}
        return {word: (used[word].printed if word in used else "") or word for word in words}


def _span(text: str, clause: Clause) -> tuple[int, int]:
    """Where the words of a clause stand. Of a bare word that is all up to the next space: on
    another layout its punctuation is letters («;jhf», کتاب)."""
    written = text[clause.start : clause.end]
    if isinstance(clause, Phrase | Prefix) or clause.field is not None:
        start = clause.start + max(written.rfind(clause.text), 0)
        return start, start + len(clause.text)
    before = _EDGES.match(text[: clause.start][::-1])
    after = _EDGES.match(text, clause.end)
    return (
        clause.start - (before.end() if before else 0),
        after.end() if after else clause.end,
    )


def _single(clause: Clause) -> str:
    """The exact form of a clause of one word; empty for any other."""
    tokens = ANALYZER.phrase(clause.text) if isinstance(clause, Word) else []
    return tokens[0] if len(tokens) == 1 else ""


def _with(text: str, replacements: Iterable[tuple[int, int, str]]) -> str:
    for start, end, meant in sorted(replacements, reverse=True):
        text = text[:start] + meant + text[end:]
    return text


def _farthest(letters: int) -> float:
    """How far a word of so many letters may be from what a reader wrote in Latin ones."""
    return 0.15 + 0.07 * letters


def _edits(word: str) -> Iterator[str]:
    """All that one mistake makes of a word: a letter too many, too few, another one, or two that
    changed places."""
    letters = _LATIN if word.isascii() else _PERSIAN_AND_ARABIC
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        if after:
            yield before + after[1:]
        if len(after) > 1 and after[0] != after[1]:
            yield before + after[1] + after[0] + after[2:]
        for letter in letters:
            yield before + letter + after
            if after and letter != after[0]:
                yield before + letter + after[1:]


def _unlikeness(word: str, other: str, frequency: int) -> float:
    from rapidfuzz.distance import OSA

    sounds = transliteration.PERSIAN.distance(word, other)
    return OSA.distance(word, other) + min(sounds, 1.0) - log2(1 + frequency) / 10
