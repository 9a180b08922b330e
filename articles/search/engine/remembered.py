"""What searches have found out about an index, kept for those that follow.

Queries, like texts, have mostly the same words. What a word becomes in a query (which of its forms
the index has, whether it is written in two words, in which language, its names in other languages)
depends on the index alone, and to find it out costs more than most searches themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any, TypeVar

from articles.search.names.sounds import Soundings

MOST = 5_000
"""Findings that are kept; when there are more, all are forgotten."""

MOST_WORDS = 20_000
"""Words of which the number of articles is kept."""

LONGEST = 100
"""Characters of the words of which a finding is kept: longer queries seldom come twice, and a
few thousand of the longest would fill the memory."""

FEW_ARTICLES = 10_000
NEARLY = 0.01
"""An index of more articles that has changed by so little still has, nearly, the same words: how
they sound is kept then. To read them again after each of an import's commits costs more."""

Value = TypeVar("Value")


class Remembered:
    """What was found out about one state of an index. Threads may share it: at worst something is
    found out twice."""

    def __init__(self, articles: int, soundings: Soundings | None = None) -> None:
        self._known: dict[Hashable, Any] = {}
        self._articles_with: dict[str, int] = {}
        self._articles = articles
        self.soundings = soundings or Soundings()

    def get(self, key: Hashable, words: Iterable[str], find: Callable[[], Value]) -> Value:
        """What is known of these words by this key, or what ``find`` finds now."""
        if sum(map(len, words)) > LONGEST:
            return find()
        known = self._known
        try:
            value: Value = known[key]
        except KeyError:
            if len(known) >= MOST:
                self._known = known = {}
            value = known[key] = find()
        return value

    def articles_with(self, words: Iterable[str], count: Callable[[str], int]) -> dict[str, int]:
        """How many articles have each of the words: as known, or as ``count`` finds now."""
        known = self._articles_with
        if len(known) >= MOST_WORDS:
            self._articles_with = known = {}
        found = {}
        for word in words:
            number = known.get(word)
            if number is None:
                number = known[word] = count(word)
            found[word] = number
        return found

    def after_change(self, articles: int) -> Remembered:
        """What is still true of the same index when it has so many articles."""
        is_nearly_same = (
            self._articles >= FEW_ARTICLES
            and abs(articles - self._articles) <= NEARLY * self._articles
        )
        if not is_nearly_same:
            return Remembered(articles)
        return Remembered(self._articles, self.soundings)
