"""The lines of an item, and what each could be on its own: the input of all passes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from itertools import pairwise

from articles.dumps.grammar import SEPARATOR_MARKS
from articles.dumps.lines import TextLine, read_lines
from articles.dumps.metadata import Meta, PartKind, read_meta
from articles.dumps.names import is_wrapped
from articles.dumps.noise import LONGEST, Noise, may_open, read_noise
from articles.dumps.profiles import SET_ASIDE, Habit
from articles.dumps.records import Role
from articles.dumps.view_counts import VIEW_LABEL_ONLY
from articles.expressions import regex

_MARKS = re.escape(SEPARATOR_MARKS)
_SEPARATOR = regex(rf"[{_MARKS}\s]*[=\-*_~#─━—–ـ][{_MARKS}\s]*")


class Page:
    """An item's lines; what a line could be is worked out when a pass first asks for it.

    ``content`` holds the indexes of the lines that are neither blank nor separators. ``blocks``
    numbers the runs of lines that no blank line or separator parts; ``has_blanks`` says that there
    are such, and ``had_tags`` that tags were taken out of a line. ``by_habit`` are the roles that
    ``habits`` give to lines; those that are set ``aside`` are no content either, and the rest is
    read as if they were not there. ``labels`` are the places of the labels by which habits know
    lines.
    """

    def __init__(
        self,
        text: str,
        reference: date,
        habits: Callable[[Sequence[TextLine]], Mapping[int, Habit]] | None = None,
    ) -> None:
        self.lines: Sequence[TextLine] = read_lines(text)
        known = habits(self.lines) if habits else {}
        self.by_habit = {index: habit.role for index, habit in known.items()}
        self.labels = {index: habit.label for index, habit in known.items() if habit.label}
        self.aside = {i: role for i, role in self.by_habit.items() if role in SET_ASIDE}
        self.content: list[int] = []
        self.blocks: list[int] = []
        self.has_blanks = False
        self.had_tags = "<" in text and any(line.had_tags for line in self.lines)
        self._reference = reference
        self._metas: dict[int, Meta | None] = {}
        self._noises: dict[int, Noise | None] = {}
        self._anchors: dict[int, int] = {}
        self._prose: dict[int, bool] = {}
        self._openers: list[int] | None = None
        self._starts: list[int] = []  # the place in ``content`` where each block begins
        self._part_into_blocks()

    def _part_into_blocks(self) -> None:
        block = 0
        starts_block = False
        for index, line in enumerate(self.lines):
            if index in self.aside:
                starts_block = starts_block or line.ends_paragraph
            elif not line.text or (
                line.is_short
                and line.text[0] in SEPARATOR_MARKS
                and _SEPARATOR.fullmatch(line.text)
            ):
                starts_block = True
            else:
                if starts_block and self.content:
                    block += 1
                    self.has_blanks = True
                starts_block = line.ends_paragraph
                if block == len(self._starts):
                    self._starts.append(len(self.content))
                self.content.append(index)
            self.blocks.append(block)

    def around_label(self, index: int) -> tuple[str, str]:
        """The words of a line above and below the label by which a habit knows it."""
        text = self.lines[index].text
        start, end = self.labels.get(index, (0, 0))
        return text[:start].strip(), text[end:].strip()

    def roles_without_content(self) -> dict[int, Role]:
        """The roles of blank lines, separators and lines that are set aside."""
        filled = {*self.content, *self.aside}
        return dict(self.aside) | {
            index: Role.SEPARATOR if line.text else Role.BLANK
            for index, line in enumerate(self.lines)
            if index not in filled
        }

    def lines_of_block(self, index: int) -> list[int]:
        """The lines of content in the block of a line of content."""
        start, end = self._span_of_block(index)
        return self.content[start:end]

    def size_of_block(self, index: int) -> int:
        """How many lines of content the block of a line of content has."""
        start, end = self._span_of_block(index)
        return end - start

    def ends_block(self, index: int) -> bool:
        """Whether a line of content is the last of its block."""
        _, end = self._span_of_block(index)
        return self.content[end - 1] == index

    def _span_of_block(self, index: int) -> tuple[int, int]:
        block, starts = self.blocks[index], self._starts
        end = starts[block + 1] if block + 1 < len(starts) else len(self.content)
        return starts[block], end

    def in_prose(self, index: int) -> bool:
        """Whether a line of content is one of a hard-wrapped paragraph, whatever its words."""
        block = self.blocks[index]
        if not self._is_among_lines(block):
            return False
        if block not in self._prose:
            lines = [self.lines[each].text for each in self.lines_of_block(index)]
            self._prose[block] = (
                self.has_blanks
                and is_wrapped(lines)
                and not all(read_noise(self.lines[each]) for each in self.lines_of_block(index))
                # Two lines at the top can be a title and its lead.
                and not (block == 0 and len(lines) == 2)
            )
        return self._prose[block]

    def _is_among_lines(self, block: int) -> bool:
        """Whether a block has more than one line."""
        starts = self._starts
        if block + 1 < len(starts):
            return starts[block + 1] - starts[block] > 1
        return len(self.content) - starts[block] > 1

    def anchors_of_block(self, index: int) -> int:
        """How many lines in the block of a line of content tell a date, views or a label's fact."""
        block = self.blocks[index]
        if block not in self._anchors:
            metas = map(self.meta, self.lines_of_block(index))
            self._anchors[block] = sum(meta is not None and meta.is_anchor for meta in metas)
        return self._anchors[block]

    def neighbours(self, index: int) -> tuple[int | None, int | None]:
        """The lines of content above and below a line of content."""
        place = bisect_left(self.content, index)
        above = self.content[place - 1] if place else None
        below = self.content[place + 1] if place + 1 < len(self.content) else None
        return above, below

    def openers(self) -> list[int]:
        """The places in ``content`` of the lines that could open comments or a player."""
        if self._openers is None:
            lines = self.lines
            self._openers = [
                place for place, index in enumerate(self.content) if may_open(lines[index])
            ]
        return self._openers

    def meta(self, index: int) -> Meta | None:
        """The metadata that a line is, if its place allows it.

        A label alone on its line and the value on the next are read as one line of two.
        """
        if index not in self._metas:
            line = self.lines[index]
            meta = self._meta_of_label(index) if index in self._labels_alone else None
            if meta is None and index - 1 in self._labels_alone and line.is_short:
                meta = self._joined_with_next(index - 1)
            self._metas[index] = meta or read_meta(line, self._reference)
        return self._metas[index]

    @cached_property
    def _labels_alone(self) -> frozenset[int]:
        """The labels that are alone on their lines, with what could be their values below them."""
        return frozenset(
            index
            for index, (line, below) in enumerate(pairwise(self.lines))
            if 0 < len(line.text) <= LABEL_LENGTH
            and below.text
            and below.is_short
            and _is_label_alone(line)
        )

    def _meta_of_label(self, index: int) -> Meta | None:
        joined = self._joined_with_next(index)
        if joined is None:
            return None
        return Meta((replace(joined.parts[0], printed="", day=None, views=None),))

    def _joined_with_next(self, index: int) -> Meta | None:
        line, value = self.lines[index], self.lines[index + 1]
        joined = f"{line.text} {value.text}"
        meta = read_meta(TextLine(line.start, joined, joined), self._reference)
        is_one = meta is not None and len(meta.parts) == 1 and PartKind.ASIDE not in meta.kinds
        return meta if is_one else None

    def noise(self, index: int) -> Noise | None:
        """What makes a line noise, if its place allows it."""
        if index not in self._noises:
            line = self.lines[index]
            is_candidate = 0 < len(line.text) <= LONGEST
            if is_candidate and (meta := self.meta(index)) is not None:
                is_candidate = meta.kinds <= _MAY_BE_NOISE
            self._noises[index] = read_noise(line) if is_candidate else None
        return self._noises[index]


def _is_label_alone(line: TextLine) -> bool:
    if line.text.endswith((":", "：")):
        return ":" not in line.key[:-1]
    return VIEW_LABEL_ONLY.fullmatch(line.key) is not None


LABEL_LENGTH = 40
"""The longest label, in characters, that stands alone on its line."""
_MAY_BE_NOISE = {PartKind.CODE, PartKind.ASIDE, PartKind.RELATIVE, PartKind.CLOCK}
