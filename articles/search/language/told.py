"""Which language a query is in: by its letters, the vocabulary of the archive, else the reader.

Persian and Arabic share most letters and thousands of words, and either is typed on the keyboard
of the other, so that no sign decides alone. Each gives points, above zero for Persian and below
for Arabic, in natural logarithms of odds: how much more likely it is in one language.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from articles.expressions import regex
from articles.text.language import ARABIC, PERSIAN

LETTER_POINTS = (
    (regex("[پچژگۀ\u200c]"), 3.0),
    (regex("[ةإٱ]"), -3.0),
    (regex("[أءؤ]|\\bال"), -1.0),
    (regex("[یک]"), 1.0),
    (regex("[يكى]"), -1.0),
)
"""Each counts once, however often a query has such letters. The last two are but the keyboard."""

MOST_OF_A_WORD = 2.5
"""Points of one word of the vocabulary, at most."""

FEW_ARTICLES = 5
"""What so many articles say of a word counts half: they may have it by chance."""

READER_POINTS = 1.0
"""For the language in which the reader has the site."""

LEAST = 0.7
"""Points from which on a language counts as told: twice as likely as the other."""


def told_language(
    text: str, shares: Iterable[tuple[float, float, int]], reader: str | None = None
) -> str | None:
    """Persian or Arabic, or None where nothing tells.

    ``shares`` says for each word which share of the Persian articles has it, which of the Arabic
    ones, and how many have it in all; ``reader`` is the language of the site's pages, if there is
    one.
    """
    points = sum(worth for letters, worth in LETTER_POINTS if letters.search(text))
    for persian, arabic, articles in shares:
        if articles:
            odds = math.log((persian + _FLOOR) / (arabic + _FLOOR))
            odds *= articles / (articles + FEW_ARTICLES)
            points += max(-MOST_OF_A_WORD, min(odds, MOST_OF_A_WORD))
    points += {PERSIAN: READER_POINTS, ARABIC: -READER_POINTS}.get(reader or "", 0.0)
    if abs(points) < LEAST:
        return None
    return PERSIAN if points > 0 else ARABIC


_FLOOR = 1e-4
"""Added to a share: a word in one of ten thousand articles tells little, and in none not all."""
