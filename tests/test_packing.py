"""Bytes come back as they were stored, by this release or an earlier one."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.packing import DamagedBytesError, packed, unpacked


@given(st.lists(st.binary(max_size=2_000), max_size=4))
def test_bytes_come_back_as_they_were(texts):
    assert [unpacked(packed(raw)) for raw in texts] == texts


def test_packing_makes_a_long_text_much_smaller():
    assert len(packed(b"paragraph " * 10_000)) < 1_000


def test_what_an_earlier_release_has_stored_is_read():
    assert unpacked(memoryview(zlib.compress(b"page", 3))) == b"page"


@pytest.mark.parametrize(
    "stored",
    [b"", b"page", packed(b"page" * 9)[:-2], zlib.compress(b"page")[:-5], packed(b"a")[:4]],
)
def test_damage_is_told(stored):
    with pytest.raises(DamagedBytesError):
        unpacked(stored)
