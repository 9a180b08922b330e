"""What reading a date yields: the day, how exactly it was given, and where it stood in the text."""

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


class Precision(StrEnum):
    """How much of the date was given."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class DateMatch:
    """One date as it stands in a text.

    ``day`` is Gregorian, and None when the date is impossible (1404/13/45). When ``precision`` is
    coarser than a day, ``day`` and ``last_day`` are the first and the last day of the month or
    year; else they are equal.
    ``time`` is the wall clock time as printed, whatever zone stands beside it. ``start`` and
    ``end`` (excluded) are offsets in the text that was given; they include weekday, clock and
    an equivalent in another calendar, not a label. ``warnings`` are codes among ``bad_date``,
    ``future_date``, ``weekday_mismatch`` and ``assumed_calendar``.
    ``is_update`` says that the text calls this the day of an update, and gives no day of
    publication; ``has_label`` that it calls it either.
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
    """What one small parser found: numbers in a calendar, not yet checked to be a real day.

    ``month`` and ``day`` are None where the text gives only the year or the month. Offsets are
    those of the folded text. ``is_assumed`` says that nothing but the year told the calendar.
    """

    calendar: Calendar
    year: int
    month: int | None
    day: int | None
    start: int
    end: int
    is_assumed: bool = False
