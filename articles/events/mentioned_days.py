"""The days that a report names: Tuesday, yesterday, ۷ دی, 28 December. Pure.

Only days near the report's own count. Two reports of which each names days, none of them the same,
tell of different happenings more often than of one: the same committee meets every week.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache

from articles.calendars import Calendar, to_hijri, to_jalali
from articles.calendars.conversion import to_gregorian
from articles.calendars.dialects import DIALECTS
from articles.text.folding import fold_spaceless

NEAR = 10
"""Days from that of the report within which a date without its year is understood."""

_RELATIVE = {
    0: "امروز امشب اليوم الليلة today tonight",
    -1: "دیروز دیشب أمس البارحة yesterday",
    1: "فردا غدا غد tomorrow",
}
_WEEK = 7
_HALF_WEEK = 3


@cache
def _offsets() -> dict[str, int]:
    return {fold_spaceless(w): off for off, words in _RELATIVE.items() for w in words.split()}


@cache
def _weekdays() -> dict[str, int]:
    """From 0, Monday. Arabic ones with their article alone: «أحد» is one of many."""
    found = {}
    for dialect in DIALECTS:
        for number, names in enumerate(dialect.weekdays):
            for name in map(fold_spaceless, names):
                if not name.isascii() or len(name) > len("mon"):
                    found[name] = number
    return {
        name: number
        for name, number in found.items()
        if name.isascii() or name.startswith("ال") or "شنبه" in name or name == "جمعه"
    }


@cache
def _months() -> dict[str, tuple[Calendar, int]]:
    return {
        fold_spaceless(name): (calendar, number)
        for dialect in DIALECTS
        for calendar, months in dialect.months.items()
        for number, names in enumerate(months, start=1)
        for name in names
    }


@cache
def _telling() -> frozenset[str]:
    """Words with which a day may begin."""
    parted = {"یک", "دو", "سه", "چهار", "پنج"}  # «سه شنبه»
    return frozenset({*_offsets(), *_weekdays(), *parted})


def mentioned_days(words: Sequence[str], day: date) -> frozenset[int]:
    """Ordinals of the days that the folded words of a report of ``day`` name.

    A weekday is the nearest one: reports tell of what has just been or is about to be.
    """
    offsets, weekdays, months = _offsets(), _weekdays(), _months()
    today, weekday = day.toordinal(), day.weekday()
    found = set()
    telling = _telling()
    for at, word in enumerate(words):
        if word not in telling and not (word.isdecimal() and len(word) <= 2):
            continue
        beside = words[at + 1] if at + 1 < len(words) else ""
        number = weekdays.get(word + beside, weekdays.get(word))
        if word in offsets:
            found.add(today + offsets[word])
        elif number is not None:
            away = (number - weekday + _HALF_WEEK) % _WEEK - _HALF_WEEK
            found.add(today + away)
        elif word.isdecimal():
            after = words[at + 2] if at + 2 < len(words) else ""
            named = months.get(beside + after) or months.get(beside)
            before = words[at - 1] if at else ""
            named = named or (months.get(before) if before.isascii() else None)
            ordinal = _near(int(word), named, day) if named else None
            if ordinal:
                found.add(ordinal)
    return frozenset(found)


def _near(number: int, named: tuple[Calendar, int], day: date) -> int | None:
    """The ordinal of a day of a month that is near ``day``, whatever the year; else None."""
    calendar, month = named
    year = _year(calendar, day)
    for each in (year, year - 1, year + 1):
        try:
            ordinal = to_gregorian(calendar, each, month, number).toordinal()
        except ValueError:
            continue
        if abs(ordinal - day.toordinal()) <= NEAR:
            return ordinal
    return None


def _year(calendar: Calendar, day: date) -> int:
    if calendar is Calendar.GREGORIAN:
        return day.year
    found = to_jalali(day) if calendar is Calendar.JALALI else to_hijri(day)
    return found[0] if found else 0
