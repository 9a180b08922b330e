"""Numbers by month of a calendar, of those by the packed months of an index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from articles.calendars import Calendar
from articles.search.engine import schema

Month = tuple[int, int] | None
"""Year and month; None stands for no day."""

_PLACES = {Calendar.JALALI: 0, Calendar.GREGORIAN: 1, Calendar.HIJRI: 2}


def by_month(packed_months: Mapping[int, int], calendar: Calendar) -> dict[Month, int]:
    """In order; what is of no day, or of none in this calendar, comes first."""
    place = _PLACES[calendar]
    counts: Counter[tuple[int, int]] = Counter()
    undated = 0
    for packed, count in packed_months.items():
        month = schema.unpacked_months(packed)[place] if packed else schema.NO_MONTH
        if month == schema.NO_MONTH:
            undated += count
        else:
            counts[month] += count
    first: dict[Month, int] = {None: undated} if undated else {}
    return {**first, **{month: counts[month] for month in sorted(counts)}}
