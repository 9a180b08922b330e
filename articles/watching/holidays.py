"""Days on which newspapers of the region do not appear, or not all of them. Pure."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from articles.calendars import to_hijri, to_jalali

_JALALI = {(1, day) for day in range(1, 14)} | {(12, 29), (12, 30)}
"""Nowruz, until the thirteenth day."""

_HIJRI = {
    *((10, day) for day in range(1, 5)),  # Eid al-Fitr, which a sighting of the moon may shift
    *((12, day) for day in range(9, 15)),  # Arafa and Eid al-Adha
    *((1, day) for day in (1, 9, 10, 11)),  # the new year, Tasua and Ashura
    (2, 20),  # Arbaeen
    (9, 30),
}
_GREGORIAN = {*((12, day) for day in range(24, 32)), (1, 1), (1, 2)}
"""Christmas, until the new year."""


@lru_cache(maxsize=4_096)
def is_holiday(day: date) -> bool:
    """Whether silence on this day says nothing of a source, whichever calendar it keeps."""
    _year, *hijri = to_hijri(day) or (0, 0, 0)
    return (
        to_jalali(day)[1:] in _JALALI
        or tuple(hijri) in _HIJRI
        or (day.month, day.day) in _GREGORIAN
    )
