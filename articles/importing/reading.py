"""Opens files, folders, archives and standard input as streams of dumps.

Limits count the bytes that really come out, not what headers claim. Data that must be read twice
(once for the encoding, once for the items) goes through an unnamed temporary file.
"""

from __future__ import annotations

import bz2
import errno
import gzip
import hashlib
import json
import lzma
import os
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO, NamedTuple

from django.utils.translation import gettext as _

from articles.dumps.formats import BEGINNING, TEXT, InputFormat, recognise

from .archives import Member, Unpack, open_zip, problem_of, tar_members, time_of, zip_members
from .limits import Limits, StopReadingError, Tally

STANDARD_INPUT = "-"
_BLOCK = 1024 * 1024
_SPOOL_IN_MEMORY = 4 * 1024 * 1024


class UnreadablePathError(Exception):
    """A path that the user named cannot be opened; ``reason`` is the system's message."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


@dataclass(frozen=True, slots=True)
class DumpFile:
    """One dump, open for reading from its first byte; closed when the next one is asked for.

    ``problem`` says why the stream ends early: a truncated, damaged or encrypted archive.
    """

    name: str
    stream: BinaryIO
    captured_at: datetime | None
    format: InputFormat
    problem: str = ""

    def blocks(self) -> Iterator[bytes]:
        """The bytes from the start; may be called again, even if the stream was moved in
        between."""
        position = 0
        while True:
            self.stream.seek(position)
            block = self.stream.read(_BLOCK)
            if not block:
                return
            position += len(block)
            yield block


class FileState(NamedTuple):
    """The state by which a file is recognised as unchanged."""

    device: int
    inode: int
    size: int
    changed_at: int

    @classmethod
    def of(cls, found: os.stat_result) -> FileState:
        return cls(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)


_UNSEEN = FileState(0, 0, 0, 0)
"""The state of a file that was not there; no file has it."""


def states_of(paths: Sequence[str]) -> dict[str, FileState]:
    """The states of files and folders, and of all files in these, for :func:`open_dumps`."""
    found = {}
    for path in paths:
        for name in (path, *(_files_below(path) if os.path.isdir(path) else ())):
            with suppress(OSError):  # told when it is read
                found[name] = FileState.of(os.lstat(name))
    return found


def fingerprint(states: Mapping[str, FileState]) -> str:
    """A short text that differs if any state does."""
    return hashlib.sha256(json.dumps(sorted(states.items())).encode()).hexdigest()


def check_paths(paths: Sequence[str], limits: Limits | None = None) -> None:
    """Raise :class:`UnreadablePathError` for the first path that cannot be read at all.

    Raises :class:`LimitExceededError` for an archive that has too many members.
    """
    limits = limits or Limits()
    for path in paths:
        if path == STANDARD_INPUT:
            if sys.stdin is None or sys.stdin.closed:
                raise UnreadablePathError(path, _("standard input is closed"))
            continue
        try:
            if os.path.isdir(path):
                os.listdir(path)
                for name in _files_below(path):
                    if not os.access(name, os.R_OK):
                        raise OSError(errno.EACCES, os.strerror(errno.EACCES), name)
            else:
                with _open(path, follow=True) as file:
                    _check_archive(path, file, limits)
        except (OSError, ValueError) as error:
            named = getattr(error, "filename", None) or path
            reason = getattr(error, "strerror", None) or str(error)
            raise UnreadablePathError(_printable(named), reason) from error


def _check_archive(path: str, file: BinaryIO, limits: Limits) -> None:
    if path.lower().endswith(".zip") and limits.files is not None:
        try:
            open_zip(file, limits.files).close()
        except StopReadingError:
            raise
        except Exception:
            pass


def declared_bytes(paths: Sequence[str]) -> int | None:
    """How much there is to read, if that is known without reading; otherwise None."""
    total = 0
    for path in paths:
        kind = path.lower()
        try:
            if kind.endswith((*_UNPACK, *_TARS)) or path == STANDARD_INPUT:
                return None
            if os.path.isdir(path):
                total += sum(os.stat(name).st_size for name in _files_below(path))
            elif kind.endswith(".zip"):
                with _open(path, follow=True) as file, open_zip(file, None) as archive:
                    total += sum(info.file_size for info in archive.infolist())
            else:
                total += os.stat(path).st_size
        except Exception:  # errors are reported when it is read
            return None
    return total


def open_dumps(
    paths: Sequence[str], tally: Tally, seen: Mapping[str, FileState] | None = None
) -> Iterator[DumpFile]:
    """Every dump of the paths, in their order; folders and archives in the order of names.

    ``seen`` are earlier states of paths: files that have changed since are not read, nor are files
    that a folder among them did not have.
    """
    for path in paths:
        if path == STANDARD_INPUT:
            yield from _stream_dump(STANDARD_INPUT, sys.stdin.buffer, None, tally, tally.read)
        elif os.path.isdir(path):
            for name in _files_below(path):
                if _is_hidden(name) or (os.path.islink(name) and not tally.limits.links):
                    tally.skip(_printable(name))
                else:
                    state = seen.get(name, _UNSEEN) if seen and path in seen else None
                    follow = tally.limits.links and state is None
                    yield from _file(name, tally, _found_file, follow=follow, state=state)
        else:
            state = seen.get(path) if seen else None
            yield from _file(path, tally, _reader_of(path), follow=state is None, state=state)


_Reader = Callable[..., Iterator["DumpFile"]]


def _reader_of(path: str) -> _Reader:
    kind = path.lower()
    if kind.endswith((".zip", ".wacz")):
        return _zip_file
    base, suffix = os.path.splitext(kind)
    if suffix in _TARS or (suffix in _UNPACK and base.endswith(".tar")):
        return _tar_file
    if suffix == ".gz":
        return _gz_file
    return _packed_file if suffix in _UNPACK else _plain_file


def _found_file(path: str, file: BinaryIO, tally: Tally) -> Iterator[DumpFile]:
    """A file of a folder: archives there are opened too, when they are what their names say."""
    reader = _reader_of(path)
    if reader is _plain_file:
        yield from _plain_file(path, file, tally, is_found=True)
        return
    beginning = file.read(512)
    file.seek(0)
    if not _is_as_named(path, beginning):
        tally.skip(_printable(path))
    elif reader in (_gz_file, _packed_file):
        yield from reader(path, file, tally, is_found=True)
    else:
        yield from reader(path, file, tally)


def _is_as_named(path: str, beginning: bytes) -> bool:
    """Whether a file begins as an archive of this name does."""
    if path.lower().endswith(".tar"):
        return beginning[257:262] == b"ustar"
    return beginning.startswith(_MAGIC.get(_packing_of(path), b""))


def _packing_of(path: str) -> str:
    """The suffix that tells how a file is compressed, that of a tar archive among them."""
    suffix = os.path.splitext(path.lower())[1]
    return _TARS.get(suffix, suffix)


def _is_hidden(name: str) -> bool:
    return os.path.basename(name).startswith(".")


def _format_of(stream: Any, name: str, *, is_found: bool) -> InputFormat | None:
    """The format of an open file; one that was named directly is read as text if no format knows
    it."""
    stream.seek(0)
    form = recognise(stream.read(BEGINNING), _unpacked_name(name))
    return form or (None if is_found else TEXT)


def _unpacked_name(name: str) -> str:
    """The name without the suffix of a compression."""
    base, suffix = os.path.splitext(name)
    return base if suffix.lower() in _UNPACK else name


def _files_below(folder: str) -> Iterator[str]:
    for root, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(root, name)
            if os.path.isfile(path):
                yield path


def _open(path: str, *, follow: bool, state: FileState | None = None) -> BinaryIO:
    """Open a regular file; not a link, unless links are followed.

    Raises :class:`OSError`, also if the file is not in the given state any more.
    """
    # Does not wait for the other end of a pipe that has replaced the file.
    flags = os.O_RDONLY | os.O_NONBLOCK | (0 if follow else os.O_NOFOLLOW)
    file = os.fdopen(os.open(path, flags), "rb")
    found = os.fstat(file.fileno())
    if stat.S_ISREG(found.st_mode) and state in (None, FileState.of(found)):
        return file
    file.close()
    if stat.S_ISREG(found.st_mode):
        raise OSError(errno.ESTALE, _("it was changed after it was looked at"), path)
    raise OSError(errno.EINVAL, _("not a regular file"), path)


def _file(
    path: str, tally: Tally, read: _Reader, *, follow: bool, state: FileState | None = None
) -> Iterator[DumpFile]:
    try:
        file = _open(path, follow=follow, state=state)
    except OSError as error:
        # It existed when the paths were checked, and is gone, locked or replaced now.
        yield from _unreadable(path, error.strerror or str(error), tally)
        return
    with file:
        yield from read(path, file, tally)


def _plain_file(
    path: str, file: BinaryIO, tally: Tally, *, is_found: bool = False
) -> Iterator[DumpFile]:
    form = _format_of(file, path, is_found=is_found)
    if form is None:
        tally.skip(_printable(path))
        return
    found = os.fstat(file.fileno())
    tally.file()
    tally.read(found.st_size)
    yield DumpFile(_printable(path), file, time_of(found.st_mtime), form)


def _gz_file(
    path: str, file: BinaryIO, tally: Tally, *, is_found: bool = False
) -> Iterator[DumpFile]:
    # Some formats are compressed part by part: unpacked here they would need their size on disk.
    if recognise(file.read(BEGINNING), path):
        yield from _plain_file(path, file, tally)
        return
    file.seek(0)
    moment = time_of(os.fstat(file.fileno()).st_mtime)
    with gzip.GzipFile(fileobj=file) as stream:
        yield from _stream_dump(path, stream, moment, tally, tally.read, is_found=is_found)


def _zip_file(path: str, file: BinaryIO, tally: Tally) -> Iterator[DumpFile]:
    members = zip_members(file, tally)
    try:
        first = next(members, None)
    except StopReadingError:
        raise
    except Exception as error:  # the library raises many kinds, by what is damaged
        yield from _whole_archive(path, file, problem_of(error), tally)
        return
    if first:
        yield from _member(path, first, tally)
    for member in members:
        yield from _member(path, member, tally)


def _tar_file(path: str, file: BinaryIO, tally: Tally) -> Iterator[DumpFile]:
    is_first = True
    for member in tar_members(file, tally, _UNPACK.get(_packing_of(path), nullcontext)):
        if member.name or not member.problem:
            yield from _member(path, member, tally)
        elif is_first:
            yield from _whole_archive(path, file, member.problem, tally)
        else:
            yield from _unreadable(path, member.problem, tally)
        is_first = False


def _packed_file(
    path: str, file: BinaryIO, tally: Tally, *, is_found: bool = False
) -> Iterator[DumpFile]:
    """One file that is compressed as a whole."""
    moment = time_of(os.fstat(file.fileno()).st_mtime)
    with _UNPACK[_packing_of(path)](file) as stream:
        yield from _stream_dump(
            path, _OneRead(stream), moment, tally, tally.read, is_found=is_found
        )


class _OneRead:
    """A stream of which each read gives what one step of unpacking brings out."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def read1(self, size: int) -> bytes:
        return bytes(self._stream.read(min(size, 64 * 1024)))


