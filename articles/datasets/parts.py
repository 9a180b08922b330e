"""Which files the dataset has: a year of a calendar each, and one of what has no day."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Min, Sum

from articles.calendars import Calendar, to_jalali, year_range
from articles.models import Article, Source
from articles.models.articles import ArticleQuerySet

from .columns import COLUMNS

CALENDARS = (Calendar.GREGORIAN, Calendar.JALALI)

_VERSION = 1
"""Of the rows; another one writes all files anew."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the articles, and the path of their files without its ending. ``state`` changes
    whenever a row of it would."""

    path: str
    articles: ArticleQuerySet
    rows: int
    state: str


def parts() -> Iterator[Part]:
    """All parts that have an article."""
    visible = Article.objects.visible()
    common = _common_state()
    ends = visible.aggregate(first=Min("published_on"), last=Max("published_on"))
    if ends["first"]:
        first, last = (ends[end].togregorian() for end in ("first", "last"))
        for calendar in CALENDARS:
            years = range(_year(calendar, first), _year(calendar, last) + 1)
            for year in years:
                of_year = visible.filter(published_on__range=year_range(calendar, year))
                yield from _part(f"{calendar.value}/{year:04}", of_year, common)
    yield from _part("undated", visible.filter(published_on=None), common)


def _part(path: str, articles: ArticleQuerySet, common: str) -> Iterator[Part]:
    told = articles.aggregate(
        rows=Count("pk"),
        ids=Sum("pk"),
        changed=Max("updated_at"),
        copies=Count("duplicate_of"),
        originals=Sum("duplicate_of"),
    )
    if told["rows"]:
        state = hashlib.sha256(f"{common} {sorted(told.items())}".encode()).hexdigest()
        yield Part(path, articles, told["rows"], state)


def _common_state() -> str:
    """What is in the rows of all parts: the names of sources, and the columns themselves."""
    sources = Source.objects.order_by("pk").values_list(
        "pk", "slug", "name_fa", "name_ar", "name_en"
    )
    digest = hashlib.sha256(f"{_VERSION} {[column.name for column in COLUMNS]}".encode())
    for source in sources.iterator():
        digest.update(str(source).encode())
    return digest.hexdigest()


def _year(calendar: Calendar, day: date) -> int:
    return to_jalali(day)[0] if calendar is Calendar.JALALI else day.year
