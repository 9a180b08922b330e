"""Months, years and other spans of days, in words by the language of the page."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from articles.calendars import Calendar, format_date, localize_digits, month_name, to_jalali
from articles.calendars.conversion import month_range, year_range
from articles.calendars.formatting import JALALI_MARKS
from articles.search.days import DayRange

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
    for known in (calendar, *BOTH_CALENDARS):
        words = _month_or_year(days, known, language)
        if words:
            return words
    if days.first <= date(1, 1, 1):
        return _("until %(day)s") % {"day": _day_words(days.last, calendar, language)}
    if days.last == date.max:
        return _("since %(day)s") % {"day": _day_words(days.first, calendar, language)}
    return _("%(first)s to %(last)s") % {
        "first": _day_words(days.first, calendar, language),
        "last": _day_words(days.last, calendar, language),
    }


def year_of(days: DayRange, calendar: Calendar) -> int | None:
    """The one year in which all the days lie, if they do."""
    try:
        first, last = (_month_of(day, calendar) for day in (days.first, days.last))
    except ValueError:
        return None
    return first[0] if first[0] == last[0] else None


def _month_of(day: date, calendar: Calendar) -> Month:
    return to_jalali(day)[:2] if calendar is Calendar.JALALI else (day.year, day.month)


def _month_or_year(days: DayRange, calendar: Calendar, language: str) -> str:
    try:
        year, month = _month_of(days.first, calendar)
        if month_range(calendar, year, month) == (days.first, days.last):
            return month_words((year, month), calendar, language)
        if year_range(calendar, year) == (days.first, days.last):
            return year_words(year, calendar, language)
    except ValueError:  # before the first year of the calendar, or after its last
        pass
    return ""


def _day_words(day: date, calendar: Calendar, language: str) -> str:
    try:
        return format_date(day, calendar, language)
    except ValueError:
        return format_date(day, Calendar.GREGORIAN, language)


def _mark(calendar: Calendar, language: str) -> str:
    return JALALI_MARKS[language] if calendar is Calendar.JALALI else ""
