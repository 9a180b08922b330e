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

_SPARE = 10
"""Articles asked for beyond those wanted, in which equal ones may end."""

_WIDER = 8

MOST_EQUAL = 240
"""Articles among which equal ones are told apart; where more are equal, any of them are first."""


def first_ranked(
    searcher: tantivy.Searcher, matching: tantivy.Query, wanted: int, *, most: int, count: bool
) -> tuple[int, list[Scored]]:
    """How many articles are found, 0 if not to be counted, and the first of them.

    Where the last of them equals more than come after it, up to
    ``most`` are looked at to know which of these it is."""
    asked = wanted + _SPARE
    while True:
        found = searcher.search(matching, asked, count=count)
        hits = found.hits
        is_cut = len(hits) == asked and _is_equal(hits[wanted - 1][0], hits[-1][0])
        if not is_cut or asked >= most:
            return count_of(found), in_order(searcher, hits)[:wanted]
        asked = min(asked * _WIDER, most)


def in_order(searcher: tantivy.Searcher, hits: Sequence[Scored]) -> list[Scored]:
    """Articles by falling score, equal ones in an order of their own."""
    addresses = [address for _, address in hits]
    newest = searcher.fast_field_values(schema.NEWEST, addresses)
    ordered = sorted(
        zip(hits, newest, strict=True),
        key=lambda each: (-round(each[0][0], SCORE_DIGITS), -int(each[1] or 0)),
    )
    return [hit for hit, _ in ordered]


def _is_equal(one: float, other: float) -> bool:
    return round(one, SCORE_DIGITS) == round(other, SCORE_DIGITS)
