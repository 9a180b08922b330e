"""When something was published, as metadata write it: ISO 8601, RFC 2822, seconds, a printed date.

An offset is not applied: what counts is the day at the place of the outlet. Seconds since 1970 name
no place; they are read three hours ahead of UTC, where most of the outlets are or are near.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate

from articles.calendars import Precision, find_date, parse_date
from articles.expressions import regex

_ISO = regex(r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::\d\d(?:[.,]\d+)?)?\s*\S{0,6})?")
_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")
_SECONDS = regex(r"\d{9,10}(?:\d{3})?(?:\.\d+)?")
_AHEAD = timedelta(hours=3)
_FIRST_GREGORIAN = 1700
"""A smaller year in the form of ISO 8601 is Jalali or Hijri."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A day and the time of day where it is told, as printed and in which calendar.

    ``is_bad`` says that a date is there which does not exist.
    """

    text: str
    day: date | None = None
    clock: time | None = None
    calendar: str = "gregorian"
    warnings: tuple[str, ...] = ()


def read_moment(text: str, reference: date) -> Moment | None:
    """The moment that a value tells; None where it tells no day."""
    text = " ".join(text.split())
    if not text:
        return None
    return _iso(text, reference) or _seconds(text) or _mail(text) or _printed(text, reference)


def _iso(text: str, reference: date) -> Moment | None:
    match = _ISO.fullmatch(text.translate(_DIGITS))
    if match is None or int(match[1]) < _FIRST_GREGORIAN:
        return None
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
        clock = time(int(match[4]), int(match[5])) if match[4] else None
    except ValueError:
        return Moment(text, warnings=("bad_date",))
    return Moment(text, day, clock, warnings=_future(day, reference))


def _seconds(text: str) -> Moment | None:
    if not _SECONDS.fullmatch(text):
        return None
    whole = int(text.partition(".")[0])
    seconds = whole // 1000 if whole >= 10**11 else whole
    moment = datetime.fromtimestamp(seconds, UTC) + _AHEAD
    return Moment(text, moment.date(), moment.time().replace(second=0, microsecond=0))


def _mail(text: str) -> Moment | None:
    if not re.search(r"[A-Za-z]{3}", text):
        return None
    try:
        parts = parsedate(text)
        if parts is None or parts[0] < _FIRST_GREGORIAN:
            return None
        day = date(*parts[:3])
        clock = time(parts[3], parts[4]) if ":" in text else None
    except (ValueError, TypeError, OverflowError):
        return None
    return Moment(text, day, clock)


def _printed(text: str, reference: date) -> Moment | None:
    found = parse_date(text, reference=reference) or find_date(text, reference=reference)
    if found is None:
        return None
    if found.day is None or found.precision is not Precision.DAY:
        return Moment(text, warnings=tuple(found.warnings)) if found.warnings else None
    return Moment(text, found.day, found.time, str(found.calendar), tuple(found.warnings))


def _future(day: date, reference: date) -> tuple[str, ...]:
    return ("future_date",) if day > reference else ()
