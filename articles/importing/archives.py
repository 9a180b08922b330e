"""Reads members of ZIP and tar archives without trusting what the archive claims.

The readers are those of the standard library, with guards where they trust their input:

- The limits count the bytes that come out. A size that is negative or above what may still be read
  is
  refused before reading on.
- The entries of a ZIP's directory are counted before objects are created for them. Members that
  share bytes
  (which lets 40 KB unpack to gigabytes) are refused.
- A stream that has ended cannot be read for ever.
- An error of any library on one member is reported for that member, and the others are read.

No member is written to disk under its own name.
"""

from __future__ import annotations

import lzma
import os
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any, BinaryIO, Self, cast

from django.utils.translation import gettext as _

from .limits import LimitExceededError, StopReadingError, Tally

_ZIP_ENTRY = struct.Struct("<4s24x3H12x")
"""A central directory entry up to its name: signature, lengths of name, extra field, comment."""
_ZIP_UTF_8 = 0x800
_ZIP_LOCAL_HEADER = 30
"""Bytes of a local header without its name: the minimum size of a member besides its data."""
_MOST_EXPANSION = 1 << 20
"""No compression expands one byte to more than this (bzip2: about 45,000), so a tar member cannot
be larger than this many times its archive."""
_LONGEST_TAR_HEADER = 1024 * 1024
"""The most bytes of long names and pax records, which are read into memory."""
_TAR_HEADERS = frozenset(
    {
        tarfile.GNUTYPE_LONGNAME,
        tarfile.GNUTYPE_LONGLINK,
        tarfile.XHDTYPE,
        tarfile.XGLTYPE,
        tarfile.SOLARIS_XHDTYPE,
    }
)
_READS_AT_END = 64
"""How often a stream may be read at its end; :mod:`tarfile` would try to skip 2**80 bytes there."""


Unpack = Callable[[BinaryIO], AbstractContextManager[Any]]
"""Opens what is compressed in a file; to close it leaves the file open."""


@dataclass(frozen=True, slots=True)
class Member:
    """One member, open until the next one is asked for.

    ``stream`` is None if it is not a regular file, or if ``problem`` says why it cannot be opened.
    ``count`` must be called with the size of each block that is read; None if they are already
    counted.
    """

    name: str
    stream: BinaryIO | None
    captured_at: datetime | None = None
    problem: str = ""
    count: Callable[[int], None] | None = None


def open_zip(file: BinaryIO, most_members: int | None) -> zipfile.ZipFile:
    """A ZIP archive, once its directory has been counted.

    Raises :class:`LimitExceededError`, and the errors of :mod:`zipfile` for a damaged archive.
    """
    return zipfile.ZipFile(_CountedDirectory(file, most_members))


def zip_members(file: BinaryIO, tally: Tally) -> Iterator[Member]:
    """The files of a ZIP archive, in the order of their names."""
    with open_zip(file, tally.limits.files) as archive:
        members = [info for info in archive.infolist() if not info.filename.endswith("/")]
        overlapping = _overlapping(members)
        for name, info in sorted(((name_of(info), info) for info in members), key=_by_name):
            if stat.S_ISLNK(info.external_attr >> 16):
                yield Member(name, None)
            elif id(info) in overlapping:
                yield Member(name, None, problem=_("it shares its bytes with another file"))
            elif _exceeds(info.file_size, tally):
                raise LimitExceededError(f"{name}: {info.file_size}")
            else:
                yield from _opened(archive, name, info, tally)


def _by_name(member: tuple[str, zipfile.ZipInfo]) -> str:
    return member[0]


def name_of(info: zipfile.ZipInfo) -> str:
    """The name of a member. Without the flag for UTF-8 it can be in any encoding: UTF-8 all the
    same, windows-1256 where that makes letters of Arabic script, else that of the format."""
    if info.flag_bits & _ZIP_UTF_8 or info.filename.isascii():
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        name = raw.decode("cp1256")
    high = [character for character in name if not character.isascii()]
    arabic = sum("\u0600" <= character <= "\u06ff" or character == "\u200c" for character in high)
    return name if arabic * 10 >= len(high) * 9 else info.filename


def _opened(
    archive: zipfile.ZipFile, name: str, info: zipfile.ZipInfo, tally: Tally
) -> Iterator[Member]:
    try:
        stream = archive.open(info)
    except StopReadingError:
        raise
    except Exception as error:  # the library raises many kinds of errors
        yield Member(name, None, problem=problem_of(error))
        return
    with stream:
        yield Member(name, stream, _zip_time(info), count=tally.read)  # type: ignore[arg-type]


