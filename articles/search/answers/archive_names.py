"""The names of a query in other languages: those of the tables, and those that the archive has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from articles.expressions import regex
from articles.search.answers.printed import usages
from articles.search.answers.vocabulary import Vocabulary
from articles.search.engine.documents import ANALYZER
from articles.search.engine.remembered import Remembered
from articles.search.names.expansion import Expansion, NameTable
from articles.search.names.sounded_names import MOST_WORDS, SoundedNames
from articles.text.function_words import is_function_word

_LATIN_ARTICLE = regex(r"(?:al|el|ad|an|ar|as|ash|at|az)", re.IGNORECASE)
"""The Arabic article in Latin letters, before letters that it takes on or not."""

_Others = list[tuple[str, ...]]


class ArchiveNames:
    """Names across languages for one state of an index."""

    def __init__(self, table: NameTable, vocabulary: Vocabulary, remembered: Remembered) -> None:
        """``table`` has the names that do not depend on the archive's texts."""
        self.table = table
        self._remembered = remembered
        self._sounded = SoundedNames(vocabulary, lambda words: usages(vocabulary, words))

    def expand(self, words: Sequence[str]) -> list[Expansion]:
        """The names in the words of a query, from the left, without overlap: the table's, and
        between them those that sound like names of the archive."""
        expansions: list[Expansion] = []
        at = 0
        for each in self.table.expand(words):
            expansions += [*self._by_sound(words, at, each.start), each]
            at = each.end
        return [*expansions, *self._by_sound(words, at, len(words))]

    def _by_sound(self, words: Sequence[str], start: int, end: int) -> list[Expansion]:
        spans = [
            span
            for span in _joining_articles(words, start, end)
            if not all(is_function_word(word, None) for word in words[slice(*span)])
        ]
        found = self._spans(words, spans)
        for pair in _joined_pairs(spans) if not found else ():
            found = found or self._spans(words, pair)
        return found

    def _spans(self, words: Sequence[str], spans: Sequence[tuple[int, int]]) -> list[Expansion]:
        typed = tuple(_written(words[slice(*span)]) for span in spans)
        others = self._others(typed) if typed else []
        return [
            Expansion(*span, " ".join(words[slice(*span)]), names)
            for span, names in zip(spans, others, strict=True)
            if names
        ]

    def _others(self, typed: tuple[str, ...]) -> _Others:
        return self._remembered.get(
            ("names", typed), typed, lambda: self._sounded.others(typed, [*map(_exact, typed)])
        )


def _joined_pairs(spans: Sequence[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """The spans with two that touch made one: «نصر الله» is one word elsewhere, Nasrallah."""
    if len(spans) > MOST_WORDS:
        return
    for at, (first, second) in enumerate(pairwise(spans)):
        if first[1] == second[0]:
            yield [*spans[:at], (first[0], second[1]), *spans[at + 2 :]]


def _written(words: Sequence[str]) -> str:
    """Words as one, without the Arabic article in Latin letters before the first."""
    return "".join(words[1:] if len(words) > 1 and _LATIN_ARTICLE.fullmatch(words[0]) else words)


def _joining_articles(words: Sequence[str], start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the words one by one, the Arabic article in Latin letters with the next word."""
    spans = []
    while start < end:
        is_article = _LATIN_ARTICLE.fullmatch(words[start]) and start + 1 < end
        spans.append((start, start + 1 + bool(is_article)))
        start = spans[-1][1]
    return spans


def _exact(word: str) -> str:
    """A word in its exact form, without the Arabic article in Latin letters; empty where it is
    more than one word."""
    tokens = ANALYZER.phrase(word)
    if len(tokens) == 2 and _LATIN_ARTICLE.fullmatch(tokens[0]):
        del tokens[0]
    return tokens[0] if len(tokens) == 1 else ""
