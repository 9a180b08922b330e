"""Words of the index that sound like a word of another script or language. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log2
from typing import Protocol

from articles.search.language.transliteration import LONGEST, Spelling

MOST_WORDS = 3_000
"""Words of one beginning that are looked at, the commonest."""

MOST_LETTERS_MORE = 5
"""How much longer or shorter a word may be than another that sounds like it."""

_DOUBLING = 0.033
"""How much of a distance a word excuses by being twice as common."""

ARTICLE = "ال"

Farthest = Callable[[int], float]
"""How far a word may be where the longer of two has so many letters."""


class Words(Protocol):
    """What is asked of the index's words: :class:`articles.search.index.vocabulary.Vocabulary`."""

    def frequency(self, word: str) -> int: ...

    def beginning(self, letters: str, limit: int) -> Sequence[tuple[str, int]]: ...

    def frequency_in(self, word: str, language: str) -> int: ...

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
    for beginning in spelling.beginnings(word):
        for article in ("", ARTICLE) if with_article else ("",):
            for other, frequency in words.beginning(article + beginning, MOST_WORDS):
                bare = other[len(article) :]
                if other == word or abs(len(bare) - len(word)) > MOST_LETTERS_MORE:
                    continue
                if spelling.skeleton(bare) not in skeletons:
                    continue
                limit = farthest(max(len(word), len(bare)))
                distance = spelling.distance(word, bare, limit)
                if distance <= limit:
                    found.append(Sounding(other, frequency, distance))
    return sorted(found, key=lambda each: (each.rank, each.word))
