"""Exports in plain or compressed files."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import IO, cast

from articles.new_files import new_file

STANDARD_STREAM = "-"
LONGEST_LINE = 256 * 1024 * 1024
_COMPRESSED_SUFFIX = ".gz"
_GZIP_MAGIC = b"\x1f\x8b"
_GZIP_LEVEL = 3  # captures are compressed already, so higher levels gain nothing
_BUFFER = 256 * 1024


class DamagedFileError(Exception):
    """A compressed file is truncated or damaged."""


@contextmanager
def export_writer(path: str) -> Iterator[IO[bytes]]:
    """The output of an export: a new file, compressed if its name ends in ``.gz``, or ``-``."""
    if path == STANDARD_STREAM:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with new_file(Path(path)) as file:
        if not path.endswith(_COMPRESSED_SUFFIX):
            yield file
            return
        # No name and time in the header, so that the same archive gives the same bytes.
        packer = gzip.GzipFile("", "wb", _GZIP_LEVEL, file, mtime=0)
        with packer, io.BufferedWriter(packer, _BUFFER) as buffered:
            yield buffered


@contextmanager
def export_reader(path: str) -> Iterator[Iterator[bytes]]:
    """The lines of an export, compressed or not. Raises OSError, or DamagedFileError while
    reading."""
    if path == STANDARD_STREAM:
        yield _lines(cast(io.BufferedReader, sys.stdin.buffer))
        return
    with Path(path).open("rb") as file:
        yield _lines(file)


def _lines(file: io.BufferedReader) -> Iterator[bytes]:
    try:
        # Peek, because a pipe cannot seek back.
        packed = file.peek(len(_GZIP_MAGIC)).startswith(_GZIP_MAGIC)
        with gzip.GzipFile(fileobj=file) if packed else nullcontext(file) as unpacked:
            while line := unpacked.readline(LONGEST_LINE):
                yield line
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise DamagedFileError(str(error)) from error
