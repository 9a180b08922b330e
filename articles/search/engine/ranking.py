"""The order of what a search finds by relevance: the same in every index of the same articles.

An engine gives articles of equal score as it happens to have them. Here the newer comes first, and
of one day the one with the greater key. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
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
        last = score_of(hits[end - 1])
        while end < len(hits) and _are_equal(score_of(hits[end]), last):
            end += 1
    return end


def order_of(scores: Collection[float], newest: Sequence[int]) -> list[int]:
    """The places of articles by falling score, equal ones in an order of their own: of their
    scores, and of their sort keys."""
    falling_of = {score: -round(score, SCORE_DIGITS) for score in set(scores)}  # most recur
    falling = [falling_of[score] for score in scores]
    places = sorted(range(len(falling)), key=newest.__getitem__, reverse=True)
    places.sort(key=falling.__getitem__)
    return places


def in_order(hits: Sequence[Scored]) -> list[Scored]:
    """The same of whole articles."""
    places = order_of([each.score for each in hits], [each.newest for each in hits])
    return [hits[place] for place in places]


def _are_equal(one: float, other: float) -> bool:
    return one == other or round(one, SCORE_DIGITS) == round(other, SCORE_DIGITS)
