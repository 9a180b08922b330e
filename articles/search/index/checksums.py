"""Checks the files of an index for damage.

Tantivy ends each file of a segment with a footer (JSON with the CRC-32 of all before it, the
footer's length, a magic number), but verifies it only on request, which its Python package cannot
do. Damage that leaves a file readable would otherwise look like words that no article has.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

from articles.search.index.files import Generation

_TAIL = struct.Struct("<II")
"""Length of the footer's JSON, and the magic number."""
_MAGIC = 1337
_BLOCK = 1024 * 1024


def damaged_files(generation: Generation) -> Iterator[str]:
    """Names of damaged segment files.

    Raises OSError or ValueError if the list of segments cannot be read.
    """
    for name in _segments(generation):
        for path in sorted(generation.folder.glob(f"{name}.*")):
            if not _is_whole(path):
                yield path.name


def _segments(generation: Generation) -> list[str]:
    meta = json.loads(generation.meta.read_text(encoding="utf-8"))
    try:
        return [segment["segment_id"].replace("-", "") for segment in meta["segments"]]
    except (LookupError, TypeError, AttributeError) as error:
        raise ValueError("meta.json names no segments") from error


def _is_whole(path: Path) -> bool:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            file.seek(max(size - _TAIL.size, 0))
            length, magic = _TAIL.unpack(file.read())
            end = size - _TAIL.size - length
            if magic != _MAGIC or end < 0:
                return False
            file.seek(end)
            wanted = json.loads(file.read(length))["crc"]
            file.seek(0)
            found = 0
            while end > 0 and (block := file.read(min(_BLOCK, end))):
                found = zlib.crc32(block, found)
                end -= len(block)
        return bool(found == wanted)
    except FileNotFoundError:
        return True  # removed by a merge meanwhile
    except (struct.error, ValueError, LookupError, TypeError):
        return False
