"""How much an item of the review queue matters. Pure.

An item's weight is that of its kind and ten more for every doubling of what it touches: readers'
reports about one article, articles of a new source, articles that name one wanted title. The
doublings add at most 60, so that a law's demand stays first and many small things still come
before a lone greater one. Of equal weights the newer item comes first.
"""

from __future__ import annotations

from enum import StrEnum

DOUBLING = 10
MOST_ADDED = 60


class Kind(StrEnum):
    """What a person should look at; the order is that of the weights."""

    TAKEDOWN = "takedown"
    REPORT = "report"
    CONTRADICTION = "contradiction"
    DUPLICATE = "duplicate"
    SOURCE = "source"
    WARNING = "warning"
    WANTED = "wanted"


WEIGHTS = {
    Kind.TAKEDOWN: 200,  # somebody's right, perhaps with a time limit
    Kind.REPORT: 100,  # a reader took the trouble, and others see the error too
    Kind.CONTRADICTION: 80,  # what was printed cannot be right: the article stands on a wrong day
    Kind.DUPLICATE: 60,  # readers find it twice
    Kind.SOURCE: 50,  # perhaps a misspelling of one that is there
    Kind.WARNING: 20,  # something is missing or was repaired
    Kind.WANTED: 10,  # nothing is wrong: the archive could have more
}


def weight(kind: Kind, touched: int = 1) -> int:
    """The weight of an item that touches so many things (see above)."""
    doublings = max(touched, 1).bit_length() - 1
    return WEIGHTS[kind] + min(doublings * DOUBLING, MOST_ADDED)
