"""The editors' word about events: which reports are of one, which are not, what it is called.

Each function returns the reports whose event may be another one now.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from articles.models import Article, ArticleChange, EventDecision, EventReport
from articles.models.events import EventDecisionQuerySet

from .following import regroup_at_once

Kind = EventDecision.Kind


def join(article: Article, other: Article, *, by: Any, reason: str = "") -> set[int]:
    """The events of two articles are one; that they were parted no longer counts."""
    return _decide(Kind.JOIN, article, [other], by=by, reason=reason, at=timezone.now())


def part(article: Article, others: Collection[Article], *, by: Any, reason: str = "") -> set[int]:
    """An article is no report of the event of some others; that they were joined no longer counts.

    The others stay together, though they may have been of one event through this article alone: who
    takes out a report has seen the rest as an event. What falls apart without it is joined, and is
    parted again when this is taken back.
    """
    at = timezone.now()
    with transaction.atomic():
        ArticleChange.objects.serialize_writers()
        event = EventReport.objects.filter(article=article).values("event")
        rest = EventReport.objects.filter(event__in=event, pk__among=[each.pk for each in others])
        staying = set(rest.exclude(article=article).values_list("pk", flat=True))
        moved = _decide(Kind.PART, article, others, by=by, reason=reason, at=at)
        whole, *apart = _pieces(staying) or [[]]
        if apart:
            heads = [piece[0].article.key for piece in apart]
            _write(Kind.JOIN, whole[0].article.key, heads, by=by, reason=reason, at=at)
        return moved | regroup_at_once(each.pk for piece in apart for each in piece)


def _pieces(staying: Collection[int]) -> list[list[EventReport]]:
    """The events that some reports make now, the largest first; without those that have reports
    beside them, which have found their own event."""
    here = EventReport.objects.filter(pk__among=staying)
    rows = EventReport.objects.filter(event__in=here.values("event")).select_related("article")
    events: defaultdict[int, list[EventReport]] = defaultdict(list)
    for row in rows.order_by("day", "article__key"):
        events[row.event].append(row)
    pieces = [event for event in events.values() if all(each.pk in staying for each in event)]
    return sorted(pieces, key=lambda piece: (-len(piece), piece[0].day, piece[0].article.key))


def name(article: Article, text: str, *, by: Any, reason: str = "") -> set[int]:
    """What the event of an article is called; if empty, as the report that leads it is titled."""
    with transaction.atomic():
        ArticleChange.objects.serialize_writers()
        event = EventReport.objects.filter(article=article).values("event")
        members = EventReport.objects.filter(event__in=event)
        keys = {article.key, *members.values_list("article__key", flat=True)}
        _take_back(EventDecision.objects.filter(kind=Kind.NAME, key__among=keys), by)
        if text:
            EventDecision.objects.create(
                kind=Kind.NAME, key=article.key, name=text, decided_by=by, reason=reason
            )
        return regroup_at_once(())


def take_back(decision: EventDecision, *, by: Any) -> set[int] | None:
    """End a decision, with all that parts the same article from others; None if none was in
    force."""
    with transaction.atomic():
        ArticleChange.objects.serialize_writers()
        keys = _take_back(alike(decision), by)
        if not keys:
            return None
        return regroup_at_once(Article.objects.filter(key__among=keys).values_list("pk", flat=True))


def alike(decision: EventDecision) -> EventDecisionQuerySet:
    """The decisions in force that are taken back as one: all that part an article from others, and
    what kept these together."""
    standing = EventDecision.objects.standing()
    if decision.kind == Kind.PART:
        parted = Q(kind=Kind.PART, key=decision.key)
        times = standing.filter(parted).order_by().values("decided_at")
        return standing.filter(parted | Q(kind=Kind.JOIN, decided_at__in=times))
    return standing.filter(pk=decision.pk)


def _decide(
    kind: Kind,
    article: Article,
    others: Collection[Article],
    *,
    by: Any,
    reason: str,
    at: datetime,
) -> set[int]:
    others = [other for other in others if other.pk != article.pk]
    keys = [other.key for other in others]
    pairs = EventDecision.objects.filter(kind__in=(Kind.JOIN, Kind.PART))
    with transaction.atomic():
        ArticleChange.objects.serialize_writers()
        _take_back(pairs.filter(key=article.key, other_key__among=keys), by)
        _take_back(pairs.filter(other_key=article.key, key__among=keys), by)
        _write(kind, article.key, keys, by=by, reason=reason, at=at)
        return regroup_at_once([article.pk, *(other.pk for other in others)])


def _write(
    kind: Kind, key: str, others: Collection[str], *, by: Any, reason: str, at: datetime
) -> None:
    """Write down a decision about an article and each of some others, by their keys."""
    EventDecision.objects.bulk_create(
        EventDecision(
            kind=kind, key=key, other_key=other, decided_by=by, reason=reason, decided_at=at
        )
        for other in others
    )


def _take_back(decisions: EventDecisionQuerySet, by: Any) -> set[str]:
    """End decisions; returns the articles that they were about."""
    keys: set[str] = set()
    for decision in decisions.standing():
        if decision.take_back(by):
            keys |= {decision.key, decision.other_key} - {""}
    return keys
