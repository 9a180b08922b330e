"""Opening what staff name: files, folders, archives and standard input, as streams of dumps.

An archive is read member by member; what counts are the bytes that really come out, never what its
headers promise. No member is written to disk by its own name: what must be read twice (once for the
encoding, once for the items) goes through an unnamed temporary file.
"""

from __future__ import annotations

import gzip
import os
import stat
import sys
import tarfile
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from articles.dumps.formats import BEGINNING, TEXT, InputFormat, recognise

from .zip_directory import declared_sizes

STANDARD_INPUT = "-"
_BLOCK = 1024 * 1024
_SPOOL_IN_MEMORY = 4 * 1024 * 1024
_MOST_NAMED = 500
"""So many of what was skipped is named; all of it is counted."""
_ARCHIVE_ERRORS = (
    OSError,  # with gzip.BadGzipFile
    EOFError,
    zlib.error,
    zipfile.BadZipFile,
    tarfile.TarError,
    NotImplementedError,  # a ZIP member in a compression that Python does not know
    RuntimeError,  # an encrypted ZIP member
)


class UnreadablePathError(Exception):
    """A path that the user named cannot be opened; ``reason`` is the system's own words."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class LimitExceededError(Exception):
    """More members or bytes came out than the limits allow."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that may be read in all; None is no limit, as on the command line.

    ``links`` says whether a file in a folder may be a link, which can lead out of the folder.
    """

    files: int | None = None
    total_bytes: int | None = None
    links: bool = True


@dataclass(slots=True)
class Tally:
    """What has been read so far; ``skipped`` counts what no format knows, and ``skipped_names``
    the first of them by name or kind."""

    limits: Limits = field(default_factory=Limits)
    files: int = 0
    skipped: int = 0
    skipped_names: Counter[str] = field(default_factory=Counter)
    total_bytes: int = 0

    def file(self) -> None:
        self.files += 1
        self._check(self.files, self.limits.files)

    def skip(self, name: str) -> None:
        """Leave out a file of this name, or a part of one of this kind."""
        self.skipped += 1
        if name in self.skipped_names or len(self.skipped_names) < _MOST_NAMED:
            self.skipped_names[name] += 1
        self._check(self.skipped, self.limits.files)

    def member(self, number: int) -> None:
        """Come to a member of an archive, whatever it is: folders too are read to be passed."""
        self._check(number, self.limits.files)

    def read(self, count: int) -> None:
        self.total_bytes += count
        self._check(self.total_bytes, self.limits.total_bytes)

    def _check(self, count: int, limit: int | None) -> None:
        if limit is not None and count > limit:
            raise LimitExceededError(f"{count} > {limit}")


@dataclass(frozen=True, slots=True)
class DumpFile:
    """One dump, open for reading from its first byte; closed when the next one is asked for.

    ``problem`` says why the stream ends before its end: a cut, damaged or encrypted archive.
    """

    name: str
    stream: BinaryIO
    captured_at: datetime | None
    format: InputFormat
    problem: str = ""

    def blocks(self) -> Iterator[bytes]:
        """The bytes from the start; may be called again, and the stream be moved in between."""
        position = 0
        while True:
            self.stream.seek(position)
            block = self.stream.read(_BLOCK)
            if not block:
                return
            position += len(block)
            yield block


def check_paths(paths: Sequence[str], limits: Limits | None = None) -> None:
    """Raise :class:`UnreadablePathError` for the first path that cannot be read at all.

    Raises :class:`LimitExceededError` for an archive that says itself that it has too many files.
    """
    for path in paths:
        if path == STANDARD_INPUT:
            continue
        try:
            if os.path.isdir(path):
                os.listdir(path)
                for name in _files_below(path):
                    if not os.access(name, os.R_OK):
                        raise UnreadablePathError(_printable(name), os.strerror(13))
            elif not stat.S_ISREG(os.stat(path).st_mode):
                raise UnreadablePathError(_printable(path), "not a regular file")
            else:
                with open(path, "rb") as stream:
                    _check_archive(path, stream, limits or Limits())
        except (OSError, ValueError, zipfile.BadZipFile, tarfile.TarError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise UnreadablePathError(_printable(path), reason) from error


def _check_archive(path: str, stream: BinaryIO, limits: Limits) -> None:
    kind = path.lower()
    if kind.endswith(".zip"):
        if limits.files is not None:
            count = sum(1 for _ in islice(declared_sizes(stream), limits.files + 1))
            if count > limits.files:
                raise LimitExceededError(f"{count} > {limits.files}")
        with zipfile.ZipFile(stream):
            pass
    elif kind.endswith((".tar.gz", ".tgz", ".gz")) and stream.read(2) != b"\x1f\x8b":
        raise tarfile.ReadError("not a gzip file")


def declared_bytes(paths: Sequence[str]) -> int | None:
    """How much there is to read, as far as that is told without reading it; None when not."""
    total = 0
    for path in paths:
        kind = path.lower()
        try:
            if kind.endswith((".gz", ".tgz")) or path == STANDARD_INPUT:
                return None
            if os.path.isdir(path):
                total += sum(os.stat(name).st_size for name in _files_below(path))
            elif kind.endswith(".zip"):
                with open(path, "rb") as stream:
                    total += sum(declared_sizes(stream))
            else:
                total += os.stat(path).st_size
        except OSError:
            return None
    return total


def open_dumps(paths: Sequence[str], tally: Tally) -> Iterator[DumpFile]:
    """Every dump of the paths, in their order; folders and archives in the order of names."""
    for path in paths:
        kind = path.lower()
        if path == STANDARD_INPUT:
            yield from _stream_dump(STANDARD_INPUT, sys.stdin.buffer, None, tally)
        elif os.path.isdir(path):
            for name in _files_below(path):
                if _is_hidden(name) or (os.path.islink(name) and not tally.limits.links):
                    tally.skip(_printable(name))
                else:
                    yield from _plain_file(name, tally, is_found=True)
        elif kind.endswith(".zip"):
            yield from _zip_members(path, tally)
        elif kind.endswith((".tar.gz", ".tgz")):
            yield from _tar_members(path, tally)
        elif kind.endswith(".gz"):
            with gzip.open(path) as stream:
                yield from _stream_dump(path, stream, _file_time(path), tally)
        else:
            yield from _plain_file(path, tally)


def _is_hidden(name: str) -> bool:
    return Path(name).name.startswith(".")


def _format_of(stream: Any, name: str, *, is_found: bool) -> InputFormat | None:
    """The format of an open file; one that was named directly is a text if nothing else."""
    stream.seek(0)
    form = recognise(stream.read(BEGINNING), name)
    return form or (None if is_found else TEXT)


def _files_below(folder: str) -> Iterator[str]:
    for root, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(root, name)
            if os.path.isfile(path):
                yield path


def _plain_file(path: str, tally: Tally, *, is_found: bool = False) -> Iterator[DumpFile]:
    try:
        with open(path, "rb") as stream:
            form = _format_of(stream, path, is_found=is_found)
            if form is None:
                tally.skip(_printable(path))
                return
            tally.file()
            tally.read(os.fstat(stream.fileno()).st_size)
            yield DumpFile(_printable(path), stream, _file_time(path), form)
    except OSError as error:
        # It was there when the paths were checked, and is gone or locked now.
        yield from _unopened(path, error.strerror or str(error), tally)


def _unopened(name: str, problem: str, tally: Tally) -> Iterator[DumpFile]:
    tally.file()
    with tempfile.TemporaryFile() as empty:
        yield DumpFile(_printable(name), empty, None, TEXT, problem)


def _stream_dump(
    name: str, stream: Any, captured_at: datetime | None, tally: Tally, *, is_found: bool = False
) -> Iterator[DumpFile]:
    """A dump whose bytes can be read only once; the stream must have ``read1``."""
    with tempfile.SpooledTemporaryFile(max_size=_SPOOL_IN_MEMORY) as spool:
        problem = _copy(stream, spool, tally, at_most=BEGINNING)
        form = _format_of(spool, name, is_found=is_found)
        if form is None:
            tally.skip(_printable(name))
            return
        tally.file()
        problem = problem or _copy(stream, spool, tally)
        # A spooled file is a BinaryIO in all but name.
        yield DumpFile(_printable(name), spool, captured_at, form, problem)  # type: ignore[arg-type]


def _zip_members(path: str, tally: Tally) -> Iterator[DumpFile]:
    with zipfile.ZipFile(path) as archive:
        for member in sorted(archive.infolist(), key=lambda info: info.filename):
            if member.is_dir():
                continue
            name = f"{path}/{member.filename}"
            if _is_hidden(name) or _is_link(member):
                tally.skip(_printable(name))
                continue
            try:
                stream = archive.open(member)
            except _ARCHIVE_ERRORS as error:
                yield from _unopened(name, _problem(error), tally)
                continue
            with stream:
                yield from _stream_dump(name, stream, _zip_time(member), tally, is_found=True)


def _is_link(member: zipfile.ZipInfo) -> bool:
    mode = member.external_attr >> 16
    return bool(mode) and stat.S_ISLNK(mode)


def _tar_members(path: str, tally: Tally) -> Iterator[DumpFile]:
    # A stream ("r|"): members come in the order of the file, and nothing is read twice.
    try:
        with tarfile.open(path, "r|gz") as archive:
            for number, member in enumerate(archive, 1):
                tally.member(number)
                if member.isdir():
                    continue
                name, before = f"{path}/{member.name}", tally.total_bytes
                stream = archive.extractfile(member) if member.isreg() else None
                if stream is None or _is_hidden(name):
                    tally.skip(_printable(name))
                else:
                    moment = datetime.fromtimestamp(member.mtime, UTC) if member.mtime else None
                    yield from _stream_dump(name, stream, moment, tally, is_found=True)
                # What was left out must be unpacked to be passed.
                tally.read(max(0, member.size - (tally.total_bytes - before)))
                # A stream archive remembers every member it has passed.
                archive.members = []  # type: ignore[attr-defined]
    except _ARCHIVE_ERRORS as error:
        yield from _unopened(path, _problem(error), tally)


def _copy(stream: Any, spool: Any, tally: Tally, *, at_most: int | None = None) -> str:
    """Put the stream's bytes behind those that are there; what went wrong while reading them."""
    spool.seek(0, os.SEEK_END)
    while at_most is None or spool.tell() < at_most:
        try:
            # Not read(): that would lose what came out before the damage.
            block = stream.read1(_BLOCK)
        except _ARCHIVE_ERRORS as error:
            return _problem(error)
        if not block:
            return ""
        tally.read(len(block))
        spool.write(block)
    return ""


def _problem(error: Exception) -> str:
    """Why an archive or its member cannot be read to the end, for people."""
    match error:
        case EOFError():
            return _("it ends too early")
        case NotImplementedError():
            return _("it is compressed in a way that is not known here")
        case RuntimeError():
            return _("it is encrypted: unpack it with its password first")
        case _:
            return str(error) or type(error).__name__


def _file_time(path: str) -> datetime | None:
    """When the file was changed last; none at the beginning of time, as in a tar without times."""
    try:
        moment = os.stat(path).st_mtime
        return datetime.fromtimestamp(moment, UTC) if moment else None
    except (OSError, OverflowError, ValueError):
        return None


def _zip_time(member: zipfile.ZipInfo) -> datetime | None:
    """A ZIP's times name no zone; they are taken as UTC, so that every machine reads the same."""
    try:
        return datetime(*member.date_time, tzinfo=UTC) if member.date_time[0] > 1980 else None
    except ValueError:
        return None


def _printable(name: str) -> str:
    """A file name as text that any database takes: undecodable bytes are written as escapes."""
    return os.fsencode(name).decode("utf-8", "backslashreplace").replace("\0", "\\x00")
