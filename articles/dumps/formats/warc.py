"""Web archives: WARC of any crawler, compressed record by record or not, and WET, their text.

A record is an item where it holds a page or the text of one, or revisits one of the same file: then
it is another capture of the same bytes. All others are skipped, by their kind.
Its bytes are the record with its headers, so that address and time stay with it. A damaged record
is one rejected item, and reading goes on with the next.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from articles.dumps.formats.composed import read_composed
from articles.dumps.formats.page import page_text, read_page
from articles.dumps.formats.page_lines import compose_lines, lines_text
from articles.dumps.formats.protocol import (
    Blocks,
    InputFormat,
    ParseOptions,
    Skipped,
    SplitItem,
)
from articles.dumps.formats.record import failed
from articles.dumps.records import ErrorCode, ParsedItem
from articles.dumps.web.charset import decoded
from articles.expressions import regex

_GZIP = b"\x1f\x8b\x08"
_VERSION = regex(rb"WARC/\d\.\d\d?\r?\n")
_NEXT = regex(rb"\r\n\r\n(?=WARC/\d)")
_HEADER_END = regex(rb"\r?\n\r?\n")
_LONGEST_HEADER = 64 * 1024
_STATUS = regex(rb"HTTP/\d(?:\.\d)? (\d{3})")
_HTTP_TYPE = regex(rb"(?im)^content-type:[ \t]*([^\r\n]*)")
_HTTP_ENCODED = regex(rb"(?im)^(?:content|transfer)-encoding:[ \t]*\S")
_PAGES = ("text/html", "application/xhtml+xml")
_MOST_DECODED = 64 * 1024 * 1024
_MOST_KEPT = 16 * 1024 * 1024
"""Bytes of responses that are held for revisits."""
_STEP = 16 * 1024
_AMPLE = 16 * 1024
"""Of a block, so much tells status and type."""


class Warc:
    name = "warc"

    def recognises(self, beginning: bytes, name: str) -> bool:
        """By its version line, also inside gzip."""
        if beginning.startswith(_GZIP):
            beginning = _unzipped_start(beginning)
        return bool(_VERSION.match(beginning))

    def split(self, blocks: Blocks, *, max_item_bytes: int) -> Iterator[SplitItem | Skipped]:
        seen = _Responses()
        records = _records(_unzipped(blocks()), max_item_bytes)
        for number, record in enumerate(records, 1):
            kind, raw = _kind(record), record.raw
            if kind == "revisit" and (known := seen.of(record)):
                raw = known
            elif kind and not record.problem:
                yield Skipped(kind)
                continue
            elif not record.problem:
                seen.note(record)
            yield SplitItem(
                number,
                record.start,
                record.end,
                raw,
                "warc",
                record.moment,
                record.problem,
                record.address,
            )

    def parse(self, raw: bytes, encoding: str, options: ParseOptions) -> ParsedItem:
        page = _page_of(raw)
        if page is None:
            return failed(ErrorCode.MALFORMED)
        text, address, is_markup = page
        if is_markup:
            return read_page(text, address, options)
        composed = compose_lines(text, address, options.reference)
        return read_composed(composed, options) if composed else failed(ErrorCode.NO_ARTICLE)

    def text(self, raw: bytes, encoding: str) -> str:
        page = _page_of(raw)
        if page is None:
            return raw.decode("utf-8", "replace")
        text, address, is_markup = page
        return page_text(text, address) if is_markup else lines_text(text, address)


FORMAT: InputFormat = Warc()


class _Record(NamedTuple):
    """A record with its place in the unzipped file; ``problem`` where it is damaged."""

    start: int
    end: int
    raw: bytes
    headers: dict[str, str]
    problem: ErrorCode | None = None

    @property
    def address(self) -> str:
        return self.headers.get("warc-target-uri", "").strip("<>")

    @property
    def moment(self) -> datetime | None:
        try:
            return datetime.fromisoformat(self.headers.get("warc-date", ""))
        except ValueError:
            return None


class _Responses:
    """The latest responses of a file, of which a revisit has the bytes: it is a later capture."""

    def __init__(self) -> None:
        self._known: dict[str, _Record] = {}
        self._size = 0

    def note(self, record: _Record) -> None:
        """Keep a record, the oldest ones no longer."""
        self._forget(record.address)
        self._known[record.address] = record
        self._size += len(record.raw)
        while self._size > _MOST_KEPT:
            self._forget(next(iter(self._known)))

    def _forget(self, address: str) -> None:
        if known := self._known.pop(address, None):
            self._size -= len(known.raw)

    def of(self, revisit: _Record) -> bytes | None:
        """The bytes of the response that a revisit repeats."""
        told = revisit.headers
        of = told.get("warc-refers-to-target-uri", "").strip("<>") or revisit.address
        known = self._known.get(of)
        digest = told.get("warc-payload-digest", "")
        if known is None or digest != known.headers.get("warc-payload-digest", digest):
            return None
        return known.raw


def _kind(record: _Record) -> str:
    """Why a record is no item; empty where it is one."""
    kind = record.headers.get("warc-type", "")
    content_type = record.headers.get("content-type", "").lower()
    if kind == "conversion":
        return "" if content_type.startswith("text/plain") else f"conversion {content_type}"
    if kind == "resource":
        return "" if content_type.startswith(_PAGES) else f"resource {_plain(content_type)}"
    if kind != "response" or not content_type.startswith("application/http"):
        return _plain(kind if kind != "response" else f"response {content_type}") or "unknown"
    head = record.raw[: _LONGEST_HEADER + _AMPLE]
    match = _STATUS.search(head)
    if match is None or match[1] != b"200":
        return f"response {match[1].decode()}" if match else "response"
    found = _HTTP_TYPE.search(_http_head(head, match.start()))
    http_type = found[1].decode("latin-1").lower().strip() if found else "text/html"
    return "" if http_type.startswith(_PAGES) else f"response {_plain(http_type)}"


def _http_head(raw: bytes, start: int) -> bytes:
    """The header of a response that begins at ``start``, with the blank line below it."""
    end = _HEADER_END.search(raw, start)
    return raw[start : end.end() if end else len(raw)]


def _plain(content_type: str) -> str:
    return re.sub(r"[^\w/+.-]", " ", content_type.partition(";")[0]).strip()[:60]


# -- bytes to records -----------------------------------------------------------------------------


def _unzipped_start(data: bytes) -> bytes:
    try:
        return zlib.decompressobj(31).decompress(data, 1024)
    except zlib.error:
        return b""


def _unzipped(blocks: Iterable[bytes]) -> Iterator[bytes | None]:
    """The bytes of a file that may be made of gzip members; None where some are damaged."""
    iterator = iter(blocks)
    first = next(iterator, b"")
    if not first.startswith(_GZIP):
        yield first
        yield from iterator
        return
    data, at, member = first, 0, zlib.decompressobj(31)
    while True:
        # In small steps, so that what stands before damage comes out.
        piece = data[at : at + _STEP]
        try:
            out = member.decompress(piece, 1 << 20)
            left = member.unused_data if member.eof else member.unconsumed_tail
            at += len(piece) - len(left)
            if out:
                yield out
        except zlib.error:
            yield None
            found = data.find(_GZIP, at + 1)
            at, member = (found if found >= 0 else len(data)), zlib.decompressobj(31)
        if member.eof:
            member = zlib.decompressobj(31)
            while data[at : at + 1] == b"\0":
                at += 1
        if at >= len(data):
            data, at = next(iterator, b""), 0
            if not data:
                return


def _records(chunks: Iterable[bytes | None], limit: int) -> Iterator[_Record]:
    """The records of a stream, in flat memory."""
    stream = _Stream(chunks)
    while True:
        start = stream.position
        head = stream.header()
        if head is None:
            if stream.is_at_end:
                return
            raw = stream.to_next_record(limit)
            yield _Record(start, stream.position, raw, {}, ErrorCode.UNREADABLE)
            continue
        headers = _headers(head)
        length = headers.get("content-length", "")
        if not length.isdecimal() or len(length) > 15:
            raw = head + stream.to_next_record(limit)
            yield _Record(start, stream.position, raw, headers, ErrorCode.MALFORMED)
            continue
        block, is_whole = stream.take(int(length), limit)
        if not is_whole and (found := _NEXT.search(block)):
            stream.take_back(block[found.end() :])  # the length was wrong
            block = block[: found.end()]
        problem = None if is_whole else ErrorCode.UNREADABLE
        if int(length) > limit and is_whole:
            problem = ErrorCode.TOO_LARGE
        yield _Record(start, stream.position, head + block, headers, problem)
        stream.skip_line_ends()


class _Stream:
    """Bytes that are read once; damage ends what is being read."""

    def __init__(self, chunks: Iterable[bytes | None]) -> None:
        self._chunks = iter(chunks)
        self._buffer = b""
        self._at = 0  # what stands before it has been taken
        self.position = 0
        self.is_at_end = False
        self._is_damaged = False

    def take_back(self, data: bytes) -> None:
        """Put bytes back that belong to what follows."""
        self._buffer, self._at = data + self._buffer[self._at :], 0
        self.position -= len(data)
        self.is_at_end = False

    @property
    def _waiting(self) -> int:
        return len(self._buffer) - self._at

    def _more(self) -> bool:
        """Read on; whether bytes came."""
        chunk = next(self._chunks, b"")
        if chunk is None:
            self._is_damaged = True
            return False
        if not chunk:
            self.is_at_end = not self._waiting
            return False
        self._buffer, self._at = self._buffer[self._at :] + chunk, 0
        return True

    def _drop(self, count: int) -> None:
        self._at += count
        self.position += count

    def _taken(self, count: int) -> bytes:
        taken = self._buffer[self._at : self._at + count]
        self._drop(len(taken))
        return taken

    def header(self) -> bytes | None:
        """The header of a record, with the blank line below it; None where there is none."""
        while True:
            if self._waiting >= 12 and not _VERSION.match(self._buffer, self._at):
                return None
            match = _HEADER_END.search(self._buffer, self._at)
            if match:
                return self._taken(match.end() - self._at)
            if self._waiting > _LONGEST_HEADER:
                return None
            if not self._more():
                self.is_at_end = not self._waiting and not self._is_damaged
                self._is_damaged = False
                return None

    def take(self, count: int, keep: int) -> tuple[bytes, bool]:
        """So many bytes, of which the first are kept, and whether all were there."""
        kept = bytearray()
        while count:
            if not self._waiting and not self._more():
                return bytes(kept), False
            length = min(count, self._waiting)
            count -= length
            if len(kept) < keep:
                kept += self._buffer[self._at : self._at + min(length, keep - len(kept))]
            self._drop(length)
        return bytes(kept), True

    def skip_line_ends(self) -> None:
        while True:
            while self._buffer[self._at : self._at + 1] in _LINE_END:
                self._drop(1)
            if self._waiting or not self._more():
                return

    def to_next_record(self, keep: int) -> bytes:
        """Pass what is no record; returns the first bytes of it."""
        kept = bytearray()
        while True:
            match = _VERSION.search(self._buffer, self._at + 1)
            count = match.start() - self._at if match else max(0, self._waiting - 16)
            kept += self._taken(count)[: max(0, keep - len(kept))]
            if match:
                return bytes(kept)
            if not self._more():
                kept += self._taken(self._waiting)
                if not self._more():
                    self.is_at_end = not self._waiting
                    return bytes(kept)


_LINE_END = (b"\r", b"\n")


def _headers(head: bytes) -> dict[str, str]:
    """The fields of a header by lower-case name; the first of each."""
    found: dict[str, str] = {}
    for line in head.decode("utf-8", "replace").splitlines()[1:]:
        name, colon, value = line.partition(":")
        if colon:
            found.setdefault(name.strip().lower(), value.strip())
    return found


# -- a record to its page -------------------------------------------------------------------------


def _page_of(raw: bytes) -> tuple[str, str, bool] | None:
    """Text, address, and whether the text is markup; None where the record cannot be read."""
    match = _HEADER_END.search(raw, 0, _LONGEST_HEADER)
    if match is None or not _VERSION.match(raw):
        return None
    headers = _headers(raw[: match.end()])
    length = headers.get("content-length", "")
    block = raw[match.end() :][: int(length)] if length.isdecimal() else b""
    content_type = headers.get("content-type", "")
    kind = headers.get("warc-type", "")
    if kind == "response":
        head = _http_head(block, 0)
        found = _HTTP_TYPE.search(head)
        content_type = found[1].decode("latin-1") if found else ""
        is_encoded = _HTTP_ENCODED.search(head)
        body = block[len(head) :]
        undone = _undone(body, head) if is_encoded else body
        if undone is None:
            return None
        block = undone
    address = headers.get("warc-target-uri", "").strip("<>")
    return decoded(block, content_type), address, kind != "conversion"


def _undone(body: bytes, head: bytes) -> bytes | None:
    """The body of a response without its encodings; None where they are damaged."""
    from warcio.bufferedreaders import BufferedReader, ChunkedDataReader  # few imports need it

    told = _headers(head)
    coding = told.get("content-encoding", "").lower()
    reader = ChunkedDataReader if told.get("transfer-encoding") == "chunked" else BufferedReader
    known = coding if coding in BufferedReader.get_supported_decompressors() else None
    try:
        payload: bytes = reader(io.BytesIO(body), decomp_type=known).read(_MOST_DECODED)
        return payload
    except Exception:  # the library raises many kinds, by what is damaged
        return None
