"""Articles as reports: what the database has of them, in the form of the pure core."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from functools import cache

from articles.models import Article, EventReport, RelatedStory
from articles.search import standard_names
from articles.text.analyzer import Analyzer

from .scoring import MOST_DAYS_APART
from .signatures import CHARACTERS, Report, SignatureMaker

SHARED = 2
"""Anchors that two reports must share to be compared."""

_LONGEST_RUN = 30
"""Days whose neighbours are read at once."""


@cache
def maker() -> SignatureMaker:
    """This process's maker of signatures, with its tables."""
    return SignatureMaker(standard_names(), Analyzer())


def reports(ids: Collection[int]) -> dict[int, Report]:
    """Those of these articles that are visible and have a day."""
    related: dict[int, list[str]] = {}
    stories = RelatedStory.objects.filter(article__among=ids).order_by("article", "position", "pk")
    for article_id, title_key in stories.values_list("article", "title_key"):
        related.setdefault(article_id, []).append(title_key)
    visible = Article.objects.visible().filter(pk__among=ids, published_on__isnull=False)
    return {
        pk: Report(
            language=language,
            title=title,
            body=body[:CHARACTERS],
            day=day.togregorian(),
            title_key=title_key,
            related=tuple(related.get(pk, ())),
        )
        for pk, language, title, body, day, title_key in visible.values_list(
            "pk", "language", "title", "body", "published_on", "title_key"
        )
    }


def packed_anchors(anchors: Collection[int]) -> bytes:
    """Anchors as they are stored."""
    return array("I", sorted(anchors)).tobytes()


def unpacked_anchors(stored: bytes | memoryview) -> array[int]:
    found = array("I")
    found.frombytes(bytes(stored))
    return found


def candidates(
    wanted: Mapping[int, tuple[date, Collection[int]]],
) -> Iterator[tuple[int, int]]:
    """Pairs of reports that share enough to be compared, of which the first is wanted.

    ``wanted`` has days and anchors by id. Days are read once for all that are near.
    """
    for days in _runs(sorted({day for day, _ in wanted.values()})):
        near = timedelta(days=MOST_DAYS_APART)
        holders: dict[int, list[int]] = {}
        day_of: dict[int, date] = {}
        rows = EventReport.objects.filter(day__range=(days[0] - near, days[-1] + near))
        anchored = {
            anchor
            for day, anchors in wanted.values()
            if days[0] <= day <= days[-1]
            for anchor in anchors
        }
        for pk, day, stored in rows.values_list("pk", "day", "anchors").iterator():
            day_of[pk] = day
            for anchor in anchored.intersection(unpacked_anchors(stored)):
                holders.setdefault(anchor, []).append(pk)
        for pk, (day, anchors) in wanted.items():
            if not days[0] <= day <= days[-1]:
                continue
            counts: dict[int, int] = {}
            for anchor in anchors:
                for other in holders.get(anchor, ()):
                    counts[other] = counts.get(other, 0) + 1
            for other, count in counts.items():
                if count >= SHARED and other != pk and abs(day_of[other] - day) <= near:
                    yield pk, other


def _runs(days: list[date]) -> Iterator[list[date]]:
    """Days in pieces that lie close together, none of more than a month."""
    run: list[date] = []
    for day in days:
        if (run and (day - run[-1]).days > 2 * MOST_DAYS_APART) or (
            run and (day - run[0]).days > 30
        ):
            yield run
            run = []
        run.append(day)
    if run:
        yield run
