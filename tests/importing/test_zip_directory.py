"""The directory of a ZIP file is read as :mod:`zipfile` reads it, and no damage raises."""

from __future__ import annotations

import io
import random
import zipfile

import pytest

from articles.importing.zip_directory import declared_sizes


def zipped(sizes, *, comment=b"", before=b"", zip64=False):
    stream = io.BytesIO()
    stream.write(before)
    with zipfile.ZipFile(stream, "a" if before else "w", zipfile.ZIP_DEFLATED) as archive:
        for number, size in enumerate(sizes):
            with archive.open(f"خبر-{number}.txt", "w", force_zip64=zip64) as member:
                member.write(bytes(size))
        archive.comment = comment
    return stream


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"comment": b"PK" * 500},
        {"before": b"#!/bin/sh\n" * 9},
        {"zip64": True},
    ],
)
def test_every_entry_tells_its_size(options):
    assert list(declared_sizes(zipped([5, 0, 70_000], **options))) == [5, 0, 70_000]


def test_more_entries_than_16_bits_count_are_all_told(monkeypatch):
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 2)  # writes the 64-bit end earlier
    stream = zipped([1, 2, 3, 4])
    assert b"PK\x06\x06" in stream.getvalue()
    assert list(declared_sizes(stream)) == [1, 2, 3, 4]


def test_an_archive_without_entries_and_what_is_none_tell_nothing():
    assert list(declared_sizes(zipped([]))) == []
    assert list(declared_sizes(io.BytesIO(b""))) == []
    assert list(declared_sizes(io.BytesIO(b"PK\x05\x06"))) == []
    assert list(declared_sizes(io.BytesIO(b"no archive" * 100))) == []


def test_no_damage_raises_or_goes_on_without_end():
    whole = zipped([5, 6, 7]).getvalue()
    dice = random.Random(7)
    for _ in range(300):
        damaged = bytearray(whole)
        for _ in range(3):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        cut = damaged[: dice.randrange(len(damaged))] if dice.random() < 0.3 else damaged
        assert len(list(declared_sizes(io.BytesIO(bytes(cut))))) <= 3
