"""JSON records: JSON Lines (one object a line), and JSON documents that are or hold a list of them.

A document is gone through byte by byte, so that a list of any length is read in flat memory and
each object keeps its place.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from articles.dumps.formats.mapping import propose
from articles.dumps.formats.protocol import Blocks, InputFormat, ParseOptions, SplitItem
from articles.dumps.formats.record import failed, read_record, record_text
from articles.dumps.records import ErrorCode, ParsedItem
from articles.expressions import regex

_BOM = b"\xef\xbb\xbf"
_START = regex(rb"\s*[\[{]\s*(?:[\"{\[\]}]|$)")
_MARKS = regex(rb"[\"{}\[\]]")
_STRING_END = regex(rb"[\"\\]")
_MOST_LEVELS = 64
_LINE_NAMES = (".jsonl", ".ndjson", ".jl", ".jsonlines")


def load(raw: bytes) -> tuple[Any, ErrorCode | None]:
    """The value of a JSON text, or why there is none."""
    try:
        return json.loads(raw.removeprefix(_BOM)), None
    except RecursionError:
        return None, ErrorCode.TOO_COMPLEX
    except (ValueError, UnicodeDecodeError):
        return None, ErrorCode.MALFORMED


class _Records:
    """What both have in common: an item is one object."""

    def parse(self, raw: bytes, encoding: str, options: ParseOptions) -> ParsedItem:
        record, error = load(raw)
        return failed(error) if error else read_record(record, options)

    def record(self, raw: bytes, encoding: str) -> dict[str, Any] | None:
        record, _ = load(raw)
        return record if isinstance(record, dict) else None

    def text(self, raw: bytes, encoding: str) -> str:
        return record_text(load(raw)[0]) or raw.decode("utf-8", "replace")


class JsonLines(_Records):
    name = "jsonl"

    def recognises(self, beginning: bytes, name: str) -> bool:
        """By a first line that is an object, and a second that begins as one."""
        first, newline, rest = beginning.removeprefix(_BOM).lstrip().partition(b"\n")
        if not first.startswith(b"{"):
            return False
        if not newline:
            return name.lower().endswith(_LINE_NAMES)
        is_object = isinstance(load(first)[0], dict)
        following = rest.lstrip()
        if not following:
            return is_object and name.lower().endswith(_LINE_NAMES)
        return following.startswith(b"{") and (is_object or b"}" in first)

    def split(self, blocks: Blocks, *, max_item_bytes: int) -> Iterator[SplitItem]:
        number = 0
        for start, end, line in lines_of(blocks(), max_item_bytes):
            if line is None or line.removeprefix(_BOM).strip():
                number += 1
                yield SplitItem(number, start, end, line, "utf-8")


class JsonDocument(_Records):
    name = "json"

    def recognises(self, beginning: bytes, name: str) -> bool:
        """By the beginning of an object or a list with something in it."""
        return bool(_START.match(beginning.removeprefix(_BOM)))

    def split(self, blocks: Blocks, *, max_item_bytes: int) -> Iterator[SplitItem]:
        raw = b""
        for block in blocks():
            raw += block
            if len(raw) > max_item_bytes:
                yield from found_or_whole(blocks, None, max_item_bytes)
                return
        value, error = load(raw)
        if isinstance(value, dict) and propose(value).is_usable:
            yield SplitItem(1, 0, len(raw), raw, "utf-8")
            return
        key = None if error else _key_of_records(value)
        yield from found_or_whole(blocks, key, max_item_bytes)


def _key_of_records(value: Any) -> bytes | None:
    """The name of the longest list of objects inside an object; None to take the first list."""
    best: tuple[int, str] = (0, "")
    waiting = [value] if isinstance(value, dict) else []
    for _ in range(1000):
        if not waiting:
            break
        for name, inner in waiting.pop(0).items():
            if isinstance(inner, dict):
                waiting.append(inner)
            elif isinstance(inner, list) and inner and isinstance(inner[0], dict):
                best = max(best, (len(inner), name), key=lambda each: each[0])
    return json.dumps(best[1]).encode()[1:-1] if best[0] else None


def found_or_whole(blocks: Blocks, key: bytes | None, max_item_bytes: int) -> Iterator[SplitItem]:
    """The objects of a document's list, or the whole document as one item that is refused."""
    size = 0
    number = 0
    for number, item in enumerate(objects_in(blocks(), key, max_item_bytes), 1):
        yield item._replace(number=number)
    if number == 0:
        parts = []
        for block in blocks():
            size += len(block)
            parts.append(block)
            if size > max_item_bytes:
                parts.clear()
        yield SplitItem(1, 0, size, b"".join(parts) if size <= max_item_bytes else None, "utf-8")


