"""Years, months and days of the Jalali and the Gregorian calendar as ranges of days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from articles.calendars.conversion import (
    LAST_JALALI_YEAR,
    month_range,
    to_gregorian,
    to_jalali,
    year_range,
)
from articles.calendars.records import Calendar, Precision

YEARS: dict[Calendar, range] = {
    Calendar.JALALI: range(1, LAST_JALALI_YEAR + 1),
    Calendar.GREGORIAN: range(623, 9998),
}
"""Years in which every day has a date in both calendars: the Jalali ones end on 9998-03-19."""

DAYS_OF_WEEK = 7
SATURDAY = 5
"""Saturday, as counted by :meth:`datetime.date.weekday`: the first day of the week in Iran and most
Arab countries."""

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """A year, a month of it (``month`` given) or a day of that, in one of the two calendars.

    ``first`` and ``last`` are its Gregorian days, both included.
    """

    calendar: Calendar
    year: int
    month: int | None
    day: int | None
    first: date
    last: date

    @classmethod
    def of(
        cls, calendar: Calendar, year: int, month: int | None = None, day: int | None = None
    ) -> Self:
        """The period with these numbers; ValueError if there is none, or it is not in
        :data:`YEARS`."""
        if year not in YEARS[calendar]:
            raise ValueError(f"{calendar} year {year} is not in {YEARS[calendar]}")
        if month is None:
            first, last = year_range(calendar, year)
        elif day is None:
            first, last = month_range(calendar, year, month)
        else:
            first = last = to_gregorian(calendar, year, month, day)
        return cls(calendar, year, month, day, first, last)

    @classmethod
    def holding(cls, day: date, calendar: Calendar, precision: Precision) -> Self:
        """The year, month or day that contains ``day``; ValueError like :meth:`of`."""
        numbers = to_jalali(day) if calendar is Calendar.JALALI else (day.year, day.month, day.day)
        parts = {Precision.YEAR: 1, Precision.MONTH: 2, Precision.DAY: 3}[precision]
        return cls.of(calendar, *numbers[:parts])

    @property
    def precision(self) -> Precision:
        if self.month is None:
            return Precision.YEAR
        return Precision.MONTH if self.day is None else Precision.DAY

    @property
    def previous(self) -> Self | None:
        """The previous period of the same length; None at the calendar's beginning."""
        return self._beside(self.first, -ONE_DAY)

    @property
    def next(self) -> Self | None:
        """The next period of the same length; None at the calendar's end."""
        return self._beside(self.last, ONE_DAY)

    def same_in(self, year: int) -> Self | None:
        """This month or day in another year; None if that year has none (a leap day)."""
        try:
            return self.of(self.calendar, year, self.month, self.day)
        except ValueError:
            return None

    def within(self, calendar: Calendar) -> list[Self]:
        """The periods of another calendar that contain its first and last day: one, or two
        consecutive ones."""
        found: list[Self] = []
        for day in (self.first, self.last):
            try:
                period = self.holding(day, calendar, self.precision)
            except ValueError:
                continue
            if period not in found:
                found.append(period)
        return found

    def _beside(self, end: date, step: timedelta) -> Self | None:
        try:
            return self.holding(end + step, self.calendar, self.precision)
        except ValueError:
            return None


def weeks(first: date, last: date) -> list[list[date | None]]:
    """The days in rows of seven from Saturday to Friday, for the grid of a month's calendar; None
    before the first and after the last.
    """
    before = (first.weekday() - SATURDAY) % DAYS_OF_WEEK
    days: list[date | None] = [None] * before
    days += [first + timedelta(days=number) for number in range((last - first).days + 1)]
    days += [None] * (-len(days) % DAYS_OF_WEEK)
    return [days[start : start + DAYS_OF_WEEK] for start in range(0, len(days), DAYS_OF_WEEK)]
