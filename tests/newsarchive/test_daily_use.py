"""How often tokens are used on a day, counted over processes and threads."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from newsarchive.daily_use import DailyUse

DAY, NEXT = date(2026, 3, 1), date(2026, 3, 2)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "folder" / "uses"


@pytest.fixture
def uses(file):
    opened = DailyUse(file)
    yield opened
    opened.close()


def test_a_token_is_used_so_often_on_a_day_and_no_more(uses):
    assert [uses.count(7, DAY, 2) for _number in range(3)] == [True, True, False]
    assert uses.used(7, DAY) == 2
    assert uses.count(7, NEXT, 2)
    assert (uses.used(7, DAY), uses.used(7, NEXT)) == (0, 1)


def test_each_token_has_its_own_count(uses):
    uses.count(1, DAY, 1)

    assert uses.count(2, DAY, 1)
    assert uses.used(1_000, DAY) == 0


def test_without_a_bound_it_is_only_counted(uses):
    assert all(uses.count(1, DAY, None) for _number in range(10))
    assert uses.used(1, DAY) == 10
    assert not uses.count(1, DAY, 0)


def test_threads_and_processes_count_together(uses, file):
    code = (
        "import sys; from datetime import date; from pathlib import Path\n"
        "from newsarchive.daily_use import DailyUse\n"
        "uses = DailyUse(Path(sys.argv[1]))\n"
        "print(sum(uses.count(3, date(2026, 3, 1), 500) for _ in range(300)))"
    )
    others = [
        subprocess.Popen([sys.executable, "-c", code, str(file)], stdout=subprocess.PIPE)
        for _number in range(2)
    ]
    with ThreadPoolExecutor(4) as threads:
        counted = sum(threads.map(lambda _: uses.count(3, DAY, 500), range(300)))

    assert counted + sum(int(each.communicate(timeout=60)[0]) for each in others) == 500
    assert uses.used(3, DAY) == 500


def test_damage_is_a_day_without_a_count(uses, file):
    uses.count(1, DAY, None)
    file.write_bytes(b"\xff" * 40)

    assert uses.used(1, DAY) == 0
    assert uses.count(1, DAY, 1)
