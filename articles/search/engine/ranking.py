"""The order of what a search finds by relevance: the same in every index of the same articles.

An engine gives articles of equal score as it happens to have them. Here the newer comes first, and
of one day the one with the greater key. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

SCORE_DIGITS = 4
"""Decimals by which scores differ: beyond, an engine's sums depend on the order of its work."""

LOOKED_BEYOND = 100
"""Articles that are asked for beyond those wanted, since equal ones may end there; it costs an
engine no more. Where still more are equal, any of them are first."""


Hit = TypeVar("Hit")
"""An article that was found, as an engine has it."""


class Scored(NamedTuple):
    """An article that was found. The score is 0 where the order is by day; ``newest`` is its sort
    key (:data:`.schema.NEWEST`), 0 where it was not asked for."""

    article: int
    score: float = 0.0
    newest: int = 0


def ends_after(hits: Sequence[Hit], wanted: int, score_of: Callable[[Hit], float]) -> int:
    """How many of some hits by falling score are the first wanted, with those that equal the
    last."""
    end = min(wanted, len(hits))
    if 0 < end < len(hits):
        last = round(score_of(hits[end - 1]), SCORE_DIGITS)
        while end < len(hits) and round(score_of(hits[end]), SCORE_DIGITS) == last:
            end += 1
    return end


def in_order(hits: Sequence[Scored]) -> list[Scored]:
    """Articles by falling score; equal ones in an order of their own."""
    return sorted(hits, key=lambda each: (-round(each.score, SCORE_DIGITS), -each.newest))
