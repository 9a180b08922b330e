"""The title of an item: by its two copies, its label, or its place above metadata or prose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from articles.dumps.figures import wraps
from articles.dumps.grammar import TITLE_LABELS, any_of
from articles.dumps.metadata import PartKind
from articles.dumps.names import (
    PROSE_LENGTH,
    SENTENCE_LENGTH,
    ends_sentence,
    is_name,
    is_prose,
    is_short_name,
)
from articles.dumps.zone import Zone
from articles.text.folding import fold_spaceless

_TITLE_LABEL = re.compile(rf"{any_of(TITLE_LABELS)} ?:.*")
_COPY_LINES = 3
"""The most lines that a wrapped title takes."""
_TITLE_LENGTH = 400
_LATE_TITLE_LINES = 8
"""How far below the first metadata a repeated title may begin."""
_FACTS = {PartKind.DATE, PartKind.VIEWS, PartKind.CODE}
_DIRT = re.compile(
    "[¬\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff\ufffd]|\u200c{2}|\\S\\s{2,}\\S"
)


@dataclass(frozen=True, slots=True)
class Title:
    """A title on the places ``start`` to ``end`` (excluded) of a zone.

    ``lines`` are the lines of the copy that is kept, on the page; ``is_repeated`` says that there
    are two.
    """

    start: int
    end: int
    text: str
    lines: tuple[int, ...]
    is_repeated: bool = False


def find_title(zone: Zone) -> Title | None:
    """The title of an item whose first lines are ``zone``."""
    return _TitleFinder(zone).find()


class _TitleFinder:
    def __init__(self, zone: Zone) -> None:
        self._zone = zone
        places = range(len(zone))
        self._anchor = next(filter(zone.is_anchor, places), None)
        self._prose = next((p for p in places if is_prose(zone.text(p))), len(zone))

    def find(self) -> Title | None:
        title = self._repeated_title() or self._labelled_title()
        if title is not None:
            return title
        if self._anchor is not None and self._anchor <= self._prose:
            return self._title_above(self._anchor)
        return self._first_line_title()

    def _repeated_title(self) -> Title | None:
        """The title by its two copies: the last pair above metadata and prose, else one below."""
        limit = min(self._prose + 2, len(self._zone))  # a title can be as long as prose
        if self._anchor is None or self._anchor > limit:
            return self._last_pair(range(limit))
        below = range(self._anchor, min(len(self._zone), self._anchor + _LATE_TITLE_LINES))
        return self._last_pair(range(self._anchor)) or self._last_pair(below)

    def _last_pair(self, places: range) -> Title | None:
        keys = {place: self._spaceless(place) for place in places if self._can_be_title(place)}
        found: Title | None = None
        found_key = ""
        for start in places:
            pair = self._pair_at(start, keys)
            if pair is None:
                continue
            middle, end = pair
            key = "".join(keys[place] for place in range(start, middle))
            first = found.start if found and key == found_key else start
            kept = self._cleaner(self._title(start, middle), self._title(middle, end))
            found, found_key = Title(first, end, kept.text, kept.lines, is_repeated=True), key
        return found

    def _pair_at(self, start: int, keys: Mapping[int, str]) -> tuple[int, int] | None:
        """Where the second of two equal texts from ``start`` on begins and ends.

        Each takes up to three lines of one block.
        """
        if start not in keys:
            return None
        first = ""
        for middle in range(start + 1, start + 1 + _COPY_LINES):
            if middle not in keys or not self._zone.is_one_block(start, middle):
                return None
            first += keys[middle - 1]
            second = ""
            for end in range(middle + 1, middle + 1 + _COPY_LINES):
                if end - 1 not in keys or not self._zone.is_one_block(middle, end):
                    break
                second += keys[end - 1]
                if first == second and len(first) > 1:
                    return middle, end
                if not first.startswith(second):
                    break
        return None

    def _can_be_title(self, place: int) -> bool:
        if len(self._zone.text(place)) > _TITLE_LENGTH:
            return False
        meta = self._zone.meta(place)
        return meta is None or meta.is_loose or not meta.kinds & _FACTS

    def _labelled_title(self) -> Title | None:
        for place in range(min(self._prose + 1, len(self._zone))):
            if self._has_label(place):
                first = place if self._value(place) else place + 1
                return self._title(place, self._end_of_wrapped(first))
        return None

    def _title_above(self, anchor: int) -> Title | None:
        """The title of a head in which it stands once: what is right above the metadata.

        A bare line in the block of metadata is the source; so a block with nothing above it leaves
        no title, unless more than one bare line, or one too long for a name, begins it.
        """
        zone = self._zone
        if not zone.page.has_blanks:
            return self._wrapped_title(anchor - (anchor > 1 and is_name(zone.text(anchor - 1))))
        above = next(p for p in range(anchor + 1) if zone.block(p) == zone.block(anchor))
        if above:
            return self._wrapped_title(above - self._is_source_apart(above - 1, anchor))
        if anchor == 0:
            return None
        has_source = self._has_other_source(anchor)
        if anchor == 1 and is_name(zone.text(0)) and not has_source:
            return None
        ends_in_source = anchor > 1 and is_name(zone.text(anchor - 1)) and not has_source
        return self._wrapped_title(anchor - ends_in_source)

    def _has_other_source(self, anchor: int) -> bool:
        """Whether the block from ``anchor`` on names a source by label or as its own bare line."""
        for place in range(anchor, len(self._zone)):
            if self._zone.block(place) != self._zone.block(anchor):
                return False
            meta = self._zone.meta(place)
            if meta is None:
                return is_name(self._zone.text(place))
            if meta.kinds & {PartKind.SOURCE, PartKind.NAME}:
                return True
        return False

    def _is_source_apart(self, place: int, anchor: int) -> bool:
        """Whether the line above the first metadata is a source in a block of its own.

        Only where the metadata stand in blocks of their own too, and a title is left above it.
        """
        if place == 0 or anchor + 1 >= len(self._zone) or not self._zone.is_anchor(anchor + 1):
            return False
        if self._zone.block(anchor) in (self._zone.block(place), self._zone.block(anchor + 1)):
            return False
        return is_short_name(self._zone.text(place)) and not self._has_other_source(anchor)

    def _first_line_title(self) -> Title | None:
        """The title of an item without metadata in its head: a short line above prose."""
        if not self._zone:
            return None
        end = self._end_of_wrapped(0)
        text = self._text_of(range(end))
        is_sentence = ends_sentence(text) and text.endswith((".", "…")) and len(text) >= 100
        if is_sentence or len(text) > PROSE_LENGTH or (end > 1 and text.endswith(".")):
            return None
        if end < len(self._zone) and end > 1 and self._zone.block(end) == self._zone.block(0):
            return None  # a hard-wrapped paragraph
        below = [self._zone.text(place) for place in range(end, len(self._zone))]
        if not any(ends_sentence(line) or len(line) >= SENTENCE_LENGTH for line in below):
            return None
        return self._title(0, end)

    def _wrapped_title(self, end: int) -> Title | None:
        """The lines that end before place ``end`` and are one text, wrapped."""
        start = end - 1
        while start > 0 and end - start < _COPY_LINES and self._continues(start):
            start -= 1
        return self._title(start, end) if start >= 0 else None

    def _end_of_wrapped(self, start: int) -> int:
        end = min(start + 1, len(self._zone))
        while end < len(self._zone) and end - start < _COPY_LINES and self._continues(end):
            end += 1
        return end

    def _continues(self, place: int) -> bool:
        """Whether the line at ``place`` is the rest of the one above it."""
        return (
            self._zone.page.has_blanks
            and self._zone.block(place) == self._zone.block(place - 1)
            and self._zone.meta(place) is None
            and self._zone.meta(place - 1) is None
            and wraps(self._zone.text(place - 1), self._zone.text(place))
        )

    def _has_label(self, place: int) -> bool:
        key = self._zone.line(place).key
        return ":" in key and bool(_TITLE_LABEL.fullmatch(key))

    def _value(self, place: int) -> str:
        """A line without «عنوان:» before it."""
        text = self._zone.text(place)
        return re.split("[:：]", text, maxsplit=1)[1].strip() if self._has_label(place) else text

    def _spaceless(self, place: int) -> str:
        """A line without «عنوان:» before it, folded for comparing."""
        if self._has_label(place):
            return fold_spaceless(self._value(place))
        return self._zone.line(place).spaceless

    def _text_of(self, places: Iterable[int]) -> str:
        return " ".join(filter(None, map(self._value, places)))

    def _title(self, start: int, end: int) -> Title:
        places = range(start, end)
        lines = tuple(self._zone.lines[place] for place in places)
        return Title(start, end, self._text_of(places), lines)

    def _cleaner(self, first: Title, second: Title) -> Title:
        """The copy of a title that is clean, with its ZWNJ, on fewer lines; else the first."""
        printed, printed_again = self._printed(first), self._printed(second)
        if printed == printed_again or _dirt_of(printed) <= _dirt_of(printed_again):
            return first
        return second

    def _printed(self, title: Title) -> list[str]:
        lines = self._zone.page.lines
        return [lines[index].printed.strip() for index in title.lines]


def _dirt_of(lines: list[str]) -> tuple[int, int, int]:
    """Sorts copies of a title as printed."""
    printed = " ".join(lines)
    return len(_DIRT.findall(printed)), -printed.count("\u200c"), len(lines)
