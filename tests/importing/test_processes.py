"""Imports as real processes: killed in the middle, ended politely, and run again."""

import json
import signal
import subprocess
import time

import pytest

from tests.archive_processes import Archive
from tests.benchmarks.generate import generate

COUNT = 1200
pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def archive(tmp_path):
    archive = Archive(tmp_path / "var")
    yield archive
    archive.close()


@pytest.fixture(scope="module")
def dumps(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dumps")
    generate(folder, COUNT)
    return folder


def stored_before(process: subprocess.Popen) -> int:
    """Wait until the first chunk has been reported."""
    for number, line in enumerate(process.stdout, 1):
        assert json.loads(line)["outcome"] == "created"
        if number >= 100:
            return number
    raise AssertionError(process.stderr.read())


def assert_all_end(session: int) -> None:
    """Neither workers nor their tracker outlive the command."""
    deadline = time.monotonic() + 30
    while left := _processes_of(session):
        assert time.monotonic() < deadline, left
        time.sleep(0.1)


def _processes_of(session: int) -> list[str]:
    listed = subprocess.run(
        ["ps", "-o", "pid=,args=", "-s", str(session)], capture_output=True, text=True, check=False
    )
    return listed.stdout.splitlines()


def test_a_killed_import_leaves_whole_chunks_and_its_second_run_completes_it(archive, dumps):
    assert archive.run("migrate")[0] == 0
    process = archive.start("import_dumps", str(dumps), "--json", "--workers", "2")
    stored_before(process)
    process.send_signal(signal.SIGKILL)
    process.stdout.close()
    process.stderr.close()
    process.wait()
    assert_all_end(process.pid)

    status, output = archive.run("verify_archive")
    assert status == 0, output
    captures = int(output.split(" captures")[0].split()[-1])
    assert captures % 500 == 0
    assert 0 < captures < COUNT

    _, output = archive.run("imports")
    assert "failed" in output

    status, items = archive.import_json(dumps)
    assert status == 0
    assert len(items) == COUNT + 1
    assert items[-1]["counts"] == {
        "created": COUNT - captures,
        "unchanged": captures,
        "skipped": 0,
    }
    assert archive.run("verify_archive")[0] == 0


def test_a_polite_end_cancels_the_import_with_status_3(archive, dumps):
    assert archive.run("migrate")[0] == 0
    process = archive.start("import_dumps", str(dumps), "--json", "--workers", "2")
    stored_before(process)
    process.send_signal(signal.SIGTERM)
    assert archive.end_of(process)[0] == 3
    assert_all_end(process.pid)
    assert "cancelled" in archive.run("imports")[1]
    assert archive.run("verify_archive")[0] == 0


def test_two_imports_of_the_same_folder_at_once_make_every_article_once(archive, dumps):
    assert archive.run("migrate")[0] == 0
    both = [archive.start("import_dumps", str(dumps), "--json", "--workers", "1") for _ in "ab"]
    created = 0
    for process in both:
        output, errors = process.communicate(timeout=300)
        assert process.returncode == 0, errors
        created += json.loads(output.splitlines()[-1])["counts"].get("created", 0)
    assert created == COUNT
    status, output = archive.run("verify_archive")
    assert (status, f"{COUNT} articles" in output) == (0, True)
