"""Files that are compressed as a whole, and archives of records compressed one by one."""

import bz2
import gzip
import lzma

import pytest
from backports import zstd

from articles.importing.limits import LimitExceededError, Limits, Tally
from articles.importing.reading import open_dumps

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
