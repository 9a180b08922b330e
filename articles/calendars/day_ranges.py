"""Ranges of days: reading them in any calendar, and set operations on them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from articles.calendars.parsing import MAX_DATE_LENGTH, parse_date
from articles.expressions import regex

MAX_DAYS_LENGTH = 2 * MAX_DATE_LENGTH + 20
"""Longest text that :func:`read_days` accepts, in characters: two dates and a separator."""

RANGE_WORDS = "تا الی إلى الى إلی حتى حتی to until"
"""Words between the two dates of a range, besides «..», in the letters of both keyboards."""

_BETWEEN_DAYS = regex(
    rf"(?P<open>\.{{2,}}|…)|\s(?:[-–]|{'|'.join(RANGE_WORDS.split())})\s", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class DayRange:
    """Gregorian days from ``first`` to ``last``, both included."""

    first: date
    last: date


def read_days(text: str, *, reference: date) -> DayRange | None:
    """The days in a text: a day, month or year of any calendar, or two with ``..`` between.

    Either end of a range may be open. None if the text is anything else, or an impossible date.
    Never raises.
    """
    return read_range(text, reference=reference) or _read_date(text, reference)


def read_range(text: str, *, reference: date) -> DayRange | None:
    """Like :func:`read_days`, but only for two dates, or one with two dots before or after it."""
    if len(text) > MAX_DAYS_LENGTH:
        return None
    between = list(_BETWEEN_DAYS.finditer(text))
    if len(between) != 1:
        return None
    before, after = text[: between[0].start()].strip(), text[between[0].end() :].strip()
    first, last = _read_date(before, reference), _read_date(after, reference)
    if between[0]["open"] and not before:
        first = last and DayRange(date.min, date.min)
    if between[0]["open"] and not after:
        last = first and DayRange(date.max, date.max)
    if first is None or last is None:
        return None
    return DayRange(min(first.first, last.first), max(first.last, last.last))


def _read_date(text: str, reference: date) -> DayRange | None:
    match = parse_date(text, reference=reference)
    if match is None or match.day is None or match.last_day is None:
        return None
    if "bad_date" in match.warnings:  # two calendars that contradict each other
        return None
    return DayRange(match.day, match.last_day)


def overlap(one: DayRange, other: DayRange) -> DayRange | None:
    """The days in both; None if there are none."""
    first, last = max(one.first, other.first), min(one.last, other.last)
    return DayRange(first, last) if first <= last else None


def union(ranges: Iterable[DayRange]) -> list[DayRange]:
    """The days in any of them, as disjoint ranges in order."""
    joined: list[DayRange] = []
    for each in sorted(ranges, key=lambda days: days.first):
        if joined and each.first <= joined[-1].last:
            joined[-1] = DayRange(joined[-1].first, max(joined[-1].last, each.last))
        else:
            joined.append(each)
    return joined


def difference(days: DayRange, excluded: DayRange) -> Iterator[DayRange]:
    """The days in the first but not in the second: up to two ranges."""
    if overlap(days, excluded) is None:
        yield days
        return
    if days.first < excluded.first:
        yield DayRange(days.first, excluded.first - timedelta(days=1))
    if excluded.last < days.last:
        yield DayRange(excluded.last + timedelta(days=1), days.last)
