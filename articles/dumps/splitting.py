"""Splits a dump file into items, in constant memory.

Items are separated by a line of ``=====``, ``-----`` or ``*****`` with an article's head below it,
and by the banner of the file's beginning if it is repeated above a head. A separator belongs to the
item above it. The parser decides what an item says, from the item alone.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import NamedTuple

from articles.dumps.decode import BINARY, WIDE_UNITS, WINDOWS_1256, Encoding
from articles.dumps.head import begins_with_head, leading_banner
from articles.dumps.html import is_html_page
from articles.expressions import regex
from articles.text.folding import fold_spaceless

_SEPARATOR_MARKS = "=-*_~#─━—"
_SEPARATOR = regex(rf"([{re.escape(_SEPARATOR_MARKS)}])(?:\s?\1){{2,}}")
_SHORT_SEPARATOR = 5
"""A separator of fewer marks can part the sections of an article as well."""
_UNDERLINE_LINES = 3
"""With fewer lines above it, a row of ``=`` underlines a title."""
_LINE_BYTES = 1 << 16
"""A longer line is read in pieces of this size: it is prose, neither separator nor banner."""
_LOOK_AHEAD = 24
"""So many lines below a possible beginning are read to see whether an article's head stands there.
"""
_PROBE = 300
"""So many characters of a line are looked at; a longer one is prose."""


@dataclass(frozen=True, slots=True)
class RawItem:
    """One item's place and bytes. The items of a file tile it: starts and ends join up.

    ``number`` counts from 1; ``start`` and ``end`` are byte offsets in the file; ``raw`` is
    ``None`` when the item is larger than the limit.
    """

    number: int
    start: int
    end: int
    raw: bytes | None


def split_items(
    chunks: Iterable[bytes], encoding: Encoding, *, max_item_bytes: int
) -> Iterator[RawItem]:
    """The items of one file, in order; an empty file is one empty item.

    At most one item of ``max_item_bytes`` and a few lines are held at a time.
    """
    chunks = iter(chunks)
    beginning = list(islice(chunks, 2))
    if len(beginning) == 1 and _is_plainly_one(beginning[0], encoding, max_item_bytes):
        yield RawItem(1, 0, len(beginning[0]), beginning[0])
        return
    number, start = 1, 0
    item = _Buffer(max_item_bytes)
    for data, begins in _marked_lines(chain(beginning, chunks), encoding):
        if begins:
            yield RawItem(number, start, start + item.size, item.content())
            number, start = number + 1, start + item.size
            item = _Buffer(max_item_bytes)
        item.add(data)
    yield RawItem(number, start, start + item.size, item.content())


def _is_plainly_one(raw: bytes, encoding: Encoding, max_item_bytes: int) -> bool:
    """Whether a short file has no separator, and its first line only once. Nearly all are such."""
    if len(raw) > min(_LINE_BYTES, max_item_bytes) or encoding.name in (*WIDE_UNITS, BINARY):
        return False
    text = raw.decode(_codec_of(encoding.name), "ignore").replace("\r", "\n")
    lines = [line for printed in text.split("\n") if printed and (line := _probe_text(printed))]
    first = fold_spaceless(lines[0]) if lines else ""
    return bool(first) and not any(
        _is_separator(line) or (place > 0 and _folds_to(first, line))
        for place, line in enumerate(lines)
    )


class _Buffer:
    """The bytes of the item being read, let go of when they pass the limit."""

    def __init__(self, limit: int) -> None:
        self.size = 0
        self._limit = limit
        self._parts: list[bytes] = []

    def add(self, data: bytes) -> None:
        self.size += len(data)
        if self.size > self._limit:
            self._parts.clear()
        else:
            self._parts.append(data)

    def content(self) -> bytes | None:
        return None if self.size > self._limit else b"".join(self._parts)


class _Line(NamedTuple):
    """A line, or a piece of a very long one, and its beginning as text (empty: a blank line)."""

    data: bytes
    text: str


def _marked_lines(chunks: Iterable[bytes], encoding: Encoding) -> Iterator[tuple[bytes, bool]]:
    """The lines of a file; the flag says that an item other than the first begins with the line."""
    if encoding.name == BINARY:
        yield from ((chunk, False) for chunk in chunks)
        return
    lines = _read_lines(chunks, encoding.name)
    ahead: deque[_Line] = deque()
    seams = _Seams()
    while True:
        while len(ahead) <= _LOOK_AHEAD and (line := next(lines, None)) is not None:
            ahead.append(line)
        if not ahead:
            return
        begins = seams.is_seam(ahead)
        yield ahead.popleft().data, begins


class _Seams:
    """Where items begin, told line by line from what was seen of the file so far."""

    def __init__(self) -> None:
        self._top: list[str] = []  # the first lines of the file, blank ones too
        self._first = ""  # the first that is not blank, folded
        self._banner: list[str] | None = None  # the file's banner, folded, when it was needed
        self._is_page = False
        self._separator = ""  # the separator above, when nothing but blank lines stands between
        self._parting: set[str] = set()  # separators that have parted items of this file
        self._filled = 0  # lines of the current item that are not blank
        self._has_prose = False

    def is_seam(self, ahead: deque[_Line]) -> bool:
        """Whether an item begins with ``ahead[0]``; takes note of that line."""
        text = ahead[0].text
        if len(self._top) < _LOOK_AHEAD:
            self._top.append(text)
        if not text:
            return False
        if not self._first:
            self._first = fold_spaceless(text)
            self._is_page = is_html_page("\n".join(line.text for line in ahead))
        if _is_separator(text) and not self._is_page:
            if self._filled >= _UNDERLINE_LINES or self._has_prose:
                self._separator = text
            return False
        seam = self._begins_item(ahead)
        if seam:
            self._filled, self._has_prose = 0, False
        self._separator = ""
        self._filled += 1
        self._has_prose = self._has_prose or len(text) > _PROBE // 3
        return seam

    def _begins_item(self, ahead: deque[_Line]) -> bool:
        if self._separator:
            return self._is_parted(ahead)
        return self._filled > 0 and self._is_banner_again(ahead)

    def _is_parted(self, ahead: deque[_Line]) -> bool:
        """Whether the separator above parts items, rather than the sections of one."""
        lines = [line.text for line in ahead]
        is_short = sum(map(self._separator.count, _SEPARATOR_MARKS)) < _SHORT_SEPARATOR
        if is_short:
            return _has_head(lines, needs_title=True)
        if self._separator in self._parting or _has_head(lines, needs_title=False):
            self._parting.add(self._separator)
            return True
        # A row of = is no ornament: what follows is an item even without a head.
        return self._separator[0] == "=" and len(lines[0]) > _PROBE // 3

    def _is_banner_again(self, ahead: deque[_Line]) -> bool:
        if not _folds_to(self._first, ahead[0].text):
            return False
        lines = [line.text for line in ahead]
        if self._banner is None:
            self._banner = [fold_spaceless(line) for line in leading_banner(self._top)]
        places = [place for place, line in enumerate(lines) if line][: len(self._banner)]
        return (
            bool(self._banner)
            and [fold_spaceless(lines[place]) for place in places] == self._banner
            and _has_head(lines[places[-1] + 1 :], needs_title=True)
        )


def _folds_to(folded: str, line: str) -> bool:
    return abs(len(line) - len(folded)) <= 40 and fold_spaceless(line) == folded


def _is_separator(line: str) -> bool:
    return line[:1] in _SEPARATOR_MARKS and bool(_SEPARATOR.fullmatch(line))


def _has_head(lines: list[str], *, needs_title: bool) -> bool:
    """Whether a head stands in ``lines``, up to the next separator."""
    for place, line in enumerate(lines):
        if _is_separator(line):
            lines = lines[:place]
            break
    return begins_with_head(lines, needs_title=needs_title)


def _read_lines(chunks: Iterable[bytes], encoding: str) -> Iterator[_Line]:
    codec = _codec_of(encoding)
    if encoding in WIDE_UNITS:
        lines = _wide_lines(chunks, "\n".encode(encoding))
    else:
        lines = _byte_lines(chunks)
    for data in lines:
        yield _Line(data, "" if data == b"\n" else _probe_text(data.decode(codec, "ignore")))


def _codec_of(encoding: str) -> str:
    if encoding in WIDE_UNITS:
        return encoding
    return "cp1256" if encoding == WINDOWS_1256 else "utf-8"


def _probe_text(text: str) -> str:
    return text.replace("\ufeff", "").strip(" \t\r\n\v\f\0\u00a0\u200e\u200f")[:_PROBE]


def _byte_lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Lines of a file of bytes, ended by LF, CR or CRLF; very long ones in pieces."""
    pending = b""
    for chunk in chunks:
        lines = (pending + chunk).splitlines(keepends=True)
        pending = b""
        # The last line may go on in the next chunk; a CR there may be half of a CRLF.
        if lines and (not lines[-1].endswith(b"\n")) and len(lines[-1]) < _LINE_BYTES:
            pending = lines.pop()
        yield from lines
    if pending:
        yield pending


def _wide_lines(chunks: Iterable[bytes], newline: bytes) -> Iterator[bytes]:
    """Lines of a UTF-16 or UTF-32 file, ended by LF; very long ones in pieces.

    ``newline`` is one code unit. Units that mean nothing pass; a cut unit ends the last line.
    """
    unit = len(newline)
    pending = b""
    for chunk in chunks:
        pending += chunk
        start = 0
        position = pending.find(newline)
        while position >= 0:
            if position % unit == 0:
                yield pending[start : position + unit]
                start = position + unit
            position = pending.find(newline, position + 1)
        if len(pending) - start > _LINE_BYTES * unit:
            end = len(pending) - len(pending) % unit
            yield pending[start:end]
            start = end
        pending = pending[start:]
    if pending:
        yield pending
