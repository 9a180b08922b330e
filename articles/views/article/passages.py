"""Differences between texts for pages, with unchanged parts collapsed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from articles.text.difference import ParagraphDifference

MOST_UNFOLDED = 2
"""How many unchanged paragraphs in a row are shown as context."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Consecutive paragraphs that are all changed or all unchanged."""

    paragraphs: Sequence[ParagraphDifference]
    is_kept: bool

    @property
    def is_folded(self) -> bool:
        return self.is_kept and len(self.paragraphs) > MOST_UNFOLDED


def passages(paragraphs: Iterable[ParagraphDifference]) -> list[Passage]:
    """A text, cut where differences start and end."""
    return [
        Passage(list(run), is_kept)
        for is_kept, run in groupby(paragraphs, lambda paragraph: paragraph.is_kept)
    ]
