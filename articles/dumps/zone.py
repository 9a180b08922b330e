"""The top lines of an item, where its head can be."""

from __future__ import annotations

from collections.abc import Sequence

from articles.dumps.lines import TextLine
from articles.dumps.metadata import Meta
from articles.dumps.names import is_sentence
from articles.dumps.page import Page


class Zone:
    """The first lines of content, numbered by their *places* from 0.

    ``lines`` are their indexes on the page, ``is_whole`` says that the item has no more content.
    """

    def __init__(self, page: Page, lines: Sequence[int], *, is_whole: bool) -> None:
        self.page = page
        self.lines = lines
        self.is_whole = is_whole

    def __len__(self) -> int:
        return len(self.lines)

    def line(self, place: int) -> TextLine:
        """The line itself."""
        return self.page.lines[self.lines[place]]

    def text(self, place: int) -> str:
        """The text of a line as it is stored."""
        return self.page.lines[self.lines[place]].text

    def block(self, place: int) -> int:
        """The number of the block that a line stands in."""
        return self.page.blocks[self.lines[place]]

    def is_one_block(self, start: int, end: int) -> bool:
        """Whether no blank line stands between places ``start`` and ``end`` (excluded)."""
        return self.block(start) == self.block(end - 1)

    def meta(self, place: int) -> Meta | None:
        """The metadata that a line could be."""
        return self.page.meta(self.lines[place])

    def is_anchor(self, place: int) -> bool:
        """Whether a line tells a date, views or a labelled fact."""
        meta = self.meta(place)
        return meta is not None and meta.is_anchor and not self.page.in_prose(self.lines[place])

    def is_furniture(self, place: int) -> bool:
        """Whether a line is the page's and not the article's, at the head of an item."""
        index = self.lines[place]
        noise = self.page.noise(index)
        return noise is not None and (
            not noise.is_loose or not is_sentence(self.page.lines[index].text)
        )
