"""Numbers of visible articles per day and month, and the nearest days with articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from django.db.models import Count

from articles.calendars import Calendar, DayRange, to_jalali
from articles.display import Month
from articles.models import Article
from articles.models.articles import ArticleQuerySet
from articles.search import Counts, IndexUnavailableError, Limits, counts

MonthCounts = Mapping[Month | None, int]
"""Articles by year and month; articles without a day under None."""

BOTH_CALENDARS = (Calendar.JALALI, Calendar.GREGORIAN)


def counts_by_day(days: DayRange | None = None) -> dict[date, int]:
    """Articles per day, in one query; only days that have some."""
    dated = _within(days).order_by().values_list("published_on")
    return {day.togregorian(): count for day, count in dated.annotate(articles=Count("*")) if day}


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


def by_year(months: MonthCounts) -> dict[int, int]:
    """Counts by year, without articles without a day."""
    years: Counter[int] = Counter()
    for month, count in months.items():
        if month:
            years[month[0]] += count
    return years


def extent() -> DayRange | None:
    """The first and the last day with articles, in two queries; None if there are none."""
    days = _dated()
    first, last = _day(days.reverse()), _day(days)
    return DayRange(first, last) if first and last else None


def nearest(days: DayRange) -> tuple[date | None, date | None]:
    """The last day with articles before these days, and the first after them, in two queries."""
    before = _dated().filter(published_on__lt=days.first)
    after = _dated().filter(published_on__gt=days.last)
    return _day(before), _day(after.reverse())


def _dated() -> ArticleQuerySet:
    return Article.objects.visible().newest_first()


def _within(days: DayRange | None) -> ArticleQuerySet:
    if days is None:
        return _dated()
    return _dated().filter(published_on__range=(days.first, days.last))


def _day(articles: ArticleQuerySet) -> date | None:
    """The day of the first of these articles."""
    day = articles.values_list("published_on", flat=True).first()
    return day.togregorian() if day else None


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
