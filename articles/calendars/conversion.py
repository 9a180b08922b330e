"""Converts days between the three calendars; Gregorian ranges of Jalali months and years.

Jalali years follow jdatetime, which agrees with the official calendar of Iran for the
years of the archive (leap: 1399, 1403, 1408; not 1404). Hijri is Umm al-Qura, from hijridate.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

import jdatetime
from hijridate import Gregorian, Hijri

from articles.calendars.records import Calendar

FIRST_LONG_DAYS = 6 * 31  # months 1–6 have 31 days, 7–11 have 30, the last 29 or 30
LAST_JALALI_YEAR = 9376  # jdatetime ends with 9377, and a year's length needs the next year

# Umm al-Qura as tabulated by hijridate: 1343/1/1 to 1500/12/30.
FIRST_HIJRI_DAY = date(1924, 8, 1)
LAST_HIJRI_DAY = date(2077, 11, 16)


@lru_cache(maxsize=1024)
def _jalali_new_year(year: int) -> int:
    """The ordinal of 1 Farvardin."""
    first: date = jdatetime.date(year, 1, 1).togregorian()
    return first.toordinal()


def is_leap_jalali(year: int) -> bool:
    """Whether Esfand of ``year`` has 30 days."""
    return _jalali_new_year(year + 1) - _jalali_new_year(year) == 366


def _jalali_month_length(year: int, month: int) -> int:
    if month <= 6:
        return 31
    return 30 if month <= 11 or is_leap_jalali(year) else 29


def _check_jalali_month(year: int, month: int) -> None:
    if not 1 <= year <= LAST_JALALI_YEAR:
        raise ValueError(f"Jalali year {year} is not in 1..{LAST_JALALI_YEAR}")
    if not 1 <= month <= 12:
        raise ValueError(f"Jalali month {month} is not in 1..12")


def from_jalali(year: int, month: int, day: int) -> date:
    """The Gregorian day of a Jalali date; ValueError if there is no such date."""
    _check_jalali_month(year, month)
    if not 1 <= day <= _jalali_month_length(year, month):
        raise ValueError(f"Jalali {year}/{month} has no day {day}")
    days_before = (month - 1) * 31 if month <= 7 else FIRST_LONG_DAYS + (month - 7) * 30
    return date.fromordinal(_jalali_new_year(year) + days_before + day - 1)


def to_jalali(day: date) -> tuple[int, int, int]:
    """Jalali (year, month, day); ValueError before the first day of that calendar (622 CE)."""
    ordinal = day.toordinal()
    year = day.year - 621
    if 1 <= year <= LAST_JALALI_YEAR + 1 and ordinal < _jalali_new_year(year):
        year -= 1
    if not 1 <= year <= LAST_JALALI_YEAR:
        raise ValueError(f"{day} is outside the Jalali years 1..{LAST_JALALI_YEAR}")
    rest = ordinal - _jalali_new_year(year)
    if rest < FIRST_LONG_DAYS:
        return year, rest // 31 + 1, rest % 31 + 1
    rest -= FIRST_LONG_DAYS
    return year, rest // 30 + 7, rest % 30 + 1


def from_hijri(year: int, month: int, day: int) -> date:
    """The Gregorian day of an Umm al-Qura date; ValueError if there is none or outside
    1343..1500."""
    try:
        hijri = Hijri(year, month, day)
    except OverflowError as error:
        raise ValueError(str(error)) from error
    return date(*hijri.to_gregorian().datetuple())


def to_hijri(day: date) -> tuple[int, int, int] | None:
    """Umm al-Qura (year, month, day); None outside 1924-08-01 to 2077-11-16."""
    if not FIRST_HIJRI_DAY <= day <= LAST_HIJRI_DAY:
        return None
    return Gregorian.fromdate(day).to_hijri().datetuple()


def to_gregorian(calendar: Calendar, year: int, month: int, day: int) -> date:
    """The day of a date in ``calendar``; ValueError if there is no such date."""
    if calendar is Calendar.JALALI:
        return from_jalali(year, month, day)
    if calendar is Calendar.HIJRI:
        return from_hijri(year, month, day)
    return date(year, month, day)


def month_range(calendar: Calendar, year: int, month: int) -> tuple[date, date]:
    """First and last day of a month of ``calendar``, both included; ValueError if there is none."""
    first = to_gregorian(calendar, year, month, 1)
    if calendar is Calendar.JALALI:
        length = _jalali_month_length(year, month)
    elif calendar is Calendar.HIJRI:
        length = Hijri(year, month, 1).month_length()
    else:
        length = monthrange(year, month)[1]
    return first, first + timedelta(days=length - 1)


def year_range(calendar: Calendar, year: int) -> tuple[date, date]:
    """First and last day of a year of ``calendar``, both included; ValueError if there is none."""
    return month_range(calendar, year, 1)[0], month_range(calendar, year, 12)[1]
