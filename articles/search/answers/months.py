"""Numbers by month of a calendar, of those by the packed months of an index."""

from __future__ import annotations

from collections.abc import Mapping

from articles.calendars import Calendar
from articles.search.engine import schema

Month = tuple[int, int] | None
"""Year and month; None stands for no day."""

_PLACES = {Calendar.JALALI: 0, Calendar.GREGORIAN: 1, Calendar.HIJRI: 2}


def by_month(packed_months: Mapping[int, int], calendar: Calendar) -> dict[Month, int]:
    """In order; what is of no day, or of none in this calendar, comes first."""
    dated = {packed: count for packed, count in packed_months.items() if packed}
    counts = schema.by_month(dated, _PLACES[calendar])
    undated = packed_months.get(0, 0) + counts.pop(schema.NO_MONTH, 0)
    found: dict[Month, int] = {None: undated} if undated else {}
    for month, count in counts.items():
        found[month] = count
    return found
