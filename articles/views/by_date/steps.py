"""Links from one page of the archive by date to others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from articles.calendars import Calendar, Period, overlap
from articles.display import period_name, period_words
from articles.views.counts_by_date import extent, nearest

from .paths import day_period, days_of, period_path


@dataclass(frozen=True, slots=True)
class Step:
    """A link to the page of a period. ``way`` is prev, next, earlier, later or empty."""

    words: str
    address: str
    way: str = ""

    @property
    def rel(self) -> str:
        """The relation to the page that HTML knows; empty for others."""
        return self.way if self.way in ("prev", "next") else ""

    @classmethod
    def to(cls, period: Period, way: str = "") -> Step:
        return cls(period_words(period), period_path(period), way)


def crumbs(period: Period) -> list[Step]:
    """The breadcrumbs of a period; the last step is the page itself."""
    numbers = [part for part in (period.year, period.month, period.day) if part is not None]
    ways = [Period.of(period.calendar, *numbers[:count]) for count in range(1, len(numbers) + 1)]
    return [
        Step(_("Archive"), reverse("archive")),
        Step.to(ways[0]),
        *(Step(period_name(each), period_path(each)) for each in ways[1:]),
    ]


def steps_beside(ways: Iterable[tuple[str, Period | None]]) -> list[Step]:
    """Links to those periods that are between the first and the last day with articles, so that no
    reader or crawler walks through empty centuries. Each is given with its way."""
    days = extent()
    return [
        Step.to(each, way) for way, each in ways if each and days and overlap(days_of(each), days)
    ]


def nearest_steps(period: Period) -> list[Step]:
    """Links to the nearest days with articles before and after a period."""
    before, after = nearest(days_of(period))
    return [
        *_to_day(before, period.calendar, "prev"),
        *_to_day(after, period.calendar, "next"),
    ]


def _to_day(day: date | None, calendar: Calendar, way: str) -> list[Step]:
    return [Step.to(day_period(day, calendar), way)] if day else []