def lines_of(blocks: Iterable[bytes], limit: int) -> Iterator[tuple[int, int, bytes | None]]:
    """Start, end and bytes of each line; None for the bytes of one that passes the limit."""
    start = size = 0
    parts: list[bytes] = []
    for block in blocks:
        for piece in block.splitlines(keepends=True) if b"\r" not in block else _at_lf(block):
            size += len(piece)
            if size <= limit:
                parts.append(piece)
            if piece.endswith(b"\n"):
                yield start, start + size, b"".join(parts) if size <= limit else None
                start, size, parts = start + size, 0, []
    if size:
        yield start, start + size, b"".join(parts) if size <= limit else None


def _at_lf(block: bytes) -> list[bytes]:
    pieces = [piece + b"\n" for piece in block.split(b"\n")]
    pieces[-1] = pieces[-1][:-1]
    return [piece for piece in pieces if piece]


class _Scan:
    """Where objects of a list begin and end, told block by block."""

    def __init__(self, key: bytes | None, limit: int) -> None:
        self._key = key
        self._limit = limit
        self._levels: list[bytes] = []  # open brackets
        self._wanted: list[bool] = []  # whether each is a list whose objects are items
        self._is_string = False
        self._skip = False  # the next byte is escaped
        self._string = b""  # the last string
        self._item_level = 0
        self._start = 0
        self._size = 0
        self._parts: list[bytes] = []

    def feed(self, block: bytes, offset: int) -> Iterator[SplitItem]:
        """The objects that end in a block, which begins at an offset of the file."""
        begin = 0 if self._item_level else -1
        at = 0
        while True:
            if self._is_string:
                at = self._through_string(block, at)
                if self._is_string:
                    break
                continue
            match = _MARKS.search(block, at)
            if match is None:
                break
            at, mark = match.end(), match[0]
            if mark == b'"':
                self._is_string, self._string = True, b""
            elif mark in b"{[":
                if self._opens_item(mark):
                    self._start, begin = offset + match.start(), match.start()
                self._open(mark)
            elif self._levels:
                self._levels.pop()
                self._wanted.pop()
                if self._item_level and len(self._levels) < self._item_level:
                    self._keep(block[begin:at])
                    yield self._item(offset + at)
                    begin = -1
        if self._item_level:
            self._keep(block[begin:])

    def rest(self, end: int) -> Iterator[SplitItem]:
        """What is left open at the end of a file that was cut."""
        if self._item_level:
            yield self._item(end)._replace(error=ErrorCode.MALFORMED)

    def _through_string(self, block: bytes, at: int) -> int:
        """Go on in a string, to behind its end or to the end of the block."""
        if self._skip and at < len(block):
            self._skip, at = False, at + 1
        while match := _STRING_END.search(block, at):
            if len(self._string) < 200:
                self._string += block[at : match.start()]
            at = match.end()
            if match[0] == b'"':
                self._is_string = False
                return at
            if at >= len(block):
                self._skip = True
                return at
            at += 1
        if len(self._string) < 200:
            self._string += block[at : at + 200]
        return len(block)

    def _opens_item(self, mark: bytes) -> bool:
        return mark == b"{" and not self._item_level and bool(self._wanted) and self._wanted[-1]

    def _open(self, mark: bytes) -> None:
        if self._opens_item(mark):
            self._item_level = len(self._levels) + 1
        is_list = mark == b"[" and len(self._levels) < _MOST_LEVELS
        is_value = self._key is None or (bool(self._levels) and self._string == self._key)
        self._levels.append(mark)
        self._wanted.append(is_list and is_value)
        self._string = b""

    def _keep(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size <= self._limit:
            self._parts.append(piece)

    def _item(self, end: int) -> SplitItem:
        raw = b"".join(self._parts) if self._size <= self._limit else None
        self._item_level, self._size, self._parts = 0, 0, []
        return SplitItem(0, self._start, end, raw, "utf-8")


def objects_in(blocks: Iterable[bytes], key: bytes | None, limit: int) -> Iterator[SplitItem]:
    """The objects directly in a list: in that which is the value of ``key``, or in any."""
    scan, offset = _Scan(key, limit), 0
    for block in blocks:
        yield from scan.feed(block, offset)
        offset += len(block)
    yield from scan.rest(offset)


LINES: InputFormat = JsonLines()
DOCUMENT: InputFormat = JsonDocument()
