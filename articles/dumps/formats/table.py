"""Tables: CSV and TSV, also as Excel writes them, and Excel's own files row by row.

The first row names the columns. The bytes of an item are that row and its own, so that they can be
read by themselves; of a row of Excel they are a JSON object of its cells, formulas as their text.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from articles.dumps.decode import WIDE_UNITS, WINDOWS_1256, detect_encoding
from articles.dumps.formats.json_text import load
from articles.dumps.formats.mapping import MOST_NAMES
from articles.dumps.formats.protocol import Blocks, InputFormat, ParseOptions, SplitItem, joined
from articles.dumps.formats.record import failed, read_record, record_text
from articles.dumps.formats.vocabulary import FIELD_OF, name_key
from articles.dumps.mojibake import UTF_8
from articles.dumps.records import ErrorCode, ParsedItem

_DELIMITERS = ",;\t|"
_NAME_LENGTH = 80
_SUFFIXES = (".csv", ".tsv", ".tab")
_CODECS = {UTF_8: "utf-8", WINDOWS_1256: "cp1256"} | {name: name for name in WIDE_UNITS}
_MOST_LINES = 20_000
"""A row of more lines has lost a quotation mark."""
_MOST_UNPACKED = 512 * 1024 * 1024
_OFFICE_PARTS = (b"[Content_Types].xml", b"_rels/.rels", b"docProps/")
_ZIP_HEADER = 30
"""Bytes before the name of the first part of a ZIP file."""
_WORKBOOK = 64 * 1024 * 1024


class Csv:
    name = "csv"

    def recognises(self, beginning: bytes, name: str) -> bool:
        """By a first row of names of which two are known, or, where the file is called so, by one,
        or by a second row of as many cells."""
        codec = _CODECS.get(detect_encoding([beginning]).name)
        if codec is None:
            return False
        text = beginning.decode(codec, "ignore").removeprefix("\ufeff")
        lines = [line for line in text.split("\n", 3)[:3] if line.strip()]
        if lines and _is_hint(lines[0]):
            del lines[0]
        header = lines[0] if lines else ""
        names = _cells(header, _delimiter_of(header))
        if len(names) < 2 or len(set(names)) < len(names) - 1:
            return False
        if not all(len(each) <= _NAME_LENGTH for each in names):
            return False
        known = sum(name_key(each) in FIELD_OF for each in names)
        is_called_so = name.lower().endswith(_SUFFIXES)
        return known >= 2 or (is_called_so and (known == 1 or _agrees(names, header, lines[1:])))

    def split(self, blocks: Blocks, *, max_item_bytes: int) -> Iterator[SplitItem]:
        encoding = detect_encoding(blocks()).name
        codec = _CODECS.get(encoding, "utf-8")
        header = b""
        number = 0
        for start, end, row in _rows(blocks(), codec, max_item_bytes):
            if row is not None and not row.decode(codec, "ignore").strip("\ufeff \r\n\0"):
                continue
            if not header:
                if row is None:
                    yield SplitItem(1, start, end, None, encoding)
                    return
                header = b"" if _is_hint(row.decode(codec, "ignore")) else row
                continue
            number += 1
            yield SplitItem(number, start, end, None if row is None else header + row, encoding)
        if not number:
            yield SplitItem(1, 0, len(header), header, encoding)

    def parse(self, raw: bytes, encoding: str, options: ParseOptions) -> ParsedItem:
        record = _record(raw, encoding)
        return failed(record) if isinstance(record, ErrorCode) else read_record(record, options)

    def record(self, raw: bytes, encoding: str) -> dict[str, Any] | None:
        record = _record(raw, encoding)
        return None if isinstance(record, ErrorCode) else dict(record)

    def text(self, raw: bytes, encoding: str) -> str:
        record = _record(raw, encoding)
        text = "" if isinstance(record, ErrorCode) else record_text(record)
        return text or raw.decode(_CODECS.get(encoding, "utf-8"), "replace")


def _agrees(names: Sequence[str], header: str, rows: Sequence[str]) -> bool:
    """Whether a row has as many cells as there are names; names without end are enough."""
    if len(names) > MOST_NAMES:
        return True
    return bool(rows) and len(_cells(rows[0], _delimiter_of(header))) == len(names)


def _is_hint(line: str) -> bool:
    """Excel's own first line, which names the delimiter."""
    return line.removeprefix("\ufeff").strip().lower().startswith("sep=")


def _delimiter_of(header: str) -> str:
    return max(_DELIMITERS, key=header.count)


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        rows = list(csv.reader([line.strip("\r\n")], delimiter=delimiter))
    except csv.Error:
        return []
    return [cell.strip().strip("\ufeff") for cell in rows[0]] if rows else []


