"""The calendar of a month: its days in both calendars, with their articles counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from articles.calendars import (
    Period,
    Precision,
    localize_digits,
    month_name,
    weekday_letter,
    weekday_name,
    weeks,
)
from articles.calendars.periods import DAYS_OF_WEEK
from articles.display import page_language, period_words

from .paths import other_calendar, period_path

SHADES = 4
"""Steps of shade; the darkest is for the day with the most articles, if it has that many."""

SATURDAY = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day of the grid. ``number`` and ``other_number`` are its numbers in the two calendars;
    ``other_month`` names the month of the second calendar on its first day. ``shade`` is 0 without
    articles."""

    day: date
    words: str
    number: str
    other_number: str
    other_month: str
    address: str
    count: int
    shade: int
    is_today: bool


def weekdays(language: str) -> list[tuple[str, str]]:
    """Letter and name of each day of the week, from Saturday."""
    week = [SATURDAY + timedelta(days=number) for number in range(DAYS_OF_WEEK)]
    return [(weekday_letter(day, language), weekday_name(day, language)) for day in week]


def month_grid(
    month: Period, counts: Mapping[date, int], today: date
) -> list[list[DayCell | None]]:
    """The weeks of a month, with the number of articles of each day."""
    other, language = other_calendar(month.calendar), page_language()
    most = max(counts.values(), default=0)

    def cell(day: date) -> DayCell:
        own = Period.holding(day, month.calendar, Precision.DAY)
        second = Period.holding(day, other, Precision.DAY)
        begins = second.day == 1 or day == month.first
        return DayCell(
            day=day,
            words=period_words(own),
            number=localize_digits(str(own.day), language),
            other_number=localize_digits(str(second.day), language),
            other_month=month_name(other, second.month or 1, language) if begins else "",
            address=period_path(own),
            count=counts.get(day, 0),
            shade=shade(counts.get(day, 0), most),
            is_today=day == today,
        )

    return [[cell(day) if day else None for day in week] for week in weeks(month.first, month.last)]


def shade(count: int, most: int) -> int:
    """The shade of a day with ``count`` articles in a month whose fullest day has ``most``."""
    return -(-count * SHADES // max(most, SHADES))
