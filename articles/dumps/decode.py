"""Decoding: detects the encoding of a dump, and decodes its items.

A dump is *wide* (UTF-16 or UTF-32, known by its byte order mark or by the shape of its code units)
or *eight-bit* (UTF-8 or windows-1256). In an eight-bit dump every item is judged by its own bytes,
so that one damaged item does not affect the others of its file; the file's encoding only decides
what an item leaves open.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, islice

from articles.dumps.mojibake import UTF_8, is_lost, mend
from articles.dumps.records import ErrorCode, WarningCode
from articles.expressions import regex

WINDOWS_1256 = "windows-1256"
BINARY = "binary"
UNKNOWN = "unknown"
WIDE_UNITS = {"utf-16-le": 2, "utf-16-be": 2, "utf-32-le": 4, "utf-32-be": 4}
"""Wide encodings and the bytes of one code unit."""

_BOMS = (  # UTF-32 before UTF-16: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    b"\x89PNG\r\n",
    b"\xff\xd8\xff",  # JPEG
    b"GIF8",
    b"%PDF-",
    b"PK\x03\x04",
    b"\x1f\x8b\x08",  # gzip
    b"BZh",
    b"\xfd7zXZ\x00",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"\x28\xb5\x2f\xfd",  # Zstandard
    b"\x7fELF",
    b"MZ\x90\x00",
    b"\xd0\xcf\x11\xe0",  # OLE: old Word and Excel
    b"SQLite format 3\x00",
    b"OggS",
    b"ID3",
    b"RIFF",
    b"wOF2",
)
"""First bytes of files that are no text (from their formats' specifications)."""

_ASCII = bytes(range(0x80))
_CONTROLS = (
    bytes(code for code in range(0x20) if code not in b"\0\t\n\v\f\r\x1b\x1c\x1d\x1e") + b"\x7f"
)
_NOT_CONTROLS = bytes(code for code in range(256) if code not in _CONTROLS)
_NOT_CONTROLS_OR_NUL = bytes(code for code in _NOT_CONTROLS if code)
_NOT_ARABIC = bytes(
    code
    for code in range(256)
    if not "\u0600" <= bytes([code]).decode("cp1256") <= "\u06ff" and code not in b"\x9d\xbb\xab"
)
"""What is neither an Arabic character, ZWNJ nor a guillemet in windows-1256."""
_NOT_FREQUENT = bytes(
    code
    for code in range(256)
    if code not in "اليىنمرو".encode("cp1256")  # half of any text
)

_SAMPLE = 4096
_MIN_ARABIC_BYTES = 8
"""Fewer bytes than this above ASCII say nothing about windows-1256."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a dump is encoded.

    ``name`` is stored with each capture and given back to :func:`decode`: ``utf-8``,
    ``windows-1256``, ``utf-16-le``, ``utf-16-be``, ``utf-32-le``, ``utf-32-be``, ``binary`` or
    ``unknown``. ``error`` is set for the last two; each item still decides for itself, except in a
    binary file, which is one item.
    """

    name: str
    error: ErrorCode | None = None


@dataclass(frozen=True, slots=True)
class Decoded:
    """One item's text, and what had to be mended for it."""

    text: str
    warnings: tuple[WarningCode, ...] = ()
    error: ErrorCode | None = None


class _Tally:
    """What the bytes of a stream look like, counted chunk by chunk."""

    def __init__(self) -> None:
        self.size = self.nuls = self.controls = 0
        self.valid = self.invalid = 0  # UTF-8 characters above ASCII, and bytes of none
        self.high = self.arabic = self.frequent = 0  # bytes above ASCII, as windows-1256
        self._pending = b""

    def add(self, chunk: bytes, *, final: bool = False) -> None:
        self.size += len(chunk)
        self.nuls += chunk.count(0)
        self.controls += len(chunk.translate(None, _NOT_CONTROLS))
        if chunk.isascii() and not self._pending:
            return
        data = self._pending + chunk
        try:
            text, used = codecs.utf_8_decode(data, "strict", final)
            self.valid += len(text) - len(data[:used].translate(None, _NOT_ASCII))
        except UnicodeDecodeError:
            text, used = codecs.utf_8_decode(data, "surrogateescape", final)
            wrong = sum(map(len, re.findall("[\udc80-\udcff]+", text)))
            self.invalid += wrong
            self.valid += len(text) - wrong - len(data[:used].translate(None, _NOT_ASCII))
        self._pending = data[used:]
        self.high += len(chunk.translate(None, _ASCII))
        self.arabic += len(chunk.translate(None, _NOT_ARABIC))
        self.frequent += len(chunk.translate(None, _NOT_FREQUENT))

    def verdict(self) -> str:
        """The eight-bit encoding that the bytes speak for."""
        if self.nuls * 10 > self.size or self.controls * 50 > self.size:
            return BINARY
        if self.valid >= 2 * self.invalid:
            return UTF_8
        if (
            self.high >= _MIN_ARABIC_BYTES
            and self.arabic * 10 >= self.high * 9
            and self.frequent * 3 >= self.arabic
        ):
            return WINDOWS_1256
        # Latin text with a stray byte here and there.
        return UTF_8 if self.invalid * 50 <= self.size else UNKNOWN


_NOT_ASCII = bytes(range(0x80, 0x100))


def detect_encoding(chunks: Iterable[bytes]) -> Encoding:
    """Read a dump once, in flat memory, and say how it is encoded; never raises."""
    chunks = iter(chunks)
    beginning = list(islice(chunks, 2))
    if len(beginning) == 1 and _is_clean_utf_8(beginning[0]):  # nearly all dumps
        return Encoding(UTF_8)
    head = b""
    tally = _Tally()
    trailing_nuls = 0
    for chunk in chain(beginning, chunks):
        if len(head) < _SAMPLE:
            head += chunk[: _SAMPLE - len(head)]
        tally.add(chunk)
        stripped = len(chunk.rstrip(b"\0"))
        trailing_nuls = len(chunk) - stripped + (0 if stripped else trailing_nuls)
    wide = _wide_encoding(head)
    if wide:
        return Encoding(wide)
    if is_binary(head):
        return Encoding(BINARY, ErrorCode.BINARY)
    tally.add(b"", final=True)
    _leave_out_padding(tally, trailing_nuls)
    name = tally.verdict()
    errors = {BINARY: ErrorCode.BINARY, UNKNOWN: ErrorCode.BAD_ENCODING}
    return Encoding(name, errors.get(name))


def _is_clean_utf_8(raw: bytes) -> bool:
    return bool(clean_text(raw)) and not is_binary(raw)


def is_binary(raw: bytes) -> bool:
    """Whether bytes begin as those of a file that is no text."""
    return raw.startswith(_SIGNATURES)


def decode(raw: bytes, encoding: str) -> str:
    """The text of one item's ``raw`` bytes, by the stored ``encoding`` name; never raises."""
    return decode_item(raw, encoding).text


def decode_item(raw: bytes, encoding: str) -> Decoded:
    """Like :func:`decode`, with what had to be mended and why the item must be rejected."""
    if encoding in WIDE_UNITS:
        return _finish(_decode_wide(raw, encoding))
    if encoding == BINARY or is_binary(raw):
        return Decoded(_finish(Decoded(raw.decode("latin-1"))).text, error=ErrorCode.BINARY)
    return _finish(_decode_eight_bit(raw, encoding))


def _leave_out_padding(tally: _Tally, trailing_nuls: int) -> None:
    """NULs at the very end are what a full disk or a crash leaves: damage, not another format."""
    tally.nuls -= trailing_nuls
    tally.size -= trailing_nuls


def _wide_encoding(head: bytes) -> str:
    """The UTF-16 or UTF-32 of a dump that begins with ``head``, or ``""``."""
    for bom, name in _BOMS:
        if head.startswith(bom):
            return name
    if b"\0" not in head or is_binary(head):
        return ""
    for name, unit in sorted(WIDE_UNITS.items(), key=lambda item: -item[1]):
        text = head[: len(head) // unit * unit].decode(name, "replace")
        if text and len(_PLAUSIBLE.findall(text)) * 20 >= len(text) * 19:
            return name
    return ""


_PLAUSIBLE = regex("[\t\n\r -~\u00a0-\u00ff\u0600-\u06ff\u2000-\u206f\ufb50-\ufdff\ufe70-\ufeff]")
"""Characters of Latin and Arabic text: in the wrong byte order they turn into others."""


def _decode_wide(raw: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(raw.decode(encoding))
    except UnicodeDecodeError:
        text = raw.decode(encoding, "ignore")
    lost = len(raw) - len(text.encode(encoding))
    if lost * 10 > len(raw):
        return Decoded(text, error=ErrorCode.BAD_ENCODING)
    return Decoded(text, (WarningCode.REPAIRED_ENCODING,))


def _decode_eight_bit(raw: bytes, file_encoding: str) -> Decoded:
    text = clean_text(raw)
    if text:
        return _mended(text, is_damaged=False)
    tally = _Tally()
    tally.add(raw, final=True)
    _leave_out_padding(tally, len(raw) - len(raw.rstrip(b"\0")))
    name = tally.verdict()
    if name == UNKNOWN or (name == UTF_8 and tally.invalid and not tally.valid):
        name = WINDOWS_1256 if file_encoding == WINDOWS_1256 else name
    if name == BINARY:
        return Decoded(raw.decode("latin-1"), error=ErrorCode.BINARY)
    if name == UNKNOWN:
        return Decoded(raw.decode(UTF_8, "replace"), error=ErrorCode.BAD_ENCODING)
    if name == WINDOWS_1256:
        return Decoded(raw.decode("cp1256"))
    return _mended(raw.decode(UTF_8, "ignore"), is_damaged=tally.invalid > 0)


def clean_text(raw: bytes) -> str:
    """The text of bytes that are UTF-8 without NULs and control characters, else ``""``."""
    if raw.translate(None, _NOT_CONTROLS_OR_NUL):
        return ""
    try:
        return raw.decode(UTF_8)
    except UnicodeDecodeError:
        return ""


def _mended(text: str, *, is_damaged: bool) -> Decoded:
    if is_lost(text):
        return Decoded(text, error=ErrorCode.BAD_ENCODING)
    mended = mend(text)
    is_damaged = is_damaged or mended != text
    return Decoded(mended, (WarningCode.REPAIRED_ENCODING,) if is_damaged else ())


def _finish(decoded: Decoded) -> Decoded:
    """Take off the byte order mark and NULs, which no text field may hold."""
    text = decoded.text.removeprefix("\ufeff")
    if "\0" not in text:
        return Decoded(text, decoded.warnings, decoded.error)
    warnings = (WarningCode.NUL_BYTES, *decoded.warnings)
    return Decoded(text.replace("\0", ""), warnings, decoded.error)
