"""The interface of input formats, and its data types."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol, runtime_checkable

from articles.dumps.formats.mapping import FieldMapping
from articles.dumps.overrides import Overrides
from articles.dumps.profiles import Habits, Profile
from articles.dumps.records import ErrorCode, ParsedItem

Blocks = Callable[[], Iterable[bytes]]
"""Gives the bytes of a file from its start, each time it is called."""


class SplitItem(NamedTuple):
    """One item's place in its file, and its bytes.

    ``number`` counts what could be items from 1; ``start`` and ``end`` are byte offsets in the
    file. ``raw`` is all that reading the item again needs, which for a row or an entry includes
    what its file says once for all of them (the header of the table, the name of the feed); it is
    None where the item is larger than the limit. ``encoding`` goes back to ``parse``. ``error`` is
    set on an item that is damaged already as a part of its file; ``address`` is where it was found.
    """

    number: int
    start: int
    end: int
    raw: bytes | None
    encoding: str
    captured_at: datetime | None = None
    error: ErrorCode | None = None
    address: str = ""


class Skipped(NamedTuple):
    """A part of a file that is not meant to be an article, by its kind."""

    kind: str


@dataclass(frozen=True, slots=True)
class ParseOptions:
    """What parsing depends on beside the bytes: the day after which a date lies in the future, and
    what people have decided about the item and about sources.

    ``profiles`` are found by the folded name of their source; ``habits`` are those of the one by
    which a format reads the item. ``mappings`` are those of records that people have set up; where
    none fits, one is made from common names, unless ``proposes`` forbids it.
    """

    reference: date
    overrides: Overrides | None = None
    profiles: Mapping[str, Profile] = field(default_factory=dict)
    habits: Habits | None = None
    mappings: tuple[FieldMapping, ...] = ()
    proposes: bool = True


def joined(blocks: Iterable[bytes], limit: int) -> tuple[bytes | None, int]:
    """All bytes of a file that is one item, None where they pass the limit; their count."""
    parts: list[bytes] = []
    size = 0
    for block in blocks:
        size += len(block)
        parts.append(block)
        if size > limit:
            parts.clear()
    return (b"".join(parts) if size <= limit else None), size


class InputFormat(Protocol):
    """One form of input, as one module gives it."""

    @property
    def name(self) -> str:
        """By which captures name it; never changes."""

    def recognises(self, beginning: bytes, name: str) -> bool:
        """Whether a file that begins so is of this format; ``name`` may be anything."""

    def split(self, blocks: Blocks, *, max_item_bytes: int) -> Iterator[SplitItem | Skipped]:
        """The items of a file, in order and in flat memory; never raises on what it reads."""

    def parse(self, raw: bytes, encoding: str, options: ParseOptions) -> ParsedItem:
        """One item's fields; never raises."""

    def text(self, raw: bytes, encoding: str) -> str:
        """The text that :attr:`ParsedItem.text` is; never raises."""


@runtime_checkable
class RecordFormat(Protocol):
    """A format whose items are records with names, read by a mapping."""

    def record(self, raw: bytes, encoding: str) -> dict[str, Any] | None:
        """The record; None where it cannot be read."""
