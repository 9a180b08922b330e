"""Dates in numbers: 1404/10/07, 07/10/1404, 28.12.2025, 2025-12-28, 1447/07/07هـ.

The year has four digits and comes first or last. If it comes last, the day comes first; 12/28/2025
is read month first because only that is possible. A year of two digits is accepted only in
``85/03/21``, with slashes and a year of 32..99 first: it cannot be a day then, and dates with a
short Gregorian year never start with the year, so it is Jalali 1385.
"""

from __future__ import annotations

from articles.calendars.records import Calendar, Reading
from articles.calendars.words import (
    MARK,
    NUMBER,
    NUMBER_ENDS,
    NUMBER_STARTS,
    calendar_of_year,
)
from articles.expressions import regex

_SEPARATOR = r" ?/ ?| - |[-.]"
_YEAR_FIRST = (
    rf"(?P<year>[0-9]{{4}})(?P<s1>{_SEPARATOR})(?P<month>[0-9]{{1,2}})(?P=s1)(?P<day>[0-9]{{1,2}})"
)
_YEAR_LAST = (
    rf"(?P<first>[0-9]{{1,2}})(?P<s2>{_SEPARATOR})(?P<second>[0-9]{{1,2}})(?P=s2)"
    r"(?P<last_year>[0-9]{4})"
)
_SHORT_YEAR_FIRST = (
    r"(?P<short_year>3[2-9]|[4-9][0-9])/(?P<short_month>0?[1-9]|1[0-2])"
    r"/(?P<short_day>0?[1-9]|[12][0-9]|3[01])"
)
_DATE = regex(
    rf"{NUMBER_STARTS}(?P<numbers>{_YEAR_FIRST}|{_YEAR_LAST}|{_SHORT_YEAR_FIRST})"
    rf"(?P=numbers)?{NUMBER_ENDS}{MARK}"  # pages print a date twice, with nothing between
)
_MONTH = regex(
    rf"(?:(?P<year>[0-9]{{4}})[/.-](?P<month>[0-9]{{1,2}})"
    rf"|(?P<first>[0-9]{{1,2}})[/.-](?P<last_year>[0-9]{{4}})){MARK}"
)
_YEAR = regex(rf"(?P<year>[0-9]{{4}}){MARK}")


def find_numeric_date(text: str, start: int) -> Reading | None:
    """The first date in numbers at or after ``start`` of a folded text."""
    for number in NUMBER.finditer(text, start):
        match = _DATE.match(text, number.start())
        if match is None:
            continue
        if match["short_year"]:
            year, middle, other = 1300 + int(match["short_year"]), "short_month", "short_day"
        elif match["year"]:
            year, middle, other = int(match["year"]), "month", "day"
        else:
            year, middle, other = int(match["last_year"]), "second", "first"
        month, day, end = int(match[middle]), int(match[other]), match.end()
        calendar = calendar_of_year(year, match["mark"])
        is_assumed = not match["mark"] and not match["short_year"]
        if match["short_year"] and calendar is not Calendar.JALALI:
            continue
        if calendar is None:  # the word after it is not a mark («2025/12/28 ق»)
            calendar, end = calendar_of_year(year, None), match.end("numbers")
            is_assumed = True
        if calendar is None:
            continue
        is_open = False
        if calendar is Calendar.GREGORIAN and match["first"]:
            if month > 12 >= day:
                month, day = day, month
            is_open = day <= 12 and day != month
        return Reading(calendar, year, month, day, match.start(), end, is_assumed, is_open)
    return None


def read_numeric_month(text: str) -> Reading | None:
    """1404/10, 2025-12 or 10/1404, if that is the whole folded text."""
    match = _MONTH.fullmatch(text)
    if match is None:
        return None
    year, month = int(match["year"] or match["last_year"]), int(match["month"] or match["first"])
    calendar = calendar_of_year(year, match["mark"])
    if calendar is None or not 1 <= month <= 12:
        return None
    return Reading(calendar, year, month, None, match.start(), match.end())


def read_year(text: str) -> Reading | None:
    """1404, 2025 or 1447 هـ, if that is the whole folded text."""
    match = _YEAR.fullmatch(text)
    if match is None:
        return None
    calendar = calendar_of_year(int(match["year"]), match["mark"])
    if calendar is None:
        return None
    return Reading(calendar, int(match["year"]), None, None, match.start(), match.end())
