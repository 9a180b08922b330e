"""Words of the index that sound like a word of another script or language. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log2
from typing import Protocol

from articles.search.language.transliteration import LONGEST, Spelling

MOST_WORDS = 3_000
"""Words of one beginning that are looked at, the commonest."""

MOST_REMEMBERED = 100_000
"""Words that are remembered by their consonants: some 20 MiB."""

MOST_LETTERS_MORE = 5
"""How much longer or shorter a word may be than another that sounds like it."""

_DOUBLING = 0.033
"""How much of a distance a word excuses by being twice as common."""

ARTICLE = "ال"

_ByConsonants = dict[str, list[tuple[str, int]]]

Farthest = Callable[[int], float]
"""How far a word may be where the longer of two has so many letters."""


class Words(Protocol):
    """What is asked of the words of an index (:mod:`articles.search.answers.vocabulary`)."""

    @property
    def soundings(self) -> Soundings: ...

    def frequency(self, word: str) -> int: ...

    def expect_beginning(self, letters: Callable[[], Iterable[str]], limit: int) -> None: ...

    def beginning(self, letters: str, limit: int) -> Sequence[tuple[str, int]]: ...

    def expect_in(self, words: Callable[[], Iterable[tuple[str, str]]]) -> None: ...

    def frequency_in(self, word: str, language: str) -> int: ...

    def expect_together(self, pairs: Callable[[], Iterable[tuple[str, str]]]) -> None: ...

    def together(self, first: str, second: str) -> int: ...


@dataclass(frozen=True, slots=True)
class Sounding:
    """A word that sounds like the one looked up, how many articles have it and how far it is."""

    word: str
    frequency: int
    distance: float

    @property
    def rank(self) -> float:
        """The likeliest has the least: the nearest, or one less near but far more common."""
        return self.distance - _DOUBLING * log2(1 + self.frequency)


class Soundings:
    """The words of an index by their consonants, for the beginnings that were looked up.

    Most names begin like some other one, and to read and to group the words of a beginning costs
    more than to compare the few that sound alike. Threads may share it: at worst they forget.
    """

    def __init__(self, most: int = MOST_REMEMBERED) -> None:
        self._most = most
        self._held = 0
        self._known: dict[tuple[str, str], _ByConsonants] = {}

    def unknown(self, beginnings: Iterable[str], articles: Sequence[str]) -> list[str]:
        """What is not known yet of some beginnings after each of some articles."""
        return [
            article + letters
            for letters in beginnings
            for article in articles
            if (article, letters) not in self._known
        ]

    def beginning(
        self,
        words: Words,
        spelling: Spelling,
        beginnings: Iterable[str],
        articles: Sequence[str],
    ) -> Iterator[tuple[int, _ByConsonants]]:
        """Words that begin so after one of the articles, or without one where that is empty, with
        how many letters the article has; no beginning that no word has. What groups them is the
        script of the letters, the same in every spelling that has them."""
        for letters in beginnings:
            for article in articles:
                known = self._known.get((article, letters))
                if known is None:
                    known = self._read(words, spelling, letters, article)
                if known:
                    yield len(article), known

    def _read(self, words: Words, spelling: Spelling, letters: str, article: str) -> _ByConsonants:
        known: _ByConsonants = {}
        read = words.beginning(article + letters, MOST_WORDS)
        for word, frequency in read:
            consonants = spelling.skeleton(word[len(article) :])
            known.setdefault(consonants, []).append((word, frequency))
        self._held += len(read)
        if self._held > self._most:
            self._known, self._held = {}, 0
        self._known[article, letters] = known
        return known


def sounding_like(
    word: str,
    spelling: Spelling,
    words: Words,
    farthest: Farthest,
    *,
    with_article: bool = False,
) -> list[Sounding]:
    """The words that sound like ``word``, the likeliest first.

    With the Arabic article, also those that have it before them.
    """
    if not 2 <= len(word) <= LONGEST:
        return []
    skeletons = spelling.skeletons(word)
    found = []
    articles = ("", ARTICLE) if with_article else ("",)
    words.expect_beginning(
        lambda: words.soundings.unknown(spelling.beginnings(word), articles), MOST_WORDS
    )
    distance_of = spelling.distances_of(word)
    for before, by_consonants in words.soundings.beginning(
        words, spelling, spelling.beginnings(word), articles
    ):
        for consonants in by_consonants.keys() & skeletons:
            for other, frequency in by_consonants[consonants]:
                bare = other[before:]
                if other == word or abs(len(bare) - len(word)) > MOST_LETTERS_MORE:
                    continue
                limit = farthest(max(len(word), len(bare)))
                distance = distance_of(bare, limit)
                if distance <= limit:
                    found.append(Sounding(other, frequency, distance))
    return sorted(found, key=lambda each: (each.rank, each.word))
