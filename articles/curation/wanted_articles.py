"""Stories that many articles recommend and the archive lacks, without those that nobody wants.

A title that was set aside comes back by itself only when twice as many related stories name it as
did then: each doubling is what makes an item of the queue weigh more (:mod:`.weighing`).
"""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet

from articles.models import Dismissal, RelatedStory

WANTED_FROM = 3
"""So many related stories must name a title before it is wanted."""

WANTED_AGAIN = 2
"""So many times as many must name it as when it was set aside before it is wanted again."""


def naming(title_key: str) -> QuerySet[RelatedStory]:
    """The related stories that name a title which the archive lacks."""
    return RelatedStory.objects.filter(title_key=title_key, target=None)


def wanted_titles() -> Any:
    """Rows of ``title_key`` and ``count``, in no order."""
    return _counted(RelatedStory.objects.filter(target=None)).exclude(
        title_key__among=_still_unwanted()
    )


def dismiss(title_key: str, *, by: Any, reason: str) -> Dismissal | None:
    """Set a title aside; None where nothing names it any more."""
    stories = naming(title_key)
    first = stories.order_by("pk").first()
    if first is None:
        return None
    return Dismissal.objects.dismiss(
        Dismissal.Kind.WANTED,
        title_key,
        text=first.title,
        ground={"count": stories.count()},
        by=by,
        reason=reason,
    )


def _counted(stories: QuerySet[RelatedStory]) -> Any:
    counted = stories.order_by().values("title_key").annotate(count=Count("pk"))
    return counted.filter(count__gte=WANTED_FROM)


def _still_unwanted() -> set[str]:
    """Titles that were set aside and have not grown since. Few: each was set aside by a person."""
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
