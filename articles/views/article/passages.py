"""Differences between texts as pages show them: what did not change folded away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from articles.text.difference import ParagraphDifference

MOST_UNFOLDED = 2
"""So many paragraphs in a row that did not change are shown, for what stands between them."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Paragraphs in a row that have all changed, or of which none has."""

    paragraphs: Sequence[ParagraphDifference]
    is_kept: bool

    @property
    def is_folded(self) -> bool:
        return self.is_kept and len(self.paragraphs) > MOST_UNFOLDED


def passages(paragraphs: Iterable[ParagraphDifference]) -> list[Passage]:
    """A text cut where it begins and ceases to differ."""
    return [
        Passage(list(run), is_kept)
        for is_kept, run in groupby(paragraphs, lambda paragraph: paragraph.is_kept)
    ]
