"""Archives that say what is not so: each is refused or bounded, and what else there is is read."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import warnings
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.importing.archives import name_of
from articles.importing.limits import LimitExceededError, Limits, StopReadingError, Tally
from articles.importing.reading import open_dumps
from tests.scaling import OUT_OF_PROPORTION, growth

TEXT = b"Lantern makers meet\n\nThe Quiet Courier\n2025-01-02\n\nA sentence of the text is here.\n"
LIMITS = Limits(files=100, total_bytes=20_000_000)


def read(*paths, limits=LIMITS, on_read=lambda: None):
    tally = Tally(limits, on_read)
    return [
        (dump.name.rpartition("/")[2], b"".join(dump.blocks()), dump.problem)
        for dump in open_dumps([str(path) for path in paths], tally)
    ]


def base256(number):
    mark = b"\xff" if number < 0 else b"\x80"
    return mark + (number & (2**88 - 1)).to_bytes(11, "big")


def header(name, size=0, kind=tarfile.REGTYPE, raw_size=None, link=""):
    """A tar header, with any bytes where its size stands."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname, info.mtime = kind, link, 1_700_000_000
    block = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    block[124:136] = raw_size if raw_size is not None else b"%011o\0" % size
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def padded(data):
    return data + bytes(-len(data) % 512)


def tar_gz(path, *blocks):
    path.write_bytes(gzip.compress(b"".join(blocks) + bytes(1024)))
    return path


GOOD = header("good.txt", len(TEXT)) + padded(TEXT)


@pytest.mark.parametrize("size", [2**80, 2**62, -1, -(2**62)])
@pytest.mark.parametrize("kind", [tarfile.REGTYPE, tarfile.SYMTYPE, tarfile.CHRTYPE])
def test_an_impossible_size_ends_the_archive_at_once(tmp_path, size, kind):
    path = tar_gz(tmp_path / "a.tgz", GOOD, header("a.txt", kind=kind, raw_size=base256(size)))
    other = tmp_path / "other.txt"
    other.write_bytes(TEXT)
    found = read(path, other)
    assert [(name, data) for name, data, problem in found if not problem] == [
        ("good.txt", TEXT),
        ("other.txt", TEXT),
    ]
    assert sum(bool(problem) for _, _, problem in found) == 1


@pytest.mark.parametrize("kind", [tarfile.GNUTYPE_LONGNAME, tarfile.XHDTYPE, tarfile.XGLTYPE])
def test_a_header_that_is_to_fill_the_memory_is_refused(tmp_path, kind):
    path = tar_gz(tmp_path / "a.tgz", header("x", 5_000_000, kind), bytes(5_000_000), GOOD)
    reads = []
    [(_, data, problem)] = read(path, on_read=lambda: reads.append(1))
    assert problem
    assert data == path.read_bytes()  # nothing came of it: its own bytes are kept
    assert len(reads) < 10


def test_a_negative_size_does_not_let_more_through_the_limit(tmp_path):
    big = b"A line of many letters. " * 1_000_000
    path = tar_gz(
        tmp_path / "a.tgz",
        header("l.txt", kind=tarfile.SYMTYPE, raw_size=base256(-(2**62)), link="x"),
        header("big.txt", len(big)) + padded(big),
    )
    assert not any(len(data) > len(big) / 2 for _, data, _ in read(path))


def test_holes_count_as_the_bytes_that_come_out(tmp_path):
    block = bytearray(header("s.txt", 512, tarfile.GNUTYPE_SPARSE))
    block[386:398], block[398:410], block[482] = b"%011o\0" % 0, b"%011o\0" % 512, 0
    block[483:495] = base256(1 << 30)
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    path = tar_gz(tmp_path / "a.tgz", bytes(block), padded(TEXT))
    with pytest.raises(LimitExceededError):
        read(path)


