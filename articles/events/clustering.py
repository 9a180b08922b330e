"""From links to events, by the star algorithm. Pure.

Aslam, Pelekhov and Rus, "The star clustering algorithm for static and dynamic information
organization", Journal of Graph Algorithms and Applications 8 (2004): the report with the strongest
links leads, the reports that are linked to it join it, and so on with the rest. Each member is
linked to its leader, so an event lasts no longer than links reach and unrelated reports are not
chained together. What results depends on the links alone, never on the order in which they came.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

Rank = tuple[bool, int, date, str]


@dataclass(frozen=True, slots=True)
class Member:
    """A report among others: the sum of the scores of its links, its day and key. Editors have
    ``parted`` it from some others; if it ``is_taken_out``, it comes last, after those have their
    place."""

    pk: int
    day: date
    key: str
    strength: int
    parted: frozenset[int] = frozenset()
    is_taken_out: bool = False

    @property
    def rank(self) -> Rank:
        """Who comes first has the least."""
        return (self.is_taken_out, -self.strength, self.day, self.key)


def leader_of(
    member: Member,
    links: Iterable[tuple[Member, int]],
    parted: Iterable[Member],
    leader: Callable[[int], int | None],
) -> int:
    """Who leads a report, itself if nobody does: of the leaders it is linked to, that of the best
    score. ``links`` are its neighbours with scores, ``parted`` those that it is parted from;
    ``leader`` tells who leads those of a lesser rank."""
    before = [(other, score) for other, score in links if other.rank < member.rank]
    barred = {leader(other.pk) for other in parted if other.rank < member.rank}
    leading = [
        (-score, other.rank, other.pk)
        for other, score in before
        if leader(other.pk) == other.pk and other.pk not in barred | member.parted
    ]
    return min(leading)[2] if leading else member.pk


def clustered(
    members: Mapping[int, Member], links: Mapping[int, Mapping[int, int]]
) -> dict[int, int]:
    """Who leads each report, all at once."""
    leaders: dict[int, int] = {}
    for member in sorted(members.values(), key=lambda each: each.rank):
        linked = [(members[pk], score) for pk, score in links.get(member.pk, {}).items()]
        parted = [members[pk] for pk in member.parted if pk in members]
        leaders[member.pk] = leader_of(member, linked, parted, leaders.get)
    return leaders


def joined(leaders: Sequence[int], pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """For each leader, the first of those whose events are one by the word of editors."""
    place = {leader: at for at, leader in enumerate(leaders)}
    roots = {leader: leader for leader in leaders}

    def root(leader: int) -> int:
        while roots[leader] != leader:
            leader = roots[leader]
        return leader

    for one, other in pairs:
        first, second = sorted((root(one), root(other)), key=place.__getitem__)
        roots[second] = first
    return {leader: root(leader) for leader in roots}
