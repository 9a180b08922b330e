"""Words of the index that sound like a word of another script or language. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from math import log2

from articles.search.index.vocabulary import Vocabulary
from articles.search.language.transliteration import LONGEST, Spelling

MOST_WORDS = 3_000
"""Words of one beginning that are looked at, the commonest."""

SHORTEST_SKELETON = 2
"""Consonants of a word that can be told by them: nearly all shorter ones sound alike."""

_LETTER = 0.06
"""How much of a distance each letter of a longer word excuses."""

_DOUBLING = 0.045
"""How much of a distance a word excuses by being twice as common."""


@dataclass(frozen=True, slots=True)
class Sounding:
    """A word that sounds like the one looked up, how many articles have it and how far it is."""

    word: str
    frequency: int
    distance: float

    @property
    def rank(self) -> tuple[float, str]:
        """The likeliest has the least: the nearest, or one less near but far more common."""
        return self.distance - _DOUBLING * log2(1 + self.frequency), self.word


def sounding_like(
    word: str, spelling: Spelling, vocabulary: Vocabulary, farthest: float
) -> list[Sounding]:
    """Words of the vocabulary no farther from ``word`` than ``farthest``, the likeliest first."""
    if not SHORTEST_SKELETON <= len(word) <= LONGEST:
        return []
    skeletons = spelling.skeletons(word)
    found = []
    for beginning in spelling.beginnings(word):
        for other, frequency in vocabulary.beginning(beginning, MOST_WORDS):
            if spelling.skeleton(other) in skeletons:
                distance = spelling.distance(word, other)
                if distance <= farthest and other != word:
                    found.append(Sounding(other, frequency, distance))
    return sorted(found, key=lambda each: each.rank)
