"""The result of reading a date: the day, its precision, and its place in the text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import NamedTuple


class Calendar(StrEnum):
    """The three calendars of the archive."""

    JALALI = "jalali"
    GREGORIAN = "gregorian"
    HIJRI = "hijri"


class DayForm(StrEnum):
    """How a source prints days in numbers, which the numbers of some days leave open."""

    JALALI = "jalali"
    HIJRI = "hijri"
    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


class Precision(StrEnum):
    """The precision of a date."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class DateMatch:
    """One date in a text.

    ``day`` is Gregorian, and None if the date is impossible (1404/13/45). If ``precision`` is
    coarser than a day, ``day`` and ``last_day`` are the first and the last day of the month or
    year; otherwise they are equal. ``time`` is the time as printed, whatever its zone. ``start``
    and ``end`` (excluded) are offsets in the given text; they include weekday, time and an
    equivalent in another calendar, but not a label. ``warnings`` are codes among ``bad_date``,
    ``future_date``, ``weekday_mismatch`` and ``assumed_calendar``. ``is_update`` says that the
    text has only the day of an update, not of publication; ``has_label`` that it has a label for
    either.
    """

    day: date | None
    last_day: date | None
    precision: Precision
    calendar: Calendar
    time: time | None
    start: int
    end: int
    warnings: tuple[str, ...] = ()
    is_update: bool = False
    has_label: bool = False


class Reading(NamedTuple):
    """The result of one parser: numbers in a calendar, not yet checked to be a real day.

    ``month`` and ``day`` are None if the text gives only the year or the month. Offsets are in the
    folded text. ``is_assumed`` says that only the year told the calendar, ``is_open`` that day and
    month could be the other way round.
    """

    calendar: Calendar
    year: int
    month: int | None
    day: int | None
    start: int
    end: int
    is_assumed: bool = False
    is_open: bool = False
