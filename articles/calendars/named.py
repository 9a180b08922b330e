"""Dates with the name of a month in any dialect: «۷ دی ۱۴۰۴», "Dec 28, 2025", «٧ رجب ١٤٤٧ هـ».

The month's name determines the calendar. A second name of the same month may follow the first
(«ديسمبر/كانون الأول»). The year has four digits, so 28 December alone is not a date here;
a text that is a date as a whole may have two («۱۵ آبان ۹۸»).
"""

from __future__ import annotations

import re

from articles.calendars.names import key
from articles.calendars.records import Calendar, Reading
from articles.calendars.words import (
    MARK,
    MONTH,
    MONTHS,
    NOT_AFTER_LETTER,
    NOT_BEFORE_LETTER,
    NUMBER,
    NUMBER_ENDS,
    NUMBER_STARTS,
    PLAUSIBLE_YEARS,
)
from articles.expressions import regex

_GAP = r"[ .,،/-]{0,3}"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|امین|ام|ی)?(?![0-9])"
_YEAR = r"(?:(?:سال|ل?عام|ل?سنه) )?(?P<year>[0-9]{4})"
_MONTH = (
    rf"(?:(?:of|من|شهر|ماه) )?{NOT_AFTER_LETTER}"
    rf"(?P<month>{MONTH})(?: ?ماه)?{NOT_BEFORE_LETTER}"
    rf"(?: ?[/(-]? ?(?P<second_name>{MONTH})(?: ?ماه)?{NOT_BEFORE_LETTER} ?\)?)?"
)

_DAY_FIRST = regex(
    f"{NUMBER_STARTS}(?P<once>{_DAY}{_GAP}{_MONTH}{_GAP}{_YEAR})(?P=once)?{NUMBER_ENDS}{MARK}"
)
_YEAR_FIRST = (
    regex(f"{NUMBER_STARTS}{_YEAR}{_GAP}{_MONTH}{_GAP}{_DAY}(?!:){MARK}"),
    # With the same day in numbers before it, nothing between: «۱۴۰۴/۲/۱۹۱۹ اردیبهشت ۱۴۰۴».
    regex(
        rf"{NUMBER_STARTS}(?P<year>[0-9]{{4}})/[0-9]{{1,2}}/(?P<day>[0-9]{{1,2}})(?P=day)"
        rf"{_GAP}{_MONTH}{_GAP}(?P=year){NUMBER_ENDS}{MARK}"
    ),
    # If a year follows too, the first number is something else («2000 28 December 2025»).
    regex(f"{NUMBER_STARTS}{_YEAR}{_GAP}{_DAY}{_GAP}{_MONTH}(?!{_GAP}[0-9]{{4}}){MARK}"),
)
_MONTH_FIRST = regex(f"{_MONTH}{_GAP}{_DAY}{_GAP}{_YEAR}{NUMBER_ENDS}{MARK}")
_SHORT_YEAR = r"(?P<year>[0-9]{2})(?![0-9:.])"
_SHORT_DAY_FIRST = regex(f"{NUMBER_STARTS}{_DAY}{_GAP}{_MONTH}{_GAP}{_SHORT_YEAR}")
_DAY_AND_YEAR = regex(f"{_DAY}{_GAP}{_YEAR}")
_SHORT = 2
_LAST_OF_2000, _LAST_OF_1400 = 50, 31
_MONTH_REACH = 50  # how far before its day a month, perhaps with two names, may start
_MONTHS_OF_YEARS = (
    regex(f"{_MONTH}{_GAP}{_YEAR}{MARK}"),
    regex(f"{_YEAR}{_GAP}{_MONTH}{MARK}"),
)


def find_named_date(text: str, start: int) -> Reading | None:
    """The first date with a month's name at or after ``start`` of a folded text."""
    for number in NUMBER.finditer(text, start):
        reading = _read_at(text, start, number)
        if reading is not None:
            return reading
    return None


def find_short_named_date(text: str, start: int) -> Reading | None:
    """The first date with a month's name and a year of two digits: «۱۵ آبان ۹۸», "28-Dec-25".

    Only for a text that is a date as a whole: in a sentence the last number is some other.
    """
    match = _SHORT_DAY_FIRST.search(text, start)
    reading = match and _reading(match, int(match["day"]))
    if match is None or reading is None:
        return None
    # «28 December 25» can be anything.
    is_joined = text[match.end("day")] in "-/."
    return reading if is_joined or reading.calendar is Calendar.JALALI else None


def _read_at(text: str, start: int, number: re.Match[str]) -> Reading | None:
    """The date whose first number is ``number``."""
    position = number.start()
    matches: list[re.Match[str] | None]
    if number.end() - position <= 2:
        matches = [_DAY_FIRST.match(text, position)]
        if _DAY_AND_YEAR.match(text, position) is not None:
            matches.append(_MONTH_FIRST.search(text, max(start, position - _MONTH_REACH)))
    else:
        matches = [pattern.match(text, position) for pattern in _YEAR_FIRST]
    for match in matches:
        reading = match and _reading(match, int(match["day"]))
        if reading is not None:
            return reading
    return None


def read_named_month(text: str) -> Reading | None:
    """«دی ۱۴۰۴» or "2025 December", if that is the whole folded text."""
    for pattern in _MONTHS_OF_YEARS:
        match = pattern.fullmatch(text)
        if match is not None:
            return _reading(match, None)
    return None


def _reading(match: re.Match[str], day: int | None) -> Reading | None:
    calendar, month = MONTHS[key(match["month"])]
    second_name = match["second_name"]
    if second_name and MONTHS[key(second_name)] != (calendar, month):
        return None
    year = int(match["year"])
    if len(match["year"]) == _SHORT:
        year = _year_of_two_digits(calendar, year)
    if year not in PLAUSIBLE_YEARS[calendar]:
        return None
    return Reading(calendar, year, month, day, match.start(), match.end())


def _year_of_two_digits(calendar: Calendar, year: int) -> int:
    """The year of this age of print that ends in two digits."""
    if calendar is Calendar.GREGORIAN:
        return year + (2000 if year <= _LAST_OF_2000 else 1900)
    if calendar is Calendar.JALALI:
        return year + (1400 if year <= _LAST_OF_1400 else 1300)
    return year
