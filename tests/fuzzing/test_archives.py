"""Archives with damage in any place: what can be read is read, and nothing else is raised than that
a limit is exceeded."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import strategies as st

from articles.importing.limits import LimitExceededError, Limits, Tally
from articles.importing.reading import UnreadablePathError, check_paths, open_dumps
from tests.dump_texts import dump
from tests.fuzzing.mutations import PLANS, mutated
from tests.fuzzing.running import fuzz

LIMITS = Limits(files=50, total_bytes=2_000_000)
TEXT = dump().encode()
NAMES = ("a.txt", "folder/b.txt", "سند.txt", ".hidden", "picture.jpg")
PIECES = [
    *(b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07", b"PK\x07\x08"),
    *(b"\x1f\x8b\x08", b"ustar\0", b"ustar  \0", b"\x80" + bytes(11), b"\xff" * 12, b"../", b"/"),
    *(
        b"\x28\xb5\x2f\xfd",
        b"BZh9",
        b"\xfd7zXZ\0",
        b"12 path=x\n",
        b"GNU.sparse.size=9",
        bytes(512),
    ),
    *(b"L", b"K", b"x", b"g", b"S", b"1", b"2", b"3", b"5", b"-nan", b"7777777777\0"),
]


def _zip(method: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name in NAMES:
            archive.writestr(name, TEXT)
        archive.comment = b"made for tests"
    return out.getvalue()


def _tar(form: int) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for name in (*NAMES, "long/" * 40 + "name.txt"):
            info = tarfile.TarInfo(name)
            info.size = len(TEXT)
            archive.addfile(info, io.BytesIO(TEXT))
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return out.getvalue()


ZIPS = [_zip(method) for method in (0, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)]
TARS = [_tar(form) for form in (tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT)]


def _packed(suffix: str, seeds: list[bytes], pack: Callable[[bytes], bytes]) -> st.SearchStrategy:
    """Files damaged inside their compression, and outside of it, seldom both."""
    pieces = st.just(PIECES)
    inside = st.builds(mutated, st.sampled_from(seeds), PLANS, pieces).map(pack)
    packed = [pack(seed) for seed in seeds]
    outside = st.builds(mutated, st.sampled_from(packed), PLANS, pieces)
    return st.tuples(st.just(suffix), inside | outside)


def _gzip(raw: bytes) -> bytes:
    return gzip.compress(raw, 1, mtime=0)


KINDS = {
    "zip": _packed(".zip", ZIPS, bytes),
    "tar.gz": _packed(".tar.gz", TARS, _gzip),
    "tgz": _packed(".tgz", TARS, lambda raw: _gzip(raw[:2000]) + _gzip(raw[2000:])),
    "gz": _packed(".txt.gz", [TEXT, TEXT * 50, b""], _gzip),
    "others": st.one_of(
        _packed(".tar.bz2", TARS[:1], lambda raw: bz2.compress(raw, 1)),
        _packed(".txt.xz", [TEXT], lambda raw: lzma.compress(raw, preset=0)),
        _packed(".txt", [TEXT, *ZIPS[:2], TARS[0], _gzip(TEXT)], bytes),
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_any_damaged_archive_is_read_rejected_or_exceeds_its_limits(kind, tmp_path) -> None:
    def read(file: tuple[str, bytes]) -> None:
        suffix, raw = file
        path = tmp_path / f"a{suffix}"
        path.write_bytes(raw)
        read_all(path)

    fuzz(f"archives: {kind}", KINDS[kind], read, short=120)


def read_all(path: Path) -> None:
    tally = Tally(LIMITS)
    with suppress(LimitExceededError, UnreadablePathError):
        check_paths([str(path)], LIMITS)
    read = 0
    with suppress(LimitExceededError):
        for file in open_dumps([str(path)], tally):
            file.name.encode()  # any database stores it
            read += sum(map(len, file.blocks()))
    assert 0 <= read <= tally.total_bytes <= LIMITS.total_bytes + 2_000_000
    assert 0 <= tally.files <= LIMITS.files + 1