def _overlapping(members: list[zipfile.ZipInfo]) -> set[int]:
    """The ``id`` of each member whose bytes are also another's."""
    found = set()
    for one, other in pairwise(sorted(members, key=lambda info: info.header_offset)):
        if other.header_offset < one.header_offset + _ZIP_LOCAL_HEADER + one.compress_size:
            found |= {id(one), id(other)}
    return found


class _CountedDirectory:
    """A ZIP file whose directory may have only a limited number of entries.

    The entries are counted in the same bytes that :mod:`zipfile` reads as the directory, wherever
    they are and whatever number the end record claims.
    """

    def __init__(self, file: BinaryIO, most: int | None) -> None:
        self._file = file
        self._most = most

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        if self._most is not None and data.startswith(b"PK\x01\x02"):
            self._count(data, self._most)
        return data

    @staticmethod
    def _count(data: bytes, most: int) -> None:
        number = at = 0
        while at + _ZIP_ENTRY.size <= len(data):
            signature, *lengths = _ZIP_ENTRY.unpack_from(data, at)
            if signature != b"PK\x01\x02":
                return
            number += 1
            if number > most:
                raise LimitExceededError(f"more than {most} members")
            at += _ZIP_ENTRY.size + sum(lengths)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def tar_members(file: BinaryIO, tally: Tally, unpack: Unpack) -> Iterator[Member]:
    """The members of a tar archive, compressed or not, in the order of the file, nothing read
    twice.

    A member without a name but with a problem means that nothing more can be read.
    """
    try:
        with (
            unpack(file) as unpacked,
            _open_tar(_Counted(unpacked, tally)) as archive,
        ):
            most = _MOST_EXPANSION * os.fstat(file.fileno()).st_size
            for number, info in enumerate(archive, 1):
                tally.member(number)
                if not 0 <= info.size <= most and not info.issparse():
                    raise tarfile.ReadError(_("a header in it has an impossible size"))
                if _exceeds(info.size, tally):
                    raise LimitExceededError(f"{info.name}: {info.size}")
                if not info.isdir():
                    yield _tar_member(archive, info, tally)
                # A stream archive keeps every member it has passed in memory.
                archive.members = []  # type: ignore[attr-defined]
    except StopReadingError:
        raise
    except Exception as error:  # the library raises many kinds of errors
        yield Member("", None, problem=problem_of(error))


def _open_tar(stream: _Counted) -> tarfile.TarFile:
    return tarfile.open(fileobj=cast("BinaryIO", stream), mode="r|", tarinfo=_GuardedTarInfo)


def _tar_member(archive: tarfile.TarFile, info: tarfile.TarInfo, tally: Tally) -> Member:
    stream = archive.extractfile(info) if info.isreg() else None
    # Holes come out of no stream that is counted.
    count = tally.read if info.issparse() else None
    return Member(info.name, stream, time_of(info.mtime), count=count)  # type: ignore[arg-type]


class _GuardedTarInfo(tarfile.TarInfo):
    """A header whose sizes are checked before anything is read."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        info = super().frombuf(buf, encoding, errors)
        if info.size < 0 or (info.type in _TAR_HEADERS and info.size > _LONGEST_TAR_HEADER):
            raise tarfile.ReadError(_("a header in it has an impossible size"))
        return info


class _Counted:
    """A stream whose bytes are counted as they come out."""

    def __init__(self, stream: Any, tally: Tally) -> None:
        self._stream = stream
        self._tally = tally
        self._reads_at_end = 0

    def read(self, size: int = -1) -> bytes:
        data: bytes = self._stream.read(size)
        if not data:
            self._reads_at_end += 1
            if self._reads_at_end > _READS_AT_END:
                raise EOFError
        self._tally.read(len(data))
        return data


def _exceeds(size: int, tally: Tally) -> bool:
    remaining = tally.remaining_bytes
    return remaining is not None and size > remaining


def problem_of(error: Exception) -> str:
    """Why an archive or its member cannot be read to the end, as a message."""
    match error:
        case EOFError():
            return _("it ends too early")
        case NotImplementedError():
            return _("it is compressed in a way that is not known here")
        case RuntimeError():
            return _("it is encrypted: unpack it with its password first")
        case UnicodeError():
            return _("a name in it is damaged")
        case zlib.error() | lzma.LZMAError():
            return _("its compressed data are damaged")
        case _:
            return str(error) or type(error).__name__


def time_of(seconds: float) -> datetime | None:
    """A time in seconds since 1970; None for 0 (a tar without times) and invalid times."""
    with suppress(OSError, OverflowError, ValueError):
        return datetime.fromtimestamp(seconds, UTC) if seconds else None
    return None


def _zip_time(member: zipfile.ZipInfo) -> datetime | None:
    """A ZIP's times have no zone; they are read as UTC, so that every machine gets the same."""
    with suppress(ValueError):
        return datetime(*member.date_time, tzinfo=UTC) if member.date_time[0] > 1980 else None
    return None
