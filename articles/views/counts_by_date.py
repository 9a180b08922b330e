"""Numbers of visible articles per day and month, and the nearest days with articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

import jdatetime
from django.db.models import Count, QuerySet

from articles.calendars import Calendar, DayRange, to_jalali
from articles.db.prepared import Given, Prepared
from articles.display import Month
from articles.models import Article
from articles.models.articles import PUBLISHED_ON, ArticleQuerySet
from articles.models.days import gregorian, gregorian_day
from articles.search import Counts, IndexUnavailableError, Limits, counts

MonthCounts = Mapping[Month | None, int]
"""Articles by year and month; articles without a day under None."""

BOTH_CALENDARS = (Calendar.JALALI, Calendar.GREGORIAN)


def counts_by_day(days: DayRange | None = None) -> dict[date, int]:
    """Articles per day, in one query; only days that have some."""
    if days is None:
        found = _BY_DAY.rows()
    else:
        found = _BY_DAY_WITHIN.rows(first=days.first, last=days.last)
    return {gregorian(day.year, day.month, day.day): count for day, count in found}


def counts_by_month(days: DayRange | None = None) -> dict[Calendar, MonthCounts]:
    """Articles per month of each calendar: from the index, or in two queries while it does not
    answer.

    With ``days``, articles without a day are left out.
    """
    try:
        found = counts(Limits(days=days))
    except IndexUnavailableError:
        return _stored_by_month(days)
    return {calendar: months_of(found, calendar) for calendar in BOTH_CALENDARS}


def months_of(found: Counts, calendar: Calendar) -> MonthCounts:
    """Counts by the months of a calendar."""
    return found.jalali_months if calendar is Calendar.JALALI else found.gregorian_months


def by_year(months: MonthCounts | Mapping[Month, int]) -> dict[int, int]:
    """Counts by year, without articles without a day."""
    years: Counter[int] = Counter()
    for month, count in months.items():
        if month:
            years[month[0]] += count
    return years


def extent() -> DayRange | None:
    """The first and the last day with articles, in two queries; None if there are none."""
    first, last = _day(_FIRST), _day(_LAST)
    return DayRange(first, last) if first and last else None


def nearest(days: DayRange) -> tuple[date | None, date | None]:
    """The last day with articles before these days, and the first after them, in two queries."""
    return _day(_BEFORE, day=days.first), _day(_AFTER, day=days.last)


def _dated(**limits: Any) -> ArticleQuerySet:
    return Article.objects.visible().newest_first().filter(**limits)


_Days = QuerySet[Article, jdatetime.date]


def _day_of_first(articles: ArticleQuerySet) -> _Days:
    return articles.values_list("published_on", flat=True)[:1]


def _by_day(articles: ArticleQuerySet) -> QuerySet[Article, tuple[jdatetime.date, int]]:
    dated = articles.order_by().values_list("published_on")
    return dated.annotate(articles=Count("*"))


_GIVEN = Given("day", PUBLISHED_ON)
_WITHIN = (Given("first", PUBLISHED_ON), Given("last", PUBLISHED_ON))
_LAST = Prepared(lambda: _day_of_first(_dated()))
_FIRST = Prepared(lambda: _day_of_first(_dated().reverse()))
_BEFORE = Prepared(lambda: _day_of_first(_dated(published_on__lt=_GIVEN)))
_AFTER = Prepared(lambda: _day_of_first(_dated(published_on__gt=_GIVEN).reverse()))
_BY_DAY = Prepared(lambda: _by_day(_dated()))
_BY_DAY_WITHIN = Prepared(lambda: _by_day(_dated(published_on__range=_WITHIN)))


def _day(days: Prepared[jdatetime.date], **given: date) -> date | None:
    return gregorian_day(days.first(**given))


def _stored_by_month(days: DayRange | None) -> dict[Calendar, MonthCounts]:
    jalali: Counter[Month | None] = Counter()
    gregorian: Counter[Month | None] = Counter()
    for day, count in counts_by_day(days).items():
        jalali[to_jalali(day)[:2]] += count
        gregorian[day.year, day.month] += count
    undated = Article.objects.visible().undated().count() if days is None else 0
    if undated:
        jalali[None] = gregorian[None] = undated
    return {Calendar.JALALI: jalali, Calendar.GREGORIAN: gregorian}
