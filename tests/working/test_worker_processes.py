"""The worker as a real process: killed in the middle, ended politely, begun beside the server."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
import zipfile

import pytest

from tests.archive_processes import Archive
from tests.benchmarks.generate import generate

COUNT = 1200
pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

ASK = """
import django, sys
django.setup()
from articles.importing.uploads import UploadFolder
from articles.models import ImportBatch, Job
folder = UploadFolder.new()
preview = Job.objects.create(
    kind="preview", folder=folder.name, options={"paths": [sys.argv[1]]}, label="x"
)
print(preview.pk)
"""
CONFIRM = """
import django, sys
django.setup()
from articles.models import ImportBatch, Job
basis = Job.objects.get(pk=sys.argv[1])
job = Job.objects.create(
    kind="import", basis=basis, batch=ImportBatch.objects.create(), folder=basis.folder
)
print(job.pk)
"""


@pytest.fixture
def archive(tmp_path):
    archive = Archive(tmp_path / "var")
    archive.environment["DJANGO_SETTINGS_MODULE"] = "newsarchive.settings"
    assert archive.run("migrate")[0] == 0
    yield archive
    archive.close()


@pytest.fixture(scope="module")
def dumps(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dumps")
    generate(folder, COUNT)
    path = folder.with_suffix(".zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in sorted(folder.glob("*.txt")):
            packed.write(name, name.name)
    return path


def ask(archive, script, argument):
    status, output = archive.run(str(argument), script=script)
    assert status == 0, output
    return output.split()[-1]


def look(archive, job):
    """State, attempts, result and how many captures there are."""
    [(state, attempts, result)] = archive.rows(
        f"SELECT state, attempts, result FROM articles_job WHERE id = {job}"
    )
    result = json.loads(result) if isinstance(result, str) else result  # SQLite has no JSON
    return state, attempts, result, stored(archive)


def wait_until(happened, seconds=120.0):
    deadline = time.monotonic() + seconds
    while not (found := happened()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return found


def stored(archive):
    return archive.rows("SELECT count(*) FROM articles_capture")[0][0]


def end(process: subprocess.Popen, number: signal.Signals) -> int:
    process.send_signal(number)
    return archive_end(process)


def archive_end(process: subprocess.Popen) -> int:
    return Archive.end_of(process)[0]


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_worker_that_ends_in_the_middle_is_completed_by_the_next(archive, dumps, number):
    preview = ask(archive, ASK, dumps)
    assert archive.run("worker", "--once")[0] == 0
    assert look(archive, preview)[2]["counts"] == {"created": COUNT, "skipped": 0}
    job = ask(archive, CONFIRM, preview)
    process = archive.start("worker")
    wait_until(lambda: stored(archive))
    assert end(process, number) == (-signal.SIGKILL if number == signal.SIGKILL else 0)
    state, _, _, count = look(archive, job)
    assert (state, count % 500) == ("running" if number == signal.SIGKILL else "pending", 0)
    assert 0 < count < COUNT

    assert archive.run("worker", "--once")[0] == 0
    state, attempts, result, count = look(archive, job)
    assert (state, attempts, count) == ("done", 2, COUNT)
    assert result["counts"] == {"created": COUNT, "skipped": 0}
    status, output = archive.run("verify_archive")
    assert (status, f"{COUNT} articles" in output) == (0, True)


def test_the_server_has_a_worker_that_is_begun_again_and_ends_with_it(archive, tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    archive.environment["PYTHONUNBUFFERED"] = "1"
    server = archive.start("serve", "--port", str(port), "--workers", "1")

    def workers():
        # By the data folder, which no other worker of this machine has.
        mark = f"ARCHIVE_DATA_DIR={archive.environment['ARCHIVE_DATA_DIR']}\0".encode()
        found = []
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{pid}/cmdline", "rb") as line:
                    is_worker = b"\0worker\0" in line.read()
                with open(f"/proc/{pid}/environ", "rb") as environment:
                    is_worker = is_worker and mark in environment.read()
            except OSError:
                continue
            if is_worker:
                found.append(int(pid))
        return found

    [first] = wait_until(workers)
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: workers() and workers() != [first])
    wait_until(lambda: _answers(port))
    assert end(server, signal.SIGTERM) == 0
    wait_until(lambda: not workers())


def _answers(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False
