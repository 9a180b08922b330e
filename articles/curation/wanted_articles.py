"""Wanted articles: many articles recommend them, the archive lacks them, and nobody dismissed them.

A dismissed title returns only if twice as many related stories name it as then: an item of the
queue gains weight with each doubling (:mod:`.weighing`).
"""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet

from articles.models import Dismissal, RelatedStory

WANTED_FROM = 3
"""How many related stories must name a title before it is wanted."""

WANTED_AGAIN = 2
"""By what factor that number must grow before a dismissed title is wanted again."""


def naming(title_key: str) -> QuerySet[RelatedStory]:
    """The related stories whose article is not in the archive."""
    return RelatedStory.objects.filter(title_key=title_key, target=None)


def wanted_titles() -> Any:
    """Rows of ``title_key`` and ``count``, unordered."""
    return _counted(RelatedStory.objects.filter(target=None)).exclude(
        title_key__among=_still_unwanted()
    )


def dismiss(title_key: str, *, by: Any, reason: str) -> Dismissal | None:
    """Dismiss a title; None if no related story names it any more."""
    related = naming(title_key)
    first = related.order_by("pk").first()
    if first is None:
        return None
    return Dismissal.objects.dismiss(
        Dismissal.Kind.WANTED,
        title_key,
        text=first.title,
        ground={"count": related.count()},
        by=by,
        reason=reason,
    )


def _counted(related: QuerySet[RelatedStory]) -> Any:
    counted = related.order_by().values("title_key").annotate(count=Count("pk"))
    return counted.filter(count__gte=WANTED_FROM)


def _still_unwanted() -> set[str]:
    """Dismissed titles that have not grown enough since. Few, because each was dismissed by a
    person."""
    standing = Dismissal.objects.standing().filter(kind=Dismissal.Kind.WANTED)
    grounds = standing.values_list("subject", "ground")
    counts = {title_key: ground["count"] for title_key, ground in grounds}
    if not counts:
        return set()
    now = _counted(RelatedStory.objects.filter(target=None, title_key__among=counts))
    return {
        key
        for key, count in now.values_list("title_key", "count")
        if count < WANTED_AGAIN * counts[key]
    }
