"""How often each client asks, counted over processes and threads."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from newsarchive.request_rates import RequestRates

NOW = 1_800_000_000.0
SECRET = b"a secret of the archive"


@pytest.fixture
def file(tmp_path):
    return tmp_path / "rates"


@pytest.fixture
def rates(file):
    opened = RequestRates(file, SECRET)
    yield opened
    opened.close()


def admitted(rates, client, most, moments):
    return sum(rates.wait(client, most, moment) == 0 for moment in moments)


def test_a_client_may_ask_at_once_for_what_a_minute_allows(rates):
    assert admitted(rates, "a", 30, [NOW] * 40) == 30


def test_then_it_may_ask_at_the_rate_of_the_limit(rates):
    admitted(rates, "a", 30, [NOW] * 30)
    assert rates.wait("a", 30, NOW) == pytest.approx(2)
    assert rates.wait("a", 30, NOW + 1.5) == pytest.approx(0.5)
    assert rates.wait("a", 30, NOW + 2) == 0
    assert rates.wait("a", 30, NOW + 2) == pytest.approx(2)


def test_no_minute_lets_through_more_than_twice_the_limit(rates):
    moments = [NOW + number / 100 for number in range(6_000)]
    assert admitted(rates, "a", 30, moments) in {59, 60}


def test_what_is_refused_does_not_count(rates):
    admitted(rates, "a", 30, [NOW] * 500)
    assert rates.wait("a", 30, NOW + 2) == 0


def test_clients_do_not_count_for_each_other(rates):
    admitted(rates, "a", 1, [NOW] * 2)
    assert rates.wait("b", 1, NOW) == 0


def test_a_minute_later_all_is_forgiven(rates):
    admitted(rates, "a", 5, [NOW] * 5)
    assert admitted(rates, "a", 5, [NOW + 60] * 6) == 5


def test_a_clock_that_is_set_back_locks_nobody_out(rates):
    admitted(rates, "a", 5, [NOW + 86_400] * 5)
    assert rates.wait("a", 5, NOW) == 0


def test_counts_outlive_the_process(file, rates):
    admitted(rates, "a", 5, [NOW] * 5)
    again = RequestRates(file, SECRET)
    assert again.wait("a", 5, NOW) > 0
    again.close()


def test_threads_count_together(rates):
    with ThreadPoolExecutor(4) as pool:
        counts = pool.map(lambda _each: admitted(rates, "a", 100, [NOW] * 60), range(4))
        assert sum(counts) == 100


def test_processes_count_together(file, rates):
    script = (
        "import sys, pathlib; from newsarchive.request_rates import RequestRates\n"
        f"rates = RequestRates(pathlib.Path(sys.argv[1]), {SECRET!r})\n"
        f"print(sum(rates.wait('a', 1000, {NOW}) == 0 for _ in range(600)))"
    )
    processes = [
        subprocess.Popen([sys.executable, "-c", script, file], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    assert sum(int(process.communicate(timeout=120)[0]) for process in processes) == 1000


def test_ever_more_clients_need_no_more_room(file, rates):
    for number in range(20_000):
        rates.wait(f"client {number}", 10, NOW + number / 1000)
    assert file.stat().st_size <= 2**20


def test_addresses_are_not_written_down(file, rates):
    rates.wait("198.51.100.9", 10, NOW)
    other = RequestRates(file.with_name("other"), b"another secret")
    other.wait("198.51.100.9", 10, NOW)
    other.close()
    written = file.read_bytes().strip(b"\0")
    assert b"198.51" not in written
    assert written != file.with_name("other").read_bytes().strip(b"\0")
    assert file.stat().st_mode & 0o077 == 0


def test_damaged_bytes_are_counted_anew(file, rates):
    rates.wait("a", 2, NOW)
    file.write_bytes(b"\xff" * 2**20)
    assert admitted(rates, "a", 2, [NOW] * 3) == 2
