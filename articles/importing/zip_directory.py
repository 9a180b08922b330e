"""The directory of a ZIP file, entry by entry.

:mod:`zipfile` makes an object of each entry before anything can be asked: a file of 100 MB with
a million empty members would take a gigabyte of memory. This reads the same directory in flat
memory, so that such a file can be refused first.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from typing import BinaryIO

_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR64 = struct.Struct("<4sLQL")
_ENTRY = struct.Struct("<4s20xL3H12x")
_LONGEST_COMMENT = 0xFFFF


def declared_sizes(stream: BinaryIO) -> Iterator[int]:
    """What each entry says that it unpacks to; ends where the directory does, or its damage."""
    found = _directory(stream)
    if found is None:
        return
    start, end = found
    stream.seek(start)
    while stream.tell() + _ENTRY.size <= end:
        signature, size, name, extra, comment = _ENTRY.unpack(stream.read(_ENTRY.size))
        if signature != b"PK\x01\x02":
            return
        yield size
        stream.seek(name + extra + comment, os.SEEK_CUR)


def _directory(stream: BinaryIO) -> tuple[int, int] | None:
    """Where the directory begins and ends, as :mod:`zipfile` finds it."""
    length = stream.seek(0, os.SEEK_END)
    tail_start = max(0, length - _END.size - _LONGEST_COMMENT)
    stream.seek(tail_start)
    tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or at + _END.size > len(tail):
        return None
    end = tail_start + at
    size = _END.unpack_from(tail, at)[5]
    locator = end - _LOCATOR64.size
    if locator >= _END64.size:
        stream.seek(locator - _END64.size)
        record = stream.read(_END64.size + _LOCATOR64.size)
        if record[_END64.size :].startswith(b"PK\x06\x07") and record.startswith(b"PK\x06\x06"):
            size = _END64.unpack_from(record)[8]
            end = locator - _END64.size
    return (end - size, end) if 0 <= size <= end else None