def _zstd(file: BinaryIO) -> Any:
    from backports import zstd  # here, because few imports need it

    return zstd.ZstdFile(file)


_UNPACK: dict[str, Unpack] = {
    ".gz": lambda file: gzip.GzipFile(fileobj=file),
    ".bz2": bz2.BZ2File,
    ".xz": lzma.LZMAFile,
    ".lzma": lzma.LZMAFile,
    ".zst": _zstd,
}
"""How files of each suffix are compressed."""
_TARS = {".tar": "", ".tgz": ".gz", ".tbz2": ".bz2", ".txz": ".xz", ".tzst": ".zst"}
"""Suffixes of tar archives, each with that of its compression."""
_MAGIC = {
    ".zip": b"PK",
    ".wacz": b"PK",
    ".gz": b"\x1f\x8b",
    ".bz2": b"BZh",
    ".xz": b"\xfd7zXZ",
    ".zst": b"\x28\xb5\x2f\xfd",
}


def _member(path: str, member: Member, tally: Tally) -> Iterator[DumpFile]:
    name = f"{path}/{member.name}"
    is_beside = path.lower().endswith(".wacz") and not member.name.startswith("archive/")
    if is_beside or _is_hidden(name) or (member.stream is None and not member.problem):
        tally.skip(_printable(name))
    elif member.stream is None:
        yield from _unreadable(name, member.problem, tally)
    else:
        yield from _stream_dump(
            name, member.stream, member.captured_at, tally, member.count, is_found=True
        )