def _rows(
    blocks: Iterable[bytes], codec: str, limit: int
) -> Iterator[tuple[int, int, bytes | None]]:
    """Start, end and bytes of each row: lines up to one where all quotation marks are closed."""
    quote, newline = '"'.encode(codec), "\n".encode(codec)
    start = size = lines = 0
    parts: list[bytes] = []
    marks = 0
    for line in _lines(blocks, newline):
        size += len(line)
        lines += 1
        marks += line.count(quote)
        if size <= limit:
            parts.append(line)
        if marks % 2 == 0 or lines >= _MOST_LINES:
            yield start, start + size, b"".join(parts) if size <= limit else None
            start, size, lines, marks, parts = start + size, 0, 0, 0, []
    if size:
        yield start, start + size, b"".join(parts) if size <= limit else None


def _lines(blocks: Iterable[bytes], newline: bytes) -> Iterator[bytes]:
    pending = b""
    for block in blocks:
        lines = (pending + block).split(newline)
        pending = lines.pop()
        yield from (line + newline for line in lines)
        while len(pending) > 1 << 20:  # a line without end is passed on in pieces
            yield pending[: 1 << 20]
            pending = pending[1 << 20 :]
    if pending:
        yield pending


def _record(raw: bytes, encoding: str) -> dict[str, str] | ErrorCode:
    """The row by the names of its columns."""
    try:
        text = raw.decode(_CODECS.get(encoding, "utf-8"))
    except UnicodeDecodeError:
        text = raw.decode(_CODECS.get(encoding, "utf-8"), "replace")
    text = text.removeprefix("\ufeff").replace("\0", "")
    delimiter = _delimiter_of(text.partition("\n")[0])
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return ErrorCode.MALFORMED
    if len(rows) < 2:
        return ErrorCode.NO_CONTENT
    names, cells = rows[0], rows[1]
    if len(names) > MOST_NAMES or len(cells) > MOST_NAMES:
        return ErrorCode.TOO_COMPLEX
    if len(rows) > 2 or any(cell.strip() for cell in cells[len(names) :]):
        return ErrorCode.MALFORMED
    return {name.strip(): cell for name, cell in zip(names, cells, strict=False) if name.strip()}


class Workbook:
    name = "xlsx"

    def recognises(self, beginning: bytes, name: str) -> bool:
        """By the parts of an Office workbook in a ZIP file."""
        if not beginning.startswith(b"PK\x03\x04"):
            return False
        # Some programs write the sheets first, which may be longer than what is seen here.
        first = beginning[_ZIP_HEADER:][: int.from_bytes(beginning[26:28], "little")]
        is_office = any(part in beginning for part in _OFFICE_PARTS)
        return first.startswith(b"xl/") or (is_office and b"xl/" in beginning)

    def split(self, blocks: Blocks, *, max_item_bytes: int) -> Iterator[SplitItem]:
        raw, size = joined(blocks(), max(max_item_bytes, _WORKBOOK))
        if raw is None:
            yield SplitItem(1, 0, size, None, "json")
            return
        number = 0
        try:
            for number, record in enumerate(_workbook_rows(raw), 1):
                text = json.dumps(record, ensure_ascii=False).encode()
                yield SplitItem(number, 0, size, text[: max_item_bytes + 1], "json")
        except Exception:  # the library raises many kinds, by what is damaged
            yield SplitItem(number + 1, 0, size, raw[:max_item_bytes], "json", None, _DAMAGED)
            return
        if not number:
            yield SplitItem(1, 0, size, b"{}", "json")

    def parse(self, raw: bytes, encoding: str, options: ParseOptions) -> ParsedItem:
        record, error = load(raw)
        return failed(error) if error else read_record(record, options)

    def record(self, raw: bytes, encoding: str) -> dict[str, Any] | None:
        record, _ = load(raw)
        return record if isinstance(record, dict) else None

    def text(self, raw: bytes, encoding: str) -> str:
        return record_text(load(raw)[0]) or raw.decode("utf-8", "replace")


_DAMAGED = ErrorCode.MALFORMED


def _workbook_rows(raw: bytes) -> Iterator[dict[str, Any]]:
    """The rows of all sheets that have a row of names with anything below it."""
    import openpyxl  # here, because few imports need it

    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        if sum(info.file_size for info in parts.infolist()) > _MOST_UNPACKED:
            raise ValueError("too much in it")
    book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, keep_links=False)
    for sheet in book.worksheets:
        names: Sequence[str] = ()
        for row in sheet.iter_rows(values_only=True):
            cells = [_cell(value) for value in row]
            if not any(cell not in (None, "") for cell in cells):
                continue
            if not names:
                names = [str(cell or "").strip() for cell in cells]
                continue
            yield {name: cell for name, cell in zip(names, cells, strict=False) if name}


def _cell(value: Any) -> Any:
    match value:
        case datetime():
            return value.isoformat(sep=" ", timespec="minutes")
        case date() | time():
            return value.isoformat()
        case str() | int() | float() | bool() | None:
            return value
        case _:
            return str(value)


CSV: InputFormat = Csv()
XLSX: InputFormat = Workbook()
