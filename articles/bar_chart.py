"""Bar charts of numbers of articles, as parts of an SVG drawing without inline styles.

Units are those of the drawing, which the page stretches to its width. The first bar is on the
right, because both languages read right to left (``templates/_bar_chart.html``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

BAR_WIDTH = 10
CHART_HEIGHT = 100
LEAST_BAR = 2
"""Height of the bar of a single article, however high the others are."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of articles and its label. ``address`` leads to them, or is empty."""

    label: str
    count: int
    address: str = ""


@dataclass(frozen=True, slots=True)
class BarChart:
    """Numbers from the earliest to the latest.

    With ``unit`` (what each bar stands for) they are shown in a table too. ``names`` are written
    below the bars: spread over all of them, or at both ends if no ``lines`` separate the bars.
    ``most`` is the number of a full bar; if 0, the greatest one.
    """

    title: str
    values: Sequence[Counted]
    unit: str = ""
    names: Sequence[str] = ()
    bars_between_lines: int = 0
    most: int = 0

    @property
    def width(self) -> int:
        return len(self.values) * BAR_WIDTH

    @property
    def lines(self) -> Sequence[int]:
        step = self.bars_between_lines * BAR_WIDTH
        return range(step, self.width, step) if step else ()

    @property
    def bars(self) -> Iterator[tuple[Counted, int, int, int]]:
        """The numbers that are not 0, each with left, top and height of its bar."""
        heights = shares([value.count for value in self.values], self.most)
        for place, (value, height) in enumerate(zip(self.values, heights, strict=True), start=1):
            if height:
                yield value, self.width - place * BAR_WIDTH, CHART_HEIGHT - height, height

    @property
    def first(self) -> Counted | None:
        """The earliest number that is not 0; None if there is none."""
        return next(filter(_is_counted, self.values), None)

    @property
    def peak(self) -> Counted | None:
        """The greatest number, the earliest of equal ones; None if all are 0."""
        return max(filter(_is_counted, self.values), key=lambda value: value.count, default=None)

    @property
    def rows(self) -> list[Counted]:
        """The numbers that are not 0, latest first."""
        return [value for value in reversed(self.values) if value.count]


def _is_counted(value: Counted) -> bool:
    return value.count > 0


def shares(counts: Sequence[int], most: int = 0) -> list[int]:
    """Each number in hundredths of ``most``, or of the greatest; numbers above 0 are always
    visible."""
    most = most or max(counts, default=0)
    return [max(round(CHART_HEIGHT * each / most), LEAST_BAR) if each else 0 for each in counts]
