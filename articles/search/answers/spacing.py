"""Words that are written in one piece or in two: علیرضا and علی رضا, عبد العزيز and عبدالعزيز.

Which words these are, the texts of the archive say: two words that stand side by side in a query
are one where the index has them joined, often enough that it is no missing space; then either
spelling finds what the other finds. Words are exact forms of the analyser.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import chain, islice, product

from articles.text.stemming import ARABIC_PREFIXES
from articles.text.tokens import PREFIXES, SUFFIXES

SHORTEST_PART = 2
LONGEST_WORD = 16
"""Letters of a part, at least, and of the joined word, at most."""

LEAST_JOINED = 0.05
"""The joined word must be in so many articles for each that has the rarer of its parts. A space is
forgotten once in a few hundred times; what is spelt in two ways is often spelt in either."""

MOST_PARTED = 0.05
MOST_PARTED_OF_FEW = 1_000
"""The rarer part may be in such a share of the articles, or in so many: where words stand is read
from every article that has both."""

PLURALS = ("ها", "های")
"""Endings with which the second part is looked for too, where the index has it so."""

MOST_PHRASES = 8
"""Spellings of a phrase that are looked for."""

_NO_PARTS = frozenset((*ARABIC_PREFIXES, *PREFIXES, *SUFFIXES))
_TEH, _HEH, _ARTICLE = "ت", "ه", "ال"


class Spacing:
    """Answers for one state of an index.

    ``word_freq`` says how many articles have a word in any of its forms, ``form_freq`` how many
    have it in this form; ``carries`` whether it carries something, since a preposition and its
    noun are two words though a third is written like them (در آمد, درآمد).
    """

    def __init__(
        self,
        word_freq: Callable[[str], int],
        form_freq: Callable[[str], int],
        articles: Callable[[], int],
        carries: Callable[[str], bool],
    ) -> None:
        self._word_freq = word_freq
        self._form_freq = form_freq
        self._articles = articles
        self._carries = carries

    def joined(self, first: str, second: str) -> str | None:
        """What two words are in one piece, where the archive has that."""
        for word in joinings(first, second):
            if self._is_one(first, second, word, self._word_freq):
                return word
        return None

    def phrases(self, words: Sequence[str]) -> Iterator[tuple[str, ...]]:
        """The spellings of words side by side in one piece and in two, at most so many."""
        alternatives = [
            [(word,), *self.parted(word, plurals=())] for word in self._in_one_piece(words)
        ]
        for spelling in islice(product(*alternatives), MOST_PHRASES):
            yield tuple(chain.from_iterable(spelling))

    def _in_one_piece(self, words: Sequence[str]) -> Iterator[str]:
        at = 0
        while at < len(words):
            joined = self.joined(*words[at : at + 2]) if at + 1 < len(words) else None
            yield joined or words[at]
            at += 2 if joined else 1

    def parted(self, word: str, plurals: Collection[str] = PLURALS) -> list[tuple[str, str]]:
        """The two words that a word is, where the archive has these; in several ways perhaps."""
        found = []
        if 2 * SHORTEST_PART <= len(word) <= LONGEST_WORD:
            for first, second in _partings(word):
                if self._is_one(first, second, word, self._form_freq):
                    inflected = (second + ending for ending in plurals)
                    seconds = (second, *filter(self._form_freq, inflected))
                    found += [(first, each) for each in seconds]
        return found

    def asked_after(self, word: str) -> Iterator[str]:
        """The words that :meth:`parted` may ask after."""
        if 2 * SHORTEST_PART <= len(word) <= LONGEST_WORD:
            for first, second in _partings(word):
                yield from (first, second, *(second + ending for ending in PLURALS))

    def _is_one(self, first: str, second: str, word: str, freq: Callable[[str], int]) -> bool:
        if first in _NO_PARTS or second in _NO_PARTS:
            return False
        rarer = self._form_freq(first) and min(self._form_freq(first), freq(second))
        if not rarer or rarer > max(MOST_PARTED * self._articles(), MOST_PARTED_OF_FEW):
            return False
        if self._word_freq(word) < max(LEAST_JOINED * rarer, 1):
            return False
        return self._carries(first) and self._carries(second)


def joinings(first: str, second: str) -> Iterator[str]:
    """Teh marbuta before the article is heh in two words and teh in one: آية الله, آيةالله."""
    if min(len(first), len(second)) >= SHORTEST_PART and len(first + second) <= LONGEST_WORD:
        yield first + second
        if first.endswith(_HEH) and second.startswith(_ARTICLE):
            yield f"{first[:-1]}{_TEH}{second}"


def _partings(word: str) -> Iterator[tuple[str, str]]:
    for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        first, second = word[:at], word[at:]
        yield first, second
        if first.endswith(_TEH) and second.startswith(_ARTICLE):
            yield f"{first[:-1]}{_HEH}", second
