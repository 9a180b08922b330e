"""What editors have decided about events, as grouping reports needs it.

Decisions name articles by their keys, so they outlive undos, re-imports and rebuilds; until a
decision is taken back (:mod:`.editing`) it stands above every score.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from articles.db.rows import update_column
from articles.models import EventDecision, EventReport

from .clustering import Member, joined

Kind = EventDecision.Kind

_JOINED = ~Q(event=F("leader"))


@dataclass(frozen=True, slots=True)
class Parted:
    """The reports that editors have taken out of events, and from which others each is parted."""

    taken_out: frozenset[int]
    others: Mapping[int, frozenset[int]]

    def member(self, pk: int, day: date, key: str, strength: int) -> Member:
        """A report as it is grouped."""
        return Member(pk, day, key, strength, self.of(pk), pk in self.taken_out)

    def of(self, pk: int) -> frozenset[int]:
        """What a report is parted from."""
        return self.others.get(pk, frozenset())


def parted_reports() -> Parted:
    """What editors have parted."""
    pairs = _pairs(Kind.PART)
    others: defaultdict[int, set[int]] = defaultdict(set)
    for one, other in pairs:
        others[one].add(other)
        others[other].add(one)
    return Parted(
        frozenset(one for one, _ in pairs), {pk: frozenset(each) for pk, each in others.items()}
    )


def join_events(moved: Mapping[int, int]) -> set[int]:
    """Give reports the event of their leader, joined as editors have decided; returns those whose
    event may be another. ``moved`` are those with another leader than before."""
    update_column(EventReport, "event", list(moved.items()))
    roots = events_of_leaders()
    concerned = EventReport.objects.filter(_JOINED)
    if roots:
        concerned = EventReport.objects.filter(Q(leader__among=set(roots)) | _JOINED)
    wanted = [
        (pk, roots.get(leader, leader))
        for pk, leader, event in concerned.values_list("pk", "leader", "event")
        if roots.get(leader, leader) != event
    ]
    update_column(EventReport, "event", wanted)
    return {*moved, *(pk for pk, _ in wanted)}


def events_of_leaders() -> dict[int, int]:
    """The event of each leader whose event an editor has joined with another."""
    pairs = _pairs(Kind.JOIN)
    named = {pk for pair in pairs for pk in pair}
    if not named:
        return {}
    rows = EventReport.objects.filter(pk__among=named).values_list("pk", "leader")
    leaders = dict(rows)
    first = EventReport.objects.filter(pk__among=set(leaders.values()))
    ordered = list(first.order_by("day", "article__key").values_list("pk", flat=True))
    return joined(ordered, [(leaders[one], leaders[other]) for one, other in pairs])


def _pairs(kind: Kind) -> list[tuple[int, int]]:
    """The reports that standing decisions of a kind are about, oldest first."""
    rows = EventDecision.objects.standing().filter(kind=kind).values_list("key", "other_key")
    pairs = list(rows)
    keys = {key for pair in pairs for key in pair}
    if not keys:
        return []
    found = dict(
        EventReport.objects.filter(article__key__among=keys).values_list("article__key", "pk")
    )
    return [(found[one], found[other]) for one, other in pairs if one in found and other in found]
