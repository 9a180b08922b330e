"""Years and months with bars that compare their numbers of articles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from articles.bar_chart import shares
from articles.calendars import Calendar, Period
from articles.calendars.periods import YEARS
from articles.display import period_name
from articles.views.counts_by_date import MonthCounts, by_year

from .paths import MONTHS_OF_YEAR, other_calendar, period_path


@dataclass(frozen=True, slots=True)
class CountedPeriod:
    """A year or month with the number of its articles. ``other`` names its days in the second
    calendar; ``share`` is the number in hundredths of the greatest one."""

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
    """The years with articles, latest first."""
    latest_first = sorted(by_year(by_month).items(), reverse=True)
    return _counted(
        (Period.of(calendar, year), count)
        for year, count in latest_first
        if year in YEARS[calendar]
    )


def counted_months(by_month: MonthCounts, year: Period) -> list[CountedPeriod]:
    """The twelve months of a year."""
    return _counted(
        (Period.of(year.calendar, year.year, number), by_month.get((year.year, number), 0))
        for number in range(1, MONTHS_OF_YEAR + 1)
    )


def _counted(periods: Iterable[tuple[Period, int]]) -> list[CountedPeriod]:
    counted = list(periods)
    widths = shares([count for _, count in counted])
    return [
        CountedPeriod(
            words=period_name(period),
            other=" – ".join(map(period_name, period.within(other_calendar(period.calendar)))),
            address=period_path(period),
            count=count,
            share=share,
        )
        for (period, count), share in zip(counted, widths, strict=True)
    ]
