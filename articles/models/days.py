"""Days of the Jalali calendar as the database has them, converted once each.

To convert a day takes longer than to read a row, and the articles of a list are of few days.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

import jdatetime
from django_jalali.db.models import jDateField


@lru_cache(maxsize=4_096)
def gregorian(year: int, month: int, day: int) -> date:
    """The Gregorian date of a Jalali one."""
    converted: date = jdatetime.date(year, month, day).togregorian()
    return converted


def gregorian_day(day: jdatetime.date | None) -> date | None:
    """The Gregorian date of a day as the database gives it."""
    return gregorian(day.year, day.month, day.day) if day else None


@lru_cache(maxsize=4_096)
def _jalali(day: date) -> jdatetime.date:
    return jdatetime.date.fromgregorian(date=day)


class DayField(jDateField):  # type: ignore[misc]  # has no types
    """A day, stored as a Gregorian date."""

    def from_db_value(self, value: date | None, *args: Any) -> jdatetime.date | None:
        return _jalali(value) if value else None

    def deconstruct(self) -> Any:
        """As the field that it is in migrations: in the database nothing differs."""
        name, _path, arguments, options = super().deconstruct()
        return name, "django_jalali.db.models.jDateField", arguments, options
