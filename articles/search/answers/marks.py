"""The stems that mark an article: what it says most, but for words that carry nothing. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache

from articles.text.analyzer import Analyzer
from articles.text.function_words import FUNCTION_WORDS

MARKS = 16
"""Stems that mark an article, the most frequent in it."""

SHORTEST_MARK = 3
"""Letters of a stem that says something, its mark of the language left out."""


def marks_of(stems: Iterable[str], analyzer: Analyzer) -> list[str]:
    """Those of an article's stems that mark it."""
    unmarking = _function_stems(analyzer)
    counted = Counter(stems).most_common(MARKS + len(unmarking) // 2)
    marks = [stem for stem, _ in counted if len(stem) > SHORTEST_MARK and stem not in unmarking]
    return marks[:MARKS]


@cache
def _function_stems(analyzer: Analyzer) -> frozenset[str]:
    return frozenset(
        stem
        for language, words in FUNCTION_WORDS.items()
        for stem in analyzer.analyze(words, language).stem
    )