def _whole_archive(path: str, file: BinaryIO, problem: str, tally: Tally) -> Iterator[DumpFile]:
    """An archive of which nothing can be read: its own bytes are stored."""
    tally.file()
    tally.read(os.fstat(file.fileno()).st_size)
    yield DumpFile(_printable(path), file, None, TEXT, problem)


def _unreadable(name: str, problem: str, tally: Tally) -> Iterator[DumpFile]:
    tally.file()
    with tempfile.TemporaryFile() as empty:
        yield DumpFile(_printable(name), empty, None, TEXT, problem)


def _stream_dump(
    name: str,
    stream: Any,
    captured_at: datetime | None,
    tally: Tally,
    count: Callable[[int], None] | None,
    *,
    is_found: bool = False,
) -> Iterator[DumpFile]:
    """A dump whose bytes can be read only once; the stream must have ``read1``."""
    with tempfile.SpooledTemporaryFile(max_size=_SPOOL_IN_MEMORY) as spool:
        problem = _copy(stream, spool, count, at_most=BEGINNING)
        form = _format_of(spool, name, is_found=is_found)
        if form is None:
            tally.skip(_printable(name))
            return
        tally.file()
        problem = problem or _copy(stream, spool, count)
        # A spooled file has the interface of a BinaryIO.
        yield DumpFile(_printable(name), spool, captured_at, form, problem)  # type: ignore[arg-type]


def _copy(
    stream: Any, spool: Any, count: Callable[[int], None] | None, *, at_most: int | None = None
) -> str:
    """Append the stream's bytes; returns the problem if reading failed."""
    spool.seek(0, os.SEEK_END)
    while at_most is None or spool.tell() < at_most:
        try:
            # Not read(): that would lose the bytes before the damage.
            block = stream.read1(_BLOCK)
        except StopReadingError:
            raise
        except Exception as error:  # the libraries raise many kinds of errors
            return problem_of(error)
        if not block:
            return ""
        if count:
            count(len(block))
        spool.write(block)
    return ""


def _printable(name: str) -> str:
    """A file name as text for any database: undecodable bytes are written as escapes."""
    return os.fsencode(name).decode("utf-8", "backslashreplace").replace("\0", "\\x00")
