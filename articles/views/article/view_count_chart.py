"""A small drawing of how the views of an article grew from scrape to scrape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from articles.models import Capture

WIDTH, HEIGHT = 600, 100
LEAST_POINTS = 2


@dataclass(frozen=True, slots=True)
class Point:
    """A place in the drawing, from its left and top, and the scrape that stands there."""

    left: int
    top: int
    capture: Capture


@dataclass(frozen=True, slots=True)
class ViewsChart:
    """Points from the earliest, on the right as both languages read, to the latest on the left.

    ``is_timed`` says that they stand as far apart as the scrapes did; else they only follow each
    other.
    """

    points: Sequence[Point]
    is_timed: bool

    @property
    def line(self) -> str:
        return " ".join(f"{point.left},{point.top}" for point in self.points)

    @property
    def first(self) -> Capture:
        return self.points[0].capture

    @property
    def last(self) -> Capture:
        return self.points[-1].capture


def views_chart(captures: Sequence[Capture]) -> ViewsChart | None:
    """The chart of scrapes, given the latest first; None where there is no growth to draw."""
    counted = [capture for capture in reversed(captures) if capture.views is not None]
    if len({capture.views for capture in counted}) < LEAST_POINTS:
        return None
    times = [capture.captured_at for capture in counted]
    shares = _shares_of_time(times)
    is_timed = shares is not None
    if shares is None:
        shares = [place / (len(counted) - 1) for place in range(len(counted))]
    most = max(capture.views or 0 for capture in counted)
    points = [
        Point(
            left=round(WIDTH * (1 - share)),
            top=round(HEIGHT * (1 - (capture.views or 0) / most)),
            capture=capture,
        )
        for share, capture in zip(shares, counted, strict=True)
    ]
    return ViewsChart(points, is_timed)


def _shares_of_time(times: Sequence[datetime | None]) -> list[float] | None:
    """Each time as a share of the whole span; None where one is unknown or earlier than those
    before it, as a file that was touched later is."""
    known = [moment for moment in times if moment is not None]
    if len(known) < len(times) or known != sorted(known) or known[0] == known[-1]:
        return None
    whole = known[-1] - known[0]
    return [(moment - known[0]) / whole for moment in known]
