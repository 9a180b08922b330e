"""Line charts of how often words are said, as parts of an SVG drawing without inline styles.

Units are those of the drawing, which the page stretches to its width. The first step is on the
right, because both languages read right to left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

WIDTH = 1_000
HEIGHT = 100
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Said:
    """How often a line is said in a step, among so many words; ``address`` leads to the
    articles."""

    label: str
    count: int
    words: int
    address: str = ""

    @property
    def per_million(self) -> float:
        """Of a million words; 0 where there are none."""
        return self.count * MILLION / self.words if self.words else 0.0


@dataclass(frozen=True, slots=True)
class LineChart:
    """Lines over the same steps, from the earliest to the latest; ``thin`` steps have too few words
    to tell much. ``top`` is what the upper edge stands for, per million words."""

    lines: Sequence[Sequence[Said]]
    thin: Sequence[bool]
    top: float

    def _left(self, step: float) -> float:
        return round(WIDTH * (1 - step / len(self.thin)), 1)

    def _top(self, said: Said) -> float:
        return round(HEIGHT * (1 - said.per_million / self.top), 1) if self.top else HEIGHT

    def points(self, line: Sequence[Said]) -> Iterator[tuple[Said, float, float]]:
        """The steps in which the line is said, each with left and top."""
        for step, said in enumerate(line):
            if said.count:
                yield said, self._left(step + 0.5), self._top(said)

    def paths(self, line: Sequence[Said]) -> Iterator[str]:
        """The line as points of polylines: steps without any word part it."""
        for has_words, run in groupby(enumerate(line), key=lambda each: bool(each[1].words)):
            if has_words:
                yield " ".join(f"{self._left(step + 0.5)},{self._top(said)}" for step, said in run)

    def thin_runs(self) -> Iterator[tuple[float, float]]:
        """Left and width of the neighbouring steps that are thin."""
        for is_thin, run in groupby(enumerate(self.thin), key=lambda each: each[1]):
            steps = [step for step, _ in run]
            if is_thin:
                left = self._left(steps[-1] + 1)
                yield left, round(self._left(steps[0]) - left, 1)


def top_of(charts: Sequence[Sequence[Sequence[Said]]]) -> float:
    """The greatest frequency in several drawings, which are then to one scale."""
    return max(
        (said.per_million for lines in charts for line in lines for said in line), default=0.0
    )
