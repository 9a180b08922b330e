"""Keeps reports, links and events as the articles have them: after each change as if all were made
at once.

A report's signature depends on its article, a link on two signatures, a leader on links alone
(:mod:`.clustering`). So only what depends on a changed article is computed again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from heapq import heapify, heappop, heappush

from django.db.models import Sum

from articles.db.rows import insert, update_column
from articles.models import Article, EventLink, EventReport

from .clustering import Member, leader_of
from .decisions import join_events, parted_reports
from .reading import candidates, maker, packed_anchors, reports
from .scoring import LINKED, score
from .signatures import Signature


def signed(ids: Collection[int]) -> dict[int, tuple[date, Signature]]:
    """Day and signature of those of these articles that are visible and have a day: half of the
    work, for which nobody else need wait. What changes meanwhile is told by the change log."""
    return {pk: (report.day, maker().signature(report)) for pk, report in reports(ids).items()}


def relink(ids: Collection[int], found: Mapping[int, tuple[date, Signature]]) -> bool:
    """Bring everything up to date after these articles have changed, of which :func:`signed` has
    found these; return whether that changed anything. Call it inside a transaction that no other
    writer of events shares."""
    changed, affected = _write_reports(ids, found)
    affected |= _write_links(changed)
    regrouped = regroup(affected)
    return bool(affected or regrouped)


def regroup(ids: Collection[int]) -> set[int]:
    """Find the leaders of these reports anew, and of all that depends on them; returns those whose
    event may be another."""
    _write_strengths(ids)
    leaders = _Leaders(ids)
    leaders.settle()
    return join_events(leaders.moved)


def _write_reports(
    ids: Collection[int], found: Mapping[int, tuple[date, Signature]]
) -> tuple[dict[int, Signature], set[int]]:
    """The reports whose signature is another than before, and those that have lost a link."""
    there = set(Article.objects.filter(pk__among=found.keys()).values_list("pk", flat=True))
    stored = {
        row.pk: (row.day, bytes(row.signature)) for row in EventReport.objects.filter(pk__among=ids)
    }
    changed: dict[int, Signature] = {}
    rows = []
    for pk, (day, signature) in found.items():
        packed = signature.to_bytes()
        if pk not in there or stored.get(pk) == (day, packed):
            continue
        changed[pk] = signature
        rows.append((pk, day, packed, packed_anchors(signature.anchors()), pk, pk))
    gone = set(ids) - there.intersection(found)
    outdated = gone | (changed.keys() & stored.keys())
    links = (
        EventLink.objects.filter(report__among=outdated) if outdated else EventLink.objects.none()
    )
    affected = set(links.values_list("other", flat=True)) - gone
    if outdated:
        links.delete()
        EventLink.objects.filter(other__among=outdated).delete()
        EventReport.objects.filter(pk__among=outdated).delete()
    names = ("article_id", "day", "signature", "anchors", "leader", "event")
    insert(EventReport, names, rows)
    return changed, affected | changed.keys()


def _write_links(changed: Mapping[int, Signature]) -> set[int]:
    """Link reports that are new or have another signature; returns what they are linked to."""
    if not changed:
        return set()
    wanted = {pk: (date.fromordinal(each.day), each.anchors()) for pk, each in changed.items()}
    pairs = {(min(pair), max(pair)) for pair in candidates(wanted)}
    needed = {pk for pair in pairs for pk in pair} - changed.keys()
    known = dict(changed)
    stored = EventReport.objects.filter(pk__among=needed).values_list("pk", "signature")
    known |= {pk: Signature.from_bytes(signature) for pk, signature in stored}
    linked = [(one, other, score(known[one], known[other])) for one, other in sorted(pairs)]
    good = [link for link in linked if link[2] >= LINKED]
    names = ("report", "other", "score")
    insert(EventLink, names, good)
    insert(EventLink, names, [(other, one, points) for one, other, points in good])
    return {pk for one, other, _ in good for pk in (one, other)}


def _write_strengths(ids: Collection[int]) -> None:
    sums = dict(
        EventLink.objects.filter(report__among=ids)
        .order_by()
        .values_list("report")
        .annotate(strength=Sum("score"))
    )
    update_column(EventReport, "strength", [(pk, sums.get(pk, 0)) for pk in ids])


class _Leaders:
    """Finds leaders anew, from the strongest reports down, as far as one depends on another."""

    def __init__(self, ids: Collection[int]) -> None:
        self._members: dict[int, Member] = {}
        self._links: dict[int, list[tuple[int, int]]] = {}
        self._before: dict[int, int] = {}
        self._leaders: dict[int, int] = {}
        self._parted = parted_reports()
        self._load(ids)
        # The rank of a report may have changed, on which its neighbours depend.
        beside = {pk for each in ids for pk, _score in self._links.get(each, ())}
        parted = {pk for each in ids for pk in self._parted.of(each)}
        self._load(beside | parted)
        self._load({pk for each in beside for pk, _score in self._links.get(each, ())})
        self._waiting = [
            (self._members[pk].rank, pk) for pk in {*ids, *beside, *parted} if pk in self._members
        ]
        heapify(self._waiting)
        self.moved: dict[int, int] = {}

    def settle(self) -> None:
        """Find them, and write those that have changed."""
        done = set()
        while self._waiting:
            rank, pk = heappop(self._waiting)
            if pk in done:
                continue
            done.add(pk)
            member = self._members[pk]
            self._load(other for other, _score in self._links[pk])
            links = [
                (self._members[other], points)
                for other, points in self._links[pk]
                if other in self._members
            ]
            parted = self._of_parted(pk)
            found = leader_of(member, links, parted, self._leaders.get)
            if found == self._leaders[pk]:
                continue
            self._leaders[pk] = found
            for other in (*(each for each, _ in links), *parted):
                if other.rank > rank:
                    heappush(self._waiting, (other.rank, other.pk))
        self.moved = {
            pk: leader for pk, leader in self._leaders.items() if leader != self._before[pk]
        }
        update_column(EventReport, "leader", list(self.moved.items()))

    def _of_parted(self, pk: int) -> list[Member]:
        others = self._parted.of(pk)
        self._load(others)
        return [self._members[other] for other in others if other in self._members]

    def _load(self, ids: Iterable[int]) -> None:
        new = set(ids) - self._members.keys()
        if not new:
            return
        rows = EventReport.objects.filter(pk__among=new)
        for pk, day, key, strength, leader in rows.values_list(
            "pk", "day", "article__key", "strength", "leader"
        ):
            self._members[pk] = self._parted.member(pk, day, key, strength)
            self._before[pk] = self._leaders[pk] = leader
            self._links[pk] = []
        # Reports whose articles are gone keep their links until the change log has been followed.
        links = EventLink.objects.filter(report__among=new & self._members.keys())
        for pk, other, points in links.values_list("report", "other", "score"):
            self._links[pk].append((other, points))
