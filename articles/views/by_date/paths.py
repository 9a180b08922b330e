"""Addresses of years, months and days, and the periods that they name."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from articles.calendars import (
    Calendar,
    DayRange,
    Period,
    Precision,
    parse_date,
)
from articles.calendars.periods import YEARS
from articles.display import digits, first_calendar, period_words
from articles.models.addresses import address_of
from articles.views.site.errors import Missing

MONTHS_OF_YEAR = 12
MOST_DIGITS = 9
"""The most digits of a number in an address."""


def period_path(period: Period) -> str:
    """The address of a period's page, with month and day in two digits."""
    numbers = [f"{period.year:04}"]
    numbers += [f"{part:02}" for part in (period.month, period.day) if part is not None]
    return address_of(f"archive_{period.precision}", period.calendar.value, *numbers)


def day_period(day: date, calendar: Calendar) -> Period:
    """A day as a period; in the Jalali calendar if the other one does not cover it."""
    try:
        return Period.holding(day, calendar, Precision.DAY)
    except ValueError:
        return Period.holding(day, Calendar.JALALI, Precision.DAY)


def day_path(day: date) -> str:
    """The address of the archive's page of a day, in the calendar of the reader's language."""
    return period_path(day_period(day, first_calendar()))


def days_of(period: Period) -> DayRange:
    return DayRange(period.first, period.last)


def other_calendar(calendar: Calendar) -> Calendar:
    return Calendar.GREGORIAN if calendar is Calendar.JALALI else Calendar.JALALI


def addressed_period(calendar: str, *texts: str) -> Period:
    """The period with these numbers, in any digits.

    Raises Missing, with what is wrong, if the calendar has no such period.
    """
    known = Calendar(calendar)
    # A number with more digits is just as wrong, but slow to parse.
    numbers = [int(text[: MOST_DIGITS + 1]) for text in texts]
    try:
        return Period.of(known, *numbers)
    except ValueError:
        raise Missing(_no_such_period(known, numbers)) from None


def typed_period(text: str, calendar: Calendar, reference: date) -> Period | None:
    """The day, month or year that a reader has typed; None if it is not a date.

    A Hijri day becomes a day of ``calendar``, a Hijri month or year the month or year that contains
    its middle. ``reference`` is today.
    """
    match = parse_date(text, reference=reference)
    if match is None or match.day is None or match.last_day is None:
        return None
    if "bad_date" in match.warnings:  # two calendars that contradict each other
        return None
    middle = match.day + (match.last_day - match.day) / 2
    known = calendar if match.calendar is Calendar.HIJRI else match.calendar
    return Period.holding(middle, known, match.precision)


def _no_such_period(calendar: Calendar, numbers: list[int]) -> str:
    year, *rest = numbers
    years = YEARS[calendar]
    if year not in years:
        return _("The pages of this calendar go from the year %(first)s to the year %(last)s.") % {
            "first": digits(years[0]),
            "last": digits(years[-1]),
        }
    if not 1 <= rest[0] <= MONTHS_OF_YEAR:
        return _("A year has twelve months; there is no month %(month)s.") % {
            "month": digits(rest[0])
        }
    month = Period.of(calendar, year, rest[0])
    return _("The last day of %(month)s is %(last)s; it has no day %(day)s.") % {
        "month": period_words(month),
        "last": digits((month.last - month.first).days + 1),
        "day": digits(rest[1]),
    }
