"""Imports as real processes: killed in the middle, ended politely, and run again."""

import json
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.archive_processes import Archive, Step, in_chunks_of
from tests.benchmarks.generate import generate

COUNT = 120
CHUNK = 40
pytestmark = [pytest.mark.processes, pytest.mark.each_database]

IN_SMALL_CHUNKS = in_chunks_of(CHUNK)


@pytest.fixture
def archive(archive_in, tmp_path):
    return archive_in(tmp_path / "var")


@pytest.fixture(scope="module")
def dumps(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dumps")
    generate(folder, COUNT)
    return folder


def started(archive: Archive, dumps: Path) -> subprocess.Popen:
    """An import of which the first chunk is stored; it stands still while nobody reads on."""
    command = ("import_dumps", str(dumps), "--json", "--workers", "2")
    process = archive.start(*command, script=IN_SMALL_CHUNKS)
    first = process.stdout.readline()
    assert first, process.stderr.read()
    assert json.loads(first)["outcome"] == "created"
    return process


def last_object(output: str) -> dict:
    """The last line of ``--json``: an import that takes long also says how far it is."""
    return json.loads([line for line in output.splitlines() if line.startswith("{")][-1])


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
    process = started(archive, dumps)
    process.send_signal(signal.SIGKILL)
    process.stdout.close()
    process.stderr.close()
    process.wait()
    assert_all_end(process.pid)

    verified, listed, completed, again = archive.steps(
        Step(["verify_archive"]),
        Step(["imports"]),
        Step(["import_dumps", str(dumps), "--json", "--workers", "0"]),
        Step(["verify_archive"]),
    )
    assert verified[0] == 0, verified
    captures = int(verified[1].split(" captures")[0].split()[-1])
    assert (captures % CHUNK, 0 < captures < COUNT) == (0, True)
    assert "failed" in listed[1]
    assert (completed[0], again[0]) == (0, 0), (completed, again)
    items = [json.loads(line) for line in completed[1].splitlines() if line[0] == "{"]
    assert len(items) == COUNT + 1
    assert items[-1]["counts"] == {
        "created": COUNT - captures,
        "unchanged": captures,
        "skipped": 0,
    }


def test_a_polite_end_cancels_the_import_with_status_3(archive, dumps):
    process = started(archive, dumps)
    process.send_signal(signal.SIGTERM)
    assert archive.end_of(process)[0] == 3
    assert_all_end(process.pid)
    listed, verified = archive.steps(Step(["imports"]), Step(["verify_archive"]))
    assert "cancelled" in listed[1]
    assert verified[0] == 0, verified


def test_a_dry_run_ends_while_another_process_holds_the_lock_for_writing(
    archive_in, tmp_path, dumps
):
    archive = archive_in(tmp_path / "locked", "")
    with closing(sqlite3.connect(tmp_path / "locked/archive.sqlite3")) as database:
        database.execute("BEGIN IMMEDIATE")
        command = ("import_dumps", str(dumps), "--dry-run", "--json", "--workers", "0")
        status, output = archive.run(*command)
        database.execute("ROLLBACK")
    assert status == 0, output
    assert last_object(output)["counts"] == {"created": COUNT, "skipped": 0}


def test_others_write_while_a_dry_run_is_under_way(archive_in, tmp_path, dumps):
    archive = archive_in(tmp_path / "free", "")
    command = ("import_dumps", str(dumps), "--json", "--workers", "0", "--dry-run")
    process = archive.start(*command, script=IN_SMALL_CHUNKS)
    assert process.stdout.readline()
    with closing(sqlite3.connect(tmp_path / "free/archive.sqlite3", timeout=0)) as database:
        database.execute("BEGIN IMMEDIATE")  # raises at once where the lock is held
        database.execute("ROLLBACK")
    assert archive.end_of(process)[0] == 0


def test_two_imports_of_the_same_folder_at_once_make_every_article_once(archive, dumps):
    command = ("import_dumps", str(dumps), "--json", "--workers", "0")
    both = [archive.start(*command, script=IN_SMALL_CHUNKS) for _ in "ab"]
    created = 0
    for process in both:
        output, errors = process.communicate(timeout=300)
        assert process.returncode == 0, errors
        created += last_object(output)["counts"].get("created", 0)
    assert created == COUNT
    status, output = archive.run("verify_archive")
    assert (status, f"{COUNT} articles" in output) == (0, True)
