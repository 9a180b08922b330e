"""Years and months with bars that compare their numbers of articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from articles.calendars import Calendar, Period
from articles.calendars.periods import YEARS

from .counts import MonthCounts
from .paths import MONTHS_OF_YEAR, other_calendar, period_name, period_path


@dataclass(frozen=True, slots=True)
class CountedPeriod:
    """A year or month with the number of its articles. ``other`` names its days in the second
    calendar; ``share`` is the number in per cent of the greatest one beside it."""

    words: str
    other: str
    address: str
    count: int
    share: int

    @property
    def rest(self) -> int:
        """Where a bar begins that ends on the right of a drawing 100 wide."""
        return 100 - self.share


def counted_years(by_month: MonthCounts, calendar: Calendar) -> list[CountedPeriod]:
    """The years with articles, the latest first."""
    totals: Counter[int] = Counter()
    for month, count in by_month.items():
        if month and month[0] in YEARS[calendar]:
            totals[month[0]] += count
    latest_first = sorted(totals.items(), reverse=True)
    return _counted((Period.of(calendar, year), count) for year, count in latest_first)


def counted_months(by_month: MonthCounts, year: Period) -> list[CountedPeriod]:
    """The twelve months of a year."""
    return _counted(
        (Period.of(year.calendar, year.year, number), by_month.get((year.year, number), 0))
        for number in range(1, MONTHS_OF_YEAR + 1)
    )


def _counted(periods: Iterable[tuple[Period, int]]) -> list[CountedPeriod]:
    counted = list(periods)
    most = max((count for _, count in counted), default=0) or 1
    return [
        CountedPeriod(
            words=period_name(period),
            other=" – ".join(map(period_name, period.within(other_calendar(period.calendar)))),
            address=period_path(period),
            count=count,
            share=-(-count * 100 // most),
        )
        for period, count in counted
    ]
