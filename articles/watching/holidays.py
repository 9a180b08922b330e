"""Days on which newspapers of the region do not appear, or not all of them. Pure.

The days of the moon are those of the table; a sighting may shift them by a day, in Iran mostly to
the next one.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from articles.calendars import to_hijri, to_jalali

_JALALI = {(1, day) for day in range(1, 14)} | {(12, 29), (12, 30)}
"""Nowruz, until the thirteenth day."""

_HIJRI = {
    *((10, day) for day in range(1, 5)),  # Eid al-Fitr
    *((12, day) for day in range(9, 15)),  # Arafa and Eid al-Adha
    (1, 1),  # the new year
    *((1, day) for day in (9, 10, 11)),  # Tasua and Ashura
    *((2, day) for day in (20, 21)),  # Arbaeen
    (9, 30),
}
_GREGORIAN = {*((12, day) for day in range(24, 32)), (1, 1), (1, 2)}
"""Christmas, until the new year."""

_LESSER_JALALI = {(3, 14), (3, 15), (11, 22)}
"""State holidays of Iran, whose newspapers then pause."""

_LESSER_HIJRI = {
    *((month, day + later) for month, day in (
        (2, 28), (3, 8), (3, 17), (6, 3), (7, 13), (7, 27), (8, 15), (9, 21), (10, 25), (12, 18),
    ) for later in (0, 1)),
    *((2, 30), (3, 1)),
}  # fmt: skip
"""Religious holidays of Iran."""


@lru_cache(maxsize=4_096)
def is_holiday(day: date) -> bool:
    """Whether silence on this day says nothing of a source, whichever calendar it keeps."""
    _year, *hijri = to_hijri(day) or (0, 0, 0)
    return (
        to_jalali(day)[1:] in _JALALI
        or tuple(hijri) in _HIJRI
        or (day.month, day.day) in _GREGORIAN
    )


@lru_cache(maxsize=4_096)
def is_lesser_holiday(day: date) -> bool:
    """Whether some papers pause on this day, and many do not."""
    _year, *hijri = to_hijri(day) or (0, 0, 0)
    return to_jalali(day)[1:] in _LESSER_JALALI or tuple(hijri) in _LESSER_HIJRI
