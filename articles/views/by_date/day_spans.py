"""Months, years and other spans of days, in words by the language of the page."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from articles.calendars import (
    Calendar,
    DayRange,
    format_date,
    localize_digits,
    month_name,
    month_range,
    to_jalali,
    year_range,
)
from articles.calendars.formatting import JALALI_MARKS

Month = tuple[int, int]
"""Year and month of a calendar."""

BOTH_CALENDARS = (Calendar.JALALI, Calendar.GREGORIAN)


def year_words(year: int, calendar: Calendar, language: str) -> str:
    """«۱۴۰۴», «٢٠٢٥», «١٤٠٤ هـ.ش»."""
    return localize_digits(f"{year} {_mark(calendar, language)}".strip(), language)


def month_words(month: Month, calendar: Calendar, language: str) -> str:
    """«دی ۱۴۰۴», «ديسمبر ٢٠٢٥», «دي ١٤٠٤ هـ.ش»."""
    year, number = month
    return f"{month_name(calendar, number, language)} {year_words(year, calendar, language)}"


def span_words(days: DayRange, calendar: Calendar, language: str) -> str:
    """A span as a reader of this calendar would say it: a day, month or year where it is one."""
    if days.first == days.last:
        return format_date(days.first, calendar, language)
    if days.first == date.min:
        return _("until %(day)s") % {"day": _day_words(days.last, calendar, language)}
    if days.last == date.max:
        return _("since %(day)s") % {"day": _day_words(days.first, calendar, language)}
    for known in (calendar, *BOTH_CALENDARS):
        words = _whole_periods(days, known, language)
        if words:
            break
    else:
        words = [_day_words(day, calendar, language) for day in (days.first, days.last)]
    first, last = words
    return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}


def _month_of(day: date, calendar: Calendar) -> Month:
    return to_jalali(day)[:2] if calendar is Calendar.JALALI else (day.year, day.month)


def _whole_periods(days: DayRange, calendar: Calendar, language: str) -> list[str]:
    """The first and last year, else month, where the days are all of theirs; else nothing."""
    try:
        first, last = _month_of(days.first, calendar), _month_of(days.last, calendar)
        starts = [year_range(calendar, first[0])[0], month_range(calendar, *first)[0]]
        ends = [year_range(calendar, last[0])[1], month_range(calendar, *last)[1]]
    except ValueError:  # before the first year of the calendar, or after its last
        return []
    if (starts[0], ends[0]) == (days.first, days.last):
        return [year_words(year, calendar, language) for year, _month in (first, last)]
    if (starts[1], ends[1]) == (days.first, days.last):
        return [month_words(month, calendar, language) for month in (first, last)]
    return []


def _day_words(day: date, calendar: Calendar, language: str) -> str:
    try:
        return format_date(day, calendar, language)
    except ValueError:
        return format_date(day, Calendar.GREGORIAN, language)


def _mark(calendar: Calendar, language: str) -> str:
    return JALALI_MARKS[language] if calendar is Calendar.JALALI else ""
