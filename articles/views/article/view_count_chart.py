"""A small chart of how an article's views grew from capture to capture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from articles.models import Capture

WIDTH, HEIGHT = 600, 100
LEAST_POINTS = 2


@dataclass(frozen=True, slots=True)
class Point:
    """A point in the drawing, from its left and top, with its capture."""

    left: int
    top: int
    capture: Capture


@dataclass(frozen=True, slots=True)
class ViewsChart:
    """Points from the earliest (on the right, because both languages read right to left) to the
    latest.

    ``is_timed`` says that distances are to scale; otherwise the points are evenly spaced.
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
    """The chart of captures, given latest first; None if there is no growth to draw."""
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
    """Each time as a share of the whole span; None if one is unknown or out of order, which happens
    if a file was touched later."""
    known = [moment for moment in times if moment is not None]
    if len(known) < len(times) or known != sorted(known) or known[0] == known[-1]:
        return None
    whole = known[-1] - known[0]
    return [(moment - known[0]) / whole for moment in known]