@pytest.mark.parametrize("change", [{"mtime": 10**15}, {"mtime": 2**60}, {"pax": "nan"}])
def test_a_time_that_is_none_is_left_out(tmp_path, change):
    out = io.BytesIO()
    pax = "pax" in change
    with tarfile.open(
        fileobj=out, mode="w", format=tarfile.PAX_FORMAT if pax else tarfile.GNU_FORMAT
    ) as archive:
        info = tarfile.TarInfo("a.txt")
        info.size = len(TEXT)
        info.mtime = change.get("mtime", 0)
        info.pax_headers = {"mtime": change["pax"]} if pax else {}
        archive.addfile(info, io.BytesIO(TEXT))
    path = tmp_path / "a.tgz"
    path.write_bytes(gzip.compress(out.getvalue()))
    [dump] = open_dumps([str(path)], Tally())
    assert (dump.captured_at, dump.problem) == (None, "")


def local(name, method, crc, packed, size):
    sizes = (crc, packed, size, len(name), 0)
    return struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, method, 0, 0x5A21, *sizes) + name


def central(name, method, crc, packed, size, at):
    numbers = (crc, packed, size, len(name), 0, 0, 0, 0, 0, at)
    return struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, method, 0, 0x5A21, *numbers) + name


def end(count, size, at, disks=(0, 0)):
    return struct.pack("<4s4H2LH", b"PK\5\6", *disks, count, count, size, at, 0)


def test_members_are_counted_where_they_lie_whatever_the_end_record_says(tmp_path):
    """The disk numbers look like the signature of another end record, behind the true one."""
    first, entry = local(b"a", 0, 0, 0, 0), central(b"a", 0, 0, 0, 0, 0)
    path = tmp_path / "a.zip"
    count = 30_000
    path.write_bytes(
        first + entry * count + end(count, len(entry) * count, len(first), (0x4B50, 0x0605))
    )
    assert len(zipfile.ZipFile(path).infolist()) == count
    with pytest.raises(LimitExceededError):
        read(path)


def test_members_that_share_bytes_are_refused_and_the_others_read(tmp_path):
    packed = gzip.zlib.compressobj(9, 8, -15)
    data = packed.compress(b"abcdefg \n" * 100_000) + packed.flush()
    crc, size = gzip.zlib.crc32(b"abcdefg \n" * 100_000), 900_000
    shared = local(b"a.txt", 8, crc, len(data), size) + data
    own = local(b"own.txt", 0, gzip.zlib.crc32(TEXT), len(TEXT), len(TEXT)) + TEXT
    entries = central(b"a.txt", 8, crc, len(data), size, 0) * 15
    entries += central(b"own.txt", 0, gzip.zlib.crc32(TEXT), len(TEXT), len(TEXT), len(shared))
    path = tmp_path / "a.zip"
    path.write_bytes(shared + own + entries + end(16, len(entries), len(shared) + len(own)))
    found = read(path)
    assert [(name, data) for name, data, problem in found if not problem] == [("own.txt", TEXT)]
    assert len(found) == 16
    assert not any(data for _, data, problem in found if problem)


