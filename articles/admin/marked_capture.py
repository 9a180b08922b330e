"""A capture's text, with the source of each field marked and named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils import timezone

from articles.dumps.formats import ParseOptions
from articles.field_words import label_of_one
from articles.fields import FIELDS
from articles.models import Capture

LONGEST = 60_000
"""How many characters are shown; the raw page has the rest."""

SPANS = {field.span: field.name for field in FIELDS if field.span}
"""The fields that can have places in the text, by the names of these places."""


class Mark(NamedTuple):
    """Characters ``start`` to ``end`` are the source of the field."""

    start: int
    end: int
    field: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of one line; ``begins`` is true where its mark begins, so that it is named once."""

    text: str
    field: str = ""
    begins: bool = False

    @property
    def label(self) -> str:
        return label_of_one(SPANS[self.field]) if self.field else ""


@dataclass(frozen=True, slots=True)
class MarkedCapture:
    """The lines of a capture, each in pieces."""

    capture: Capture
    lines: list[list[Piece]]
    is_cut: bool


def marked_capture(capture: Capture) -> MarkedCapture:
    """Decode the capture like its parser did, and mark what it found."""
    item = capture.parse(ParseOptions(timezone.localdate()))
    text = item.text[:LONGEST]
    spans = (capture.parsed or {}).get("spans", {})
    lines = list(marked_lines(text, marks_of(spans)))
    return MarkedCapture(capture, lines, is_cut=len(item.text) > LONGEST)


def marks_of(spans: Mapping[str, Any]) -> list[Mark]:
    """The marks of a capture's stored spans: [start, end] for a field, or a list of these."""
    marks = []
    for field, places in spans.items():
        if field in SPANS and places:
            several = places if isinstance(places[0], list) else [places]
            marks += [Mark(start, end, field) for start, end in several]
    return marks


def marked_lines(text: str, marks: Iterable[Mark]) -> Iterator[list[Piece]]:
    """The text line by line, without line ends. If marks overlap, the shorter one is shown."""
    owners: list[Mark | None] = [None] * len(text)
    # Longest first, so that shorter marks cover longer ones: a name in its line, a line in its
    # block.
    for mark in sorted(marks, key=lambda mark: mark.start - mark.end):
        for place in range(max(mark.start, 0), min(mark.end, len(text))):
            owners[place] = mark
    named: set[Mark] = set()
    start = 0
    for line in text.splitlines(keepends=True):
        end = start + len(line.rstrip("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029"))
        yield list(_pieces(text, owners, start, end, named))
        start += len(line)


def _pieces(
    text: str, owners: Sequence[Mark | None], start: int, end: int, named: set[Mark]
) -> Iterator[Piece]:
    while start < end:
        owner, stop = owners[start], start + 1
        while stop < end and owners[stop] == owner:
            stop += 1
        if owner is None:
            yield Piece(text[start:stop])
        else:
            yield Piece(text[start:stop], owner.field, begins=owner not in named)
            named.add(owner)
        start = stop
