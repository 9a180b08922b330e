"""Compares events with what the articles and the editors say, day by day in flat memory.

Each report must have the signature of its article, the links that its candidates give, and the
leader that its neighbours leave it. Since a leader follows from those of a better rank alone, what
is right everywhere by itself is what a rebuild would make.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date

from articles.db.rows import in_pieces
from articles.models import Article, EventLink, EventReport

from .clustering import Member, leader_of
from .decisions import Parted, events_of_leaders, parted_reports
from .reading import candidates, maker, packed_anchors, reports
from .scoring import LINKED, score
from .signatures import Signature

_STEP = 200


def compare(advance: Callable[[int], None] = lambda count: None) -> Iterator[str]:
    """The key of each article whose report, links or event are other than they should be."""
    parted = parted_reports()
    ids = list(Article.objects.order_by("published_on", "pk").values_list("pk", flat=True))
    for step in in_pieces(ids, _STEP):
        wrong = _wrong(step, parted)
        yield from (
            Article.objects.filter(pk__among=wrong).order_by("pk").values_list("key", flat=True)
            if wrong
            else ()
        )
        advance(len(step))


def _wrong(ids: Collection[int], parted: Parted) -> set[int]:
    found = reports(ids)
    made = {pk: maker().signature(report) for pk, report in found.items()}
    rows = {row.pk: row for row in EventReport.objects.filter(pk__among=ids)}
    wrong = set(rows.keys() ^ made.keys())
    for pk in rows.keys() & made.keys():
        signature, row = made[pk], rows[pk]
        as_stored = signature.to_bytes(), packed_anchors(signature.anchors()), found[pk].day
        if (bytes(row.signature), bytes(row.anchors), row.day) != as_stored:
            wrong.add(pk)
    links = _links(made)
    stored: dict[int, dict[int, int]] = {pk: {} for pk in made}
    kept = EventLink.objects.filter(report__among=ids).values_list("report", "other", "score")
    for pk, other, points in kept:
        stored.setdefault(pk, {})[other] = points
    wrong |= {pk for pk in stored if stored[pk] != links.get(pk, {})}
    return wrong | _led_wrongly(rows, stored, parted)


def _links(made: dict[int, Signature]) -> dict[int, dict[int, int]]:
    """What each report should be linked to, by comparing it with its candidates."""
    wanted = {pk: (date.fromordinal(each.day), each.anchors()) for pk, each in made.items()}
    links: dict[int, dict[int, int]] = {pk: {} for pk in made}
    pairs = list(candidates(wanted))
    rows = EventReport.objects.filter(pk__among={other for _, other in pairs} or {0})
    others = {
        pk: Signature.from_bytes(signature) for pk, signature in rows.values_list("pk", "signature")
    }
    for pk, other in pairs:
        points = score(made[pk], others[other])
        if points >= LINKED:
            links[pk][other] = points
    return links


def _led_wrongly(
    rows: dict[int, EventReport],
    links: dict[int, dict[int, int]],
    parted: Parted,
) -> set[int]:
    beside = {other for pk in rows for other in (*links.get(pk, {}), *parted.of(pk))}
    wanted = {*rows, *beside}
    members: dict[int, Member] = {}
    leaders: dict[int, int] = {}
    for pk, day, key, strength, leader in EventReport.objects.filter(
        pk__among=wanted or {0}
    ).values_list("pk", "day", "article__key", "strength", "leader"):
        members[pk] = parted.member(pk, day, key, strength)
        leaders[pk] = leader
    events = events_of_leaders()
    wrong = set()
    for pk, row in rows.items():
        linked = [
            (members[other], points)
            for other, points in links.get(pk, {}).items()
            if other in members
        ]
        others = [members[other] for other in parted.of(pk) if other in members]
        right = leader_of(members[pk], linked, others, leaders.get)
        strength = sum(links.get(pk, {}).values())
        if (row.leader, row.strength, row.event) != (right, strength, events.get(right, right)):
            wrong.add(pk)
    return wrong