def zip_of(name, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr(name, TEXT)
        archive.writestr("zz.txt", TEXT)
    return bytearray(out.getvalue())


def damaged_lzma():
    data = zip_of("a.txt", zipfile.ZIP_LZMA)
    at = 30 + 5 + 9 + 6
    data[at : at + 8] = b"\xff" * 8
    return data


def unknown_version():
    data = zip_of("a.txt")
    data[data.index(b"PK\x01\x02") + 6] = 99
    return data


def name_in_no_encoding():
    data = zip_of("س.txt")
    data[30] = 0xFF
    return data


def without_name():
    data = zip_of("a")
    at = data.index(b"PK\x01\x02")
    data[at + 28 : at + 30] = b"\0\0"
    del data[at + 46 : at + 47]
    at = data.index(b"PK\x05\x06")
    [size] = struct.unpack_from("<L", data, at + 12)
    struct.pack_into("<L", data, at + 12, size - 1)
    return data


@pytest.mark.parametrize("make", [damaged_lzma, unknown_version, name_in_no_encoding, without_name])
def test_damage_is_told_of_one_member_or_archive_and_the_rest_is_read(tmp_path, make):
    path = tmp_path / "a.zip"
    path.write_bytes(make())
    other = tmp_path / "other.txt"
    other.write_bytes(TEXT)
    found = read(path, other)
    assert len([problem for _, _, problem in found if problem]) == 1
    assert found[-1] == ("other.txt", TEXT, "")
    if make is not unknown_version:
        assert ("zz.txt", TEXT, "") in found


def test_reading_can_be_ended_in_the_middle_of_what_is_skipped(tmp_path):
    big = bytes(6_000_000)
    path = tar_gz(tmp_path / "a.tgz", header("a.jpg", len(big)) + padded(big), GOOD)
    calls = []

    def stop():
        calls.append(1)
        if len(calls) > 3:
            raise StopReadingError

    with pytest.raises(StopReadingError):
        read(path, on_read=stop)


@pytest.fixture(scope="module")
def archives(tmp_path_factory):
    folder = tmp_path_factory.mktemp("archives")
    zipped = bytes(zip_of("a.txt"))
    tarred = gzip.decompress(tar_gz(folder / "a.tgz", GOOD, GOOD).read_bytes())
    return folder, zipped, tarred


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=8))
def test_no_change_of_bytes_raises_or_exceeds_the_limits(archives, changes):
    folder, zipped, tarred = archives
    for name, data in (("b.zip", zipped), ("b.tgz", tarred)):
        changed = bytearray(data)
        for place, byte in changes:
            changed[place % len(changed)] = byte
        path = folder / name
        path.write_bytes(gzip.compress(changed, 1) if name == "b.tgz" else changed)
        try:
            found = read(path, limits=Limits(files=100, total_bytes=100_000))
        except LimitExceededError:
            continue
        assert sum(len(data) for _, data, _ in found) <= 100_000 + len(changed)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("گزارش یک.txt".encode(), "گزارش یک.txt"),
        ("خبر الميناء.txt".encode("cp1256"), "خبر الميناء.txt"),
        ("résumé.txt".encode("cp437"), "résumé.txt"),
        (b"plain.txt", "plain.txt"),
    ],
)
def test_a_name_without_the_flag_of_utf_8_is_read_in_the_encoding_it_speaks_for(raw, expected):
    info = zipfile.ZipInfo(raw.decode("cp437"))
    assert name_of(info) == expected
    info.flag_bits |= 0x800
    assert name_of(info) == raw.decode("cp437")


def many_members(count, suffix, name):
    out = io.BytesIO()
    if suffix == ".zip":
        with zipfile.ZipFile(out, "w") as archive, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the same name
            for number in range(count):
                archive.writestr(name.format(number), TEXT)
        return out.getvalue()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for number in range(count):
            info = tarfile.TarInfo(name.format(number))
            info.size = len(TEXT)
            archive.addfile(info, io.BytesIO(TEXT))
    return gzip.compress(out.getvalue(), 1)


NAMES = {
    "texts": "{}.txt",
    "the same": "a.txt",
    "others": "{}.jpg",
    "folders": "د/" * 60 + "{}.txt",
}


@pytest.mark.parametrize("suffix", [".zip", ".tar.gz"])
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_an_archive_costs_no_more_than_its_members(tmp_path, suffix, name):
    less, more = (tmp_path / f"{count}{suffix}" for count in (100, 400))
    for path in (less, more):
        path.write_bytes(many_members(int(path.name.partition(".")[0]), suffix, name))
    limits = Limits(files=1_000)
    assert (
        growth(lambda: read(less, limits=limits), lambda: read(more, limits=limits))
        < OUT_OF_PROPORTION
    )
