"""Dumps and pages out of the golden ones, damaged and mixed: reading them never raises, and its
cost grows with their length."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from articles.dumps import formats
from articles.importing.preparing import ItemPlace, Reading, prepare
from tests.fuzzing.mutations import PLANS, mutated
from tests.fuzzing.running import fuzz
from tests.scaling import OUT_OF_PROPORTION, growth

TESTS = Path(__file__).parents[1]
READING = Reading(date(2026, 11, 23))
MOST_BYTES = 200_000
PIECES = [
    *(
        b"\n",
        b"\n\n",
        b"\r\n",
        b"\r",
        b"\0",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\xed\xa0\x80",
        b" " * 40,
    ),
    *(b"=====\n", b"-----\n", b"<figure>", b"<div>", b"</div>", b"<!--", b"<script>", b"&amp;"),
    *(
        text.encode()
        for text in (
            *("منبع: ", "بازدید: 8,992", "1404/10/07", "28 Dec 2025", "12:30", "بیشتر بخوانید"),
            *("قائمة 1 من 4", "فهرست ۲ از ۳", "پایان فهرست", "انتهای پیام/", "کد خبر: 12"),
            *("<شکل>", "[عکس: ایرنا]", "\u200f", "\u200c", "\u2028", "https://a.example/1"),
        )
    ),
    b"Content-Type: multipart/related; boundary=x\n",
    b"--x\n",
]
LEAST_TO_MEASURE = 4_000
"""Bytes: what is shorter costs too little for a comparison."""


def _seeds() -> list[bytes]:
    cases = sorted((TESTS / "golden").glob("*.case"))
    dumps = [path.read_bytes().partition(b"\n=====8<=====\n")[2] for path in cases]
    forms = sorted((TESTS / "golden_forms").iterdir())
    pages = [path.read_bytes() for path in forms if path.suffix not in (".expected", ".md")]
    assert len(dumps) > 100 and pages
    return dumps + pages


SEEDS = _seeds()
INPUTS = st.builds(
    lambda seeds, plan: mutated(b"\n\n".join(seeds), plan, PIECES)[:MOST_BYTES],
    st.lists(st.sampled_from(SEEDS), min_size=1, max_size=3),
    PLANS,
)


def read(raw: bytes) -> None:
    """All that an import does with a file before it is stored."""
    found = formats.recognise(raw[: formats.BEGINNING], "dump.txt")
    for form in {
        found or formats.format_of(formats.TEXT.name),
        formats.format_of(formats.TEXT.name),
    }:
        for item in form.split(lambda: [raw], max_item_bytes=len(raw)):
            if isinstance(item, formats.Skipped) or item.raw is None:
                continue
            place = ItemPlace("dump.txt", item.number, item.start, item.end, None)
            prepared = prepare(place, form.name, item.raw, item.encoding, READING)
            assert prepared.error or prepared.content
            assert form.text(item.raw, item.encoding) is not None


def test_any_damaged_dump_is_read_or_rejected() -> None:
    done = fuzz("dumps", INPUTS, read, short=150)
    assert_linear(done.costliest)


def assert_linear(costliest: Any) -> None:
    """The costliest input again, so often that it can be measured, and four times that."""
    some = costliest * (1 + LEAST_TO_MEASURE // max(len(costliest), 1))
    assert growth(lambda: read(some), lambda: read(some * 4)) < OUT_OF_PROPORTION
