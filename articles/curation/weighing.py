"""The weight of an item of the review queue. Pure.

An item's weight is that of its kind, plus ten for every doubling of its size: readers' reports
about one article, articles of a new source, articles with the same furniture, articles that name
one wanted title. Doublings add at most 60, so that takedown demands stay first, and many small
things can come before a single greater one. With equal weights the newer item comes first.
"""

from __future__ import annotations

from enum import StrEnum

DOUBLING = 10
MOST_ADDED = 60


class Kind(StrEnum):
    """The kinds of items, in the order of their weights."""

    TAKEDOWN = "takedown"
    REPORT = "report"
    CONTRADICTION = "contradiction"
    DUPLICATE = "duplicate"
    SOURCE = "source"
    HABITS = "habits"
    WARNING = "warning"
    WANTED = "wanted"


WEIGHTS = {
    Kind.TAKEDOWN: 200,  # a legal demand, perhaps with a deadline
    Kind.REPORT: 100,  # a reader reported it, and others see the error too
    Kind.CONTRADICTION: 80,  # the printed date cannot be right, so the article has a wrong day
    Kind.DUPLICATE: 60,  # readers find the article twice
    Kind.SOURCE: 50,  # perhaps a misspelling of an existing source
    Kind.HABITS: 30,  # furniture in the text of many articles
    Kind.WARNING: 20,  # something is missing or was repaired
    Kind.WANTED: 10,  # nothing is wrong: the archive could have more
}


def weight(kind: Kind, touched: int = 1) -> int:
    """The weight of an item of this size (see above)."""
    doublings = max(touched, 1).bit_length() - 1
    return WEIGHTS[kind] + min(doublings * DOUBLING, MOST_ADDED)
