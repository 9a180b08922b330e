"""The order of what a search finds by relevance: the same in every index of the same articles.

The engine gives articles of equal score as its segments have them, which differ from index to
index. Here the newer comes first, and of one day the one with the greater key.
"""

from __future__ import annotations

from collections.abc import Sequence

import tantivy

from articles.search.index import schema
from articles.search.index.reading import count_of

Scored = tuple[float, tantivy.DocAddress]

SCORE_DIGITS = 4
"""Decimals by which scores differ: beyond, the engine's sums depend on the order of its work."""

LOOKED_BEYOND = 100
"""Articles that are asked for beyond those wanted, since equal ones may end there; it costs the
engine no more. Where still more are equal, any of them are first."""


def first_ranked(
    searcher: tantivy.Searcher, matching: tantivy.Query, wanted: int, *, count: bool
) -> tuple[int, list[Scored]]:
    """How many articles are found, 0 if not to be counted, and the first of them."""
    found = searcher.search(matching, wanted + LOOKED_BEYOND, count=count)
    return count_of(found), in_order(searcher, found.hits, wanted)


def in_order(
    searcher: tantivy.Searcher, hits: Sequence[Scored], wanted: int | None = None
) -> list[Scored]:
    """The first articles by falling score, as the engine has them, equal ones in an order of their
    own."""
    end = len(hits) if wanted is None else min(wanted, len(hits))
    scores = [-round(score, SCORE_DIGITS) for score, _ in hits[:end]]
    for score, _ in hits[end:]:
        if -round(score, SCORE_DIGITS) != scores[-1]:
            break
        scores.append(scores[-1])
    addresses = [address for _, address in hits[: len(scores)]]
    days = [-(day or 0) for day in searcher.fast_field_values(schema.NEWEST, addresses)]
    ordered = sorted(zip(scores, days, range(len(scores)), strict=True))
    return [hits[place] for _, _, place in ordered[:wanted]]
