"""Files that are compressed as a whole, and archives of records compressed one by one."""

import bz2
import gzip
import io
import lzma
import tarfile

import pytest
from backports import zstd
from django.core.management import call_command

from articles.importing.limits import LimitExceededError, Limits, Tally
from articles.importing.reading import open_dumps
from articles.models import Article, ImportBatch

TEXT = "یک خبر\n" * 20_000
PACKED = {
    ".gz": gzip.compress(TEXT.encode()),
    ".bz2": bz2.compress(TEXT.encode()),
    ".xz": lzma.compress(TEXT.encode()),
    ".zst": zstd.compress(TEXT.encode()),
}


def read(path, tally=None):
    return [
        (dump.format.name, b"".join(dump.blocks()).decode("utf-8", "ignore"), bool(dump.problem))
        for dump in open_dumps([str(path)], tally or Tally())
    ]


@pytest.mark.parametrize("suffix", PACKED)
def test_a_packed_file_is_what_is_in_it_named_directly_or_found(tmp_path, suffix):
    path = tmp_path / f"a.txt{suffix}"
    path.write_bytes(PACKED[suffix])
    assert read(path) == read(tmp_path) == [("text", TEXT, False)]


@pytest.mark.parametrize("suffix", PACKED)
def test_a_packed_file_that_is_cut_gives_what_came_out(tmp_path, suffix):
    path = tmp_path / f"a.txt{suffix}"
    path.write_bytes(PACKED[suffix][:-9])
    [(name, text, problem)] = read(path)
    assert (name, problem) == ("text", True)
    assert TEXT.startswith(text)


@pytest.mark.parametrize("suffix", PACKED)
def test_a_bomb_ends_at_the_limit(tmp_path, suffix):
    path = tmp_path / f"a.txt{suffix}"
    path.write_bytes(PACKED[suffix])
    with pytest.raises(LimitExceededError):
        read(path, Tally(Limits(total_bytes=100_000)))


def test_a_web_archive_is_not_unpacked_as_a_whole(tmp_path):
    raw = gzip.compress(b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n")
    path = tmp_path / "a.warc.gz"
    path.write_bytes(raw)
    [dump] = [
        (dump.format.name, b"".join(dump.blocks())) for dump in open_dumps([str(path)], Tally())
    ]
    assert dump == ("warc", raw)


@pytest.mark.parametrize("suffix", ["", *PACKED])
@pytest.mark.parametrize("is_short", [False, True])
def test_a_tar_archive_is_read_member_by_member_however_it_is_packed(tmp_path, suffix, is_short):
    short = {"": "tar", ".gz": "tgz", ".bz2": "tbz2", ".xz": "txz", ".zst": "tzst"}
    path = tmp_path / (f"a.{short[suffix]}" if is_short else f"a.tar{suffix}")
    path.write_bytes(pack(suffix, tar("یک.txt", "دو.html", "three.jpg")))
    named = [dump.name.removeprefix(f"{path}/") for dump in open_dumps([str(path)], Tally())]
    found = [dump.name.removeprefix(f"{path}/") for dump in open_dumps([str(tmp_path)], Tally())]
    assert named == found == ["یک.txt", "دو.html"]
    with pytest.raises(LimitExceededError):
        read(path, Tally(Limits(total_bytes=100)))


@pytest.mark.parametrize("suffix", ["", *PACKED])
def test_a_tar_archive_that_is_cut_gives_what_came_out(tmp_path, suffix):
    path = tmp_path / f"a.tar{suffix}"
    path.write_bytes(pack(suffix, tar(*(f"{n}.txt" for n in range(3))))[:-9])
    found = read(path)
    assert any(problem for *_, problem in found) or len(found) == 3


@pytest.mark.parametrize("name", ["a.tar", "a.tar.xz", "a.tgz", "a.txt.zst", "a.zip"])
def test_what_only_has_the_name_of_an_archive_is_skipped_in_a_folder(tmp_path, name):
    (tmp_path / name).write_text("یک خبر")
    tally = Tally()
    assert read(tmp_path, tally) == [] and tally.skipped == 1


def tar(*names):
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        for name in names:
            kinds = {"txt": TEXT[:500], "html": "<html><title>خبر", "jpg": "\x89PNG\0"}
            raw = kinds[name.rpartition(".")[2]].encode()
            info = tarfile.TarInfo(name)
            info.size = len(raw)
            archive.addfile(info, io.BytesIO(raw))
    return target.getvalue()


def pack(suffix, raw):
    tools = {".gz": gzip, ".bz2": bz2, ".xz": lzma, ".zst": zstd}
    return tools[suffix].compress(raw) if suffix else raw


@pytest.mark.django_db
def test_a_revisit_is_another_capture_of_the_same_bytes(tmp_path, settings):
    settings.DATA_DIR = tmp_path
    page = (
        f"<html lang=fa><head><title>خبر</title><meta property=og:type content=article></head>"
        f"<body><article><h1>خبر تازهٔ شهر</h1><p>{TEXT[:8]}باران دیروز خیابان‌های شهر ساختگی را "
        "شست و هوا را پاک کرد.</p></article></body></html>"
    ).encode()
    response = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    raw = b"".join(
        [
            record("response", "https://a.example/1", "2025-12-01", "sha1:A", response + page),
            record("revisit", "https://a.example/1", "2025-12-20", "sha1:A", response),
            record("revisit", "https://a.example/1", "2025-12-21", "sha1:B", response),
            record("revisit", "https://a.example/2", "2025-12-22", "sha1:A", response),
        ]
    )
    path = tmp_path / "a.warc"
    path.write_bytes(raw)
    call_command("import_dumps", str(path), workers=0)
    article = Article.objects.get()
    told = article.captures.values_list("outcome", "captured_at__day", "item_number")
    assert [*told] == [("created", 1, 1), ("unchanged", 20, 2)]
    assert {capture.raw_bytes() for capture in article.captures.all()} == {
        raw[: raw.index(b"\r\n\r\nWARC", 9)]
    }
    assert ImportBatch.objects.get().counts == {"created": 1, "unchanged": 1, "skipped": 2}


def record(kind, address, day, digest, block):
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\n"
        f"WARC-Date: {day}T08:00:00Z\r\nWARC-Payload-Digest: {digest}\r\n"
        f"Content-Type: application/http\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"
