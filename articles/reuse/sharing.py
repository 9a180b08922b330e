"""What articles share, as pages tell it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from django.db.models import Count, Q, QuerySet

from articles.db.prepared import Given, Prepared
from articles.models import SharedText

MOST_OF_FAMILY = 60
"""Articles of a family that are looked at; one of more is told by these."""


@dataclass(frozen=True, slots=True)
class Sharing:
    """What an article shares with another: how many of its words, of how many."""

    other: int
    shared: int
    words: int

    @property
    def percent(self) -> int:
        """Of the article's own words; at least one."""
        return max(round(100 * self.shared / self.words), 1)

    @classmethod
    def between(cls, article: int, row: SharedText) -> Self:
        """As the article sees a row that it is part of."""
        if row.one_id == article:
            return cls(row.other_id, row.shared_of_one, row.words_of_one)
        return cls(row.one_id, row.shared_of_other, row.words_of_other)


@dataclass(frozen=True, slots=True)
class Relative:
    """An article of a family: below which other one it stands, if any, and how far down; what it
    shares with that one."""

    article: int
    depth: int
    sharing: Sharing | None = None


_ROWS = Prepared(lambda: SharedText.objects.of(Given("articles")))


def shared_by(article: int) -> list[Sharing]:
    """What an article shares with each other one, the most first; one query."""
    rows = _ROWS.rows(articles=[article])
    found = [Sharing.between(article, row) for row in rows]
    return sorted(found, key=lambda each: (-each.shared, each.other))


def family_rows(article: int) -> list[SharedText]:
    """What an article and those with which it shares text share among themselves; two queries."""
    near = [each.other for each in shared_by(article)[: MOST_OF_FAMILY - 1]]
    members = {article, *near}
    rows = _ROWS.rows(articles=sorted(members))
    return [row for row in rows if row.one_id in members and row.other_id in members]


def family_tree(order: Sequence[int], rows: Iterable[SharedText]) -> list[Relative]:
    """The articles in an order of time as a tree: each stands below the earlier one with which it
    shares most of its words, the earliest of equal ones; from the top down."""
    places = {article: place for place, article in enumerate(order)}
    parents: dict[int, Sharing] = {}
    for row in rows:
        if row.one_id not in places or row.other_id not in places:
            continue
        later = max(row.one_id, row.other_id, key=places.__getitem__)
        sharing = Sharing.between(later, row)
        known = parents.get(later)
        if known is None or _before(sharing, known, places):
            parents[later] = sharing
    children: dict[int | None, list[int]] = {}
    for article in order:
        parent = parents.get(article)
        children.setdefault(parent.other if parent else None, []).append(article)
    tree = []
    open_ones = [(article, 0) for article in reversed(children.get(None, []))]
    while open_ones:
        article, depth = open_ones.pop()
        tree.append(Relative(article, depth, parents.get(article)))
        open_ones += [(child, depth + 1) for child in reversed(children.get(article, []))]
    return tree


def _before(one: Sharing, other: Sharing, places: Mapping[int, int]) -> bool:
    return (-one.shared, places[one.other]) < (-other.shared, places[other.other])


def _of_source() -> QuerySet[SharedText, tuple[int | None, int | None, int]]:
    source = Given("source")
    rows = SharedText.objects.filter(Q(source_of_one=source) | Q(source_of_other=source))
    by_source = rows.order_by().values_list("source_of_one", "source_of_other")
    return by_source.annotate(pairs=Count("*"))


_OF_SOURCE = Prepared(_of_source)


def sources_sharing_with(source: int) -> Counter[int]:
    """With how many pairs of articles each other source shares text with this one; one query."""
    counts: Counter[int] = Counter()
    for one, other, pairs in _OF_SOURCE.rows(source=source):
        if one and other:
            counts[other if one == source else one] += pairs
    return counts
