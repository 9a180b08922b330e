"""The order of what a search finds by relevance: the same in every index of the same articles.

An engine gives articles of equal score as it happens to have them. Here the newer comes first, and
of one day the one with the greater key. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

SCORE_DIGITS = 4
"""Decimals by which scores differ: beyond, an engine's sums depend on the order of its work."""

LOOKED_BEYOND = 100
"""Articles that are asked for beyond those wanted, since equal ones may end there; it costs an
engine no more. Where still more are equal, any of them are first."""


class Scored(NamedTuple):
    """An article that was found. The score is 0 where the order is by day; ``newest`` is its sort
    key (:data:`.schema.NEWEST`), 0 where it was not asked for."""

    article: int
    score: float = 0.0
    newest: int = 0


def ends_after(scores: Sequence[float], wanted: int) -> int:
    """How many of some falling scores are the first wanted, with those that equal the last."""
    end = min(wanted, len(scores))
    while 0 < end < len(scores) and _rounded(scores[end]) == _rounded(scores[end - 1]):
        end += 1
    return end


def in_order(hits: Sequence[Scored]) -> list[Scored]:
    """Articles by falling score; equal ones in an order of their own."""
    return sorted(hits, key=lambda each: (-_rounded(each.score), -each.newest))


def _rounded(score: float) -> float:
    return round(score, SCORE_DIGITS)
