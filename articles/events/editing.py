"""The editors' word about events: which reports are of one, which are not, what it is called."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from articles.models import Article, ArticleChange, EventDecision, EventReport

from .following import regroup_at_once

Kind = EventDecision.Kind


def join(article: Article, other: Article, *, by: Any, reason: str = "") -> None:
    """The events of two articles are one; that they were parted no longer counts."""
    if article.pk != other.pk:
        with transaction.atomic():
            _decide(Kind.JOIN, article, other, by=by, reason=reason)


def part(article: Article, others: Iterable[Article], *, by: Any, reason: str = "") -> None:
    """An article is no report of the event of some others; that they were joined no longer
    counts."""
    with transaction.atomic():
        for other in others:
            if other.pk != article.pk:
                _decide(Kind.PART, article, other, by=by, reason=reason)


def name(article: Article, text: str, *, by: Any, reason: str = "") -> None:
    """What the event of an article is called; if empty, as the report that leads it is titled."""
    with transaction.atomic():
        ArticleChange.objects.serialize_writers()
        event = EventReport.objects.filter(article=article).values("event")
        members = EventReport.objects.filter(event__in=event)
        keys = {article.key, *members.values_list("article__key", flat=True)}
        _take_back(EventDecision.objects.filter(kind=Kind.NAME, key__in=keys), by)
        if text:
            EventDecision.objects.create(
                kind=Kind.NAME, key=article.key, name=text, decided_by=by, reason=reason
            )
        regroup_at_once(())


def take_back(decision: EventDecision, *, by: Any) -> bool:
    """End a decision; returns whether it was still in force."""
    with transaction.atomic():
        ArticleChange.objects.serialize_writers()
        if not decision.take_back(by):
            return False
        keys = (decision.key, decision.other_key)
        regroup_at_once(Article.objects.filter(key__in=keys).values_list("pk", flat=True))
    return True


def _decide(kind: Kind, article: Article, other: Article, *, by: Any, reason: str) -> None:
    ArticleChange.objects.serialize_writers()
    keys = (article.key, other.key)
    earlier = EventDecision.objects.filter(
        kind__in=(Kind.JOIN, Kind.PART), key__in=keys, other_key__in=keys
    )
    _take_back(earlier, by)
    EventDecision.objects.create(
        kind=kind, key=article.key, other_key=other.key, decided_by=by, reason=reason
    )
    regroup_at_once((article.pk, other.pk))


def _take_back(decisions: Any, by: Any) -> None:
    for decision in decisions.standing():
        decision.take_back(by)
