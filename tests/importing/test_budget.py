"""Reading one item costs so much and no more, and a process that an item ends is replaced."""

from __future__ import annotations

import hashlib
import itertools
import re
import signal
import time
from datetime import date

import pytest

from articles.dumps import formats
from articles.importing import pipeline, reading
from articles.importing.budget import Budget, TooCostlyError
from articles.importing.choosing import Choice
from articles.importing.limits import StopReadingError, Tally
from articles.importing.pipeline import prepared_chunks
from articles.importing.preparing import Reading
from articles.packing import unpacked

BUDGET = Budget(seconds=0.2, memory_bytes=300_000_000, stuck_seconds=1)


@pytest.fixture(autouse=True, scope="module")
def loaded():
    """What parsing needs, as in processes that parse: the budget of these tests is small."""
    options = formats.ParseOptions(date(2026, 1, 1))
    formats.parse(formats.TEXT.name, dump().encode(), "utf-8", options)


def spin():
    while True:
        pass


def spin_and_catch():
    while True:
        try:
            spin()
        except Exception:
            continue


def spin_in_a_regular_expression():
    re.match(r"(a+)+$", "a" * 60 + "b")


def fill():
    return [bytes(50_000_000) for _ in range(100)]


@pytest.mark.parametrize("work", [spin, spin_and_catch, spin_in_a_regular_expression, fill])
def test_what_costs_too_much_is_ended(work):
    before = signal.getsignal(signal.SIGPROF)
    with pytest.raises(TooCostlyError), BUDGET.held(), BUDGET.kept():
        work()
    assert signal.getsignal(signal.SIGPROF) == before
    # The limits are gone with it.
    assert bytes(400_000_000)
    started = time.process_time()
    while time.process_time() < started + 2 * BUDGET.seconds:
        pass


def test_what_costs_little_is_not_touched():
    with BUDGET.held(), BUDGET.kept():
        assert sum(range(1000)) == 499_500


def test_without_limits_nothing_is_ended():
    with Budget().held(), Budget().kept():
        started = time.process_time()
        while time.process_time() < started + 0.3:
            pass


class CostlyReading(Reading):
    """Reads as ever, but for the items that cost too much, or end their process.

    Processes that parse import this module: it does without Django.
    """

    __slots__ = ()

    def options_for(self, sha256):
        if sha256 == hashlib.sha256(SPINNING.encode()).hexdigest():
            spin()
        if sha256 == hashlib.sha256(STUCK.encode()).hexdigest():
            signal.signal(signal.SIGPROF, signal.SIG_IGN)
            spin()
        return super().options_for(sha256)


def dump(title="فانوس‌های تازه"):
    body = "شهرداری نوآباد از امروز نورپردازی تازه پل چوبی را آغاز کرد و صدها فانوس رنگی آویخت."
    return f"{title}\n{title}\n\nخبرخانه ساحل\n1404/09/14\n\n{body}\n"


def write(folder, *texts):
    paths = []
    for number, text in enumerate(texts):
        path = folder / f"{number:03}.txt"
        path.write_text(text, encoding="utf-8")
        paths.append(str(path))
    return paths


SPINNING = dump(title="چرخان")
STUCK = dump(title="گیر کرده")


def prepared(paths, workers, on_bytes=lambda count: None):
    chunks = prepared_chunks(
        paths,
        Tally(),
        workers=workers,
        reading=CostlyReading(date(2026, 1, 1)),
        budget=BUDGET,
        max_item_bytes=1_000_000,
        on_bytes=on_bytes,
        names={},
        seen={},
        choice=Choice(),
    )
    return [item for chunk in chunks for item in chunk]


@pytest.mark.parametrize("workers", [0, 1])
def test_an_item_that_costs_too_much_is_rejected_with_its_bytes(tmp_path, workers):
    """Alone in a file, and among others in one; those beside it are read."""
    several = f"{dump()}\n\n=======\n{SPINNING}"
    paths = write(tmp_path, dump(), SPINNING, dump(title="سوم"), several)
    found = prepared(paths, workers)
    assert [item.error for item in found] == ["", "too_costly", "", "", "too_costly"]
    [part] = found[1].parts
    assert unpacked(part).decode() == SPINNING


class CostlySplitting:
    """Finds two items, and is looking for the third for ever."""

    name = formats.TEXT.name

    def split(self, blocks, *, max_item_bytes):
        items = formats.TEXT.split(blocks, max_item_bytes=max_item_bytes)
        yield next(items)
        yield next(items)
        spin()


def test_where_finding_items_costs_too_much_the_rest_of_the_file_is_rejected(tmp_path, monkeypatch):
    monkeypatch.setattr(pipeline, "_WHOLE_FILE", 10)
    usual = reading._format_of
    costly = CostlySplitting()
    monkeypatch.setattr(
        reading,
        "_format_of",
        lambda *args, **options: costly if "000" in args[1] else usual(*args, **options),
    )
    several = "\n\n=======\n".join(dump(title=f"خبر {number}") for number in range(4))
    found = prepared(write(tmp_path, several, dump(title="دیگر")), workers=0)
    assert [(item.place.number, item.error) for item in found] == [
        (1, ""),
        (2, ""),
        (3, "too_costly"),
        (1, ""),
    ]
    rest = several.encode()[found[1].place.end :]
    assert found[2].sha256 == hashlib.sha256(rest).hexdigest()


def test_a_process_that_an_item_ends_is_replaced_and_the_item_rejected(tmp_path):
    texts = [dump(title=f"خبر {number}") for number in range(100)]
    texts[40] = STUCK
    found = prepared(write(tmp_path, *texts), workers=2)
    assert [number for number, item in enumerate(found) if item.error] == [40]
    assert found[40].error == "too_costly"
    titles = [item.parsed["title"] for item in found if not item.error]
    assert titles == [f"خبر {number}" for number in range(100) if number != 40]


def test_a_stop_ends_parsing_soon(tmp_path):
    """Between two items, not behind all that have been handed out."""
    paths = write(tmp_path, *[SPINNING] * 400)
    waits = itertools.count()

    def stop(count):
        if count == 0 and next(waits) == 1:  # while processes are parsing
            raise StopReadingError

    with pytest.raises(StopReadingError):
        prepared(paths, workers=2, on_bytes=stop)
