"""Formats days, ranges of days, times and numbers for readers of the page's language.

What a page has hundreds of takes ``language``, that of the page, from callers who know it: to find
it out takes longer than the rest.

Readers of Persian see the Jalali calendar first, readers of Arabic the Gregorian one; the other one
follows. Templates, views and the staff pages all use these functions.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from functools import lru_cache

from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import get_language, get_language_info, ngettext
from django.utils.translation import gettext as _

from articles.calendars import (
    Calendar,
    DayRange,
    Period,
    format_date,
    localize_digits,
    month_name,
    month_range,
    to_hijri,
    to_jalali,
    year_range,
)
from articles.calendars.formatting import HIJRI_MARKS, JALALI_MARKS

Month = tuple[int, int]
"""Year and month of a calendar."""

CALENDARS = {
    "fa": (Calendar.JALALI, Calendar.GREGORIAN),
    "ar": (Calendar.GREGORIAN, Calendar.JALALI),
}
"""The calendar that readers of a language see first, and the second one."""


def page_language() -> str:
    """The language that the page is written in."""
    return get_language() or "fa"


def own_page_language(language: str) -> str:
    """The language of the pages on which an article of a language is read first."""
    return language if language in CALENDARS else "fa"


def first_calendar() -> Calendar:
    """The calendar that readers of the page see first."""
    return CALENDARS[page_language()][0]


def direction(language: str) -> str:
    """The ``dir`` of a text by its language."""
    try:
        return "rtl" if get_language_info(language)["bidi"] else "ltr"
    except KeyError:
        return "auto"


# -- numbers ---------------------------------------------------------------------------------------


_DECIMAL = "٫"
_SEPARATOR = re.compile(r"(?<=[0-9])[.,](?=[0-9])")


def digits(value: object) -> str:
    """The text with digits of the page's language."""
    return localize_digits(str(value), page_language())


def number(value: int, language: str = "") -> str:
    """A whole number in the reader's digits with thousands separators: ۱٬۵۲۶."""
    return localize_digits(f"{value:,}".replace(",", "٬"), language or page_language())


def rounded(value: float, language: str = "") -> str:
    """A number in the reader's digits; one below ten with one decimal: ۳٫۵."""
    return _rounded(value, language or page_language())


@lru_cache(maxsize=4_096)
def _rounded(value: float, language: str) -> str:
    """Kept, because a drawing says each number twice."""
    if value >= 10:
        return number(round(value), language)
    return localize_digits(f"{value:.1f}".replace(".", _DECIMAL), language)


def file_size(size: int) -> str:
    """How large a file is, in the reader's digits: «۳٫۵ مگابایت»."""
    # Units have points too, and the separator of Django is that of each language.
    return digits(_SEPARATOR.sub(_DECIMAL, filesizeformat(size)))


def article_count(count: int, language: str = "") -> str:
    """A number of articles in words: «۱٬۵۲۶ خبر»."""
    return _article_count(count, language or page_language())


@lru_cache(maxsize=4_096)
def _article_count(count: int, language: str) -> str:
    """Kept, because a chart has a hundred of them."""
    return ngettext("%(number)s article", "%(number)s articles", count) % {"number": number(count)}


# -- days and moments ------------------------------------------------------------------------------


def readers_day(day: date, weekday: bool = False, language: str = "") -> str:
    """The day in words, in the calendar of the reader's language."""
    language = language or page_language()
    return format_date(day, CALENDARS[language][0], language, weekday=weekday)


def other_day(day: date, language: str = "") -> str:
    """The day in words, in the other calendar."""
    language = language or page_language()
    return format_date(day, CALENDARS[language][1], language)


def both_days(day: date) -> str:
    """The day in words of both calendars, the reader's first."""
    return _("%(day)s (%(other_day)s)") % {
        "day": readers_day(day, weekday=True),
        "other_day": other_day(day),
    }


def hijri_day(day: date) -> str:
    """The day in words of the Hijri calendar; empty outside the tables of Umm al-Qura."""
    return format_date(day, Calendar.HIJRI, page_language()) if to_hijri(day) else ""


def clock(moment: time | datetime) -> str:
    """The time of day: ۰۹:۳۰."""
    return digits(moment.strftime("%H:%M"))


def day_and_clock(moment: datetime) -> str:
    """A time stamp in the archive's time zone: the day in words, and the time of day."""
    local = timezone.localtime(moment)
    return f"{readers_day(local.date())} {clock(local)}"


# -- months, years and spans of days ---------------------------------------------------------------


def year_words(year: int, calendar: Calendar) -> str:
    """«۱۴۰۴», «٢٠٢٥», «١٤٠٤ هـ.ش», «۱۴۴۷ ه‍.ق»."""
    marks = {Calendar.JALALI: JALALI_MARKS, Calendar.HIJRI: HIJRI_MARKS}.get(calendar, {})
    return digits(f"{year} {marks.get(page_language(), '')}".strip())


def month_words(month: Month, calendar: Calendar) -> str:
    """«دی ۱۴۰۴», «ديسمبر ٢٠٢٥», «دي ١٤٠٤ هـ.ش»."""
    year, number = month
    return f"{month_name(calendar, number, page_language())} {year_words(year, calendar)}"


def period_words(period: Period, *, weekday: bool = False) -> str:
    """The period in words: «۱۴۰۴», «دی ۱۴۰۴», «یکشنبه ۷ دی ۱۴۰۴»."""
    if period.month is None:
        return year_words(period.year, period.calendar)
    if period.day is None:
        return month_words((period.year, period.month), period.calendar)
    return format_date(period.first, period.calendar, page_language(), weekday=weekday)


def period_name(period: Period) -> str:
    """The short name, if the page already says the year and the calendar: «دی»."""
    if period.month is None:
        return digits(period.year)
    if period.day is None:
        return month_name(period.calendar, period.month, page_language())
    return digits(period.day)


def span_words(days: DayRange, calendar: Calendar) -> str:
    """A range of days in words of this calendar: as a day, month or year if it is one."""
    if days.first == days.last:
        return format_date(days.first, calendar, page_language())
    if days.first == date.min:
        return _("until %(day)s") % {"day": _day_words(days.last, calendar)}
    if days.last == date.max:
        return _("since %(day)s") % {"day": _day_words(days.first, calendar)}
    for known in (calendar, Calendar.JALALI, Calendar.GREGORIAN):
        words = _whole_periods(days, known)
        if words:
            break
    else:
        words = [_day_words(day, calendar) for day in (days.first, days.last)]
    first, last = words
    return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}


def _month_of(day: date, calendar: Calendar) -> Month:
    return to_jalali(day)[:2] if calendar is Calendar.JALALI else (day.year, day.month)


def _whole_periods(days: DayRange, calendar: Calendar) -> list[str]:
    """The first and last year (otherwise month), if the range consists of whole ones; otherwise
    nothing."""
    try:
        first, last = _month_of(days.first, calendar), _month_of(days.last, calendar)
        starts = [year_range(calendar, first[0])[0], month_range(calendar, *first)[0]]
        ends = [year_range(calendar, last[0])[1], month_range(calendar, *last)[1]]
    except ValueError:  # before the first year of the calendar, or after its last
        return []
    if (starts[0], ends[0]) == (days.first, days.last):
        return [year_words(year, calendar) for year, _month in (first, last)]
    if (starts[1], ends[1]) == (days.first, days.last):
        return [month_words(month, calendar) for month in (first, last)]
    return []


def _day_words(day: date, calendar: Calendar) -> str:
    try:
        return format_date(day, calendar, page_language())
    except ValueError:
        return format_date(day, Calendar.GREGORIAN, page_language())
