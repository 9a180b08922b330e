"""The worker as a real process: killed in the middle, ended politely, begun beside the server."""

from __future__ import annotations

import os
import signal

import pytest

from tests.archive_processes import Archive, Step
from tests.benchmarks.generate import generate
from tests.web_server import Server, serving, wait_until

COUNT = 30
CHUNK = 10
pytestmark = [pytest.mark.processes, pytest.mark.each_database]

ASK = """
from articles.importing.uploads import UploadFolder
from articles.models import ImportBatch, Job
folder = UploadFolder.new()
preview = Job.objects.create(
    kind="preview", folder=folder.name, options={"paths": [arguments[0]]}, label="x"
)
"""
CONFIRM = """
from articles.models import ImportBatch, Job
basis = Job.objects.get(kind="preview")
assert basis.result["counts"] == {"created": int(arguments[0]), "skipped": 0}, basis.result
Job.objects.create(
    kind="import", basis=basis, batch=ImportBatch.objects.create(), folder=basis.folder
)
"""
LOOK = Step(
    script="""
from articles.models import Capture, Job
job = Job.objects.get(kind="import")
print(job.state, job.attempts, Capture.objects.count(), (job.result or {}).get("counts"))
"""
)


@pytest.mark.parametrize(
    ("number", "status", "state"),
    [(signal.SIGKILL, -signal.SIGKILL, "running"), (signal.SIGTERM, 0, "pending")],
)
def test_a_worker_that_ends_in_the_middle_is_completed_by_the_next(
    archive_in, tmp_path, number, status, state
):
    generate(tmp_path / "dumps", COUNT)
    settings = {"articles.importing.pipeline:CHUNK_ITEMS": CHUNK}
    # In the second of three chunks, of which the first is stored.
    in_the_middle = ("articles.importing.storing:_store_captures", 2)
    confirmed, ended, looked, completed, looked_again, verified = archive_in(
        tmp_path / "var"
    ).steps(
        Step([str(tmp_path / "dumps")], ASK),
        Step(["worker", "--once"], settings=settings),
        Step([str(COUNT)], CONFIRM),
        Step(["worker"], killed=in_the_middle, signal=number, settings=settings),
        LOOK,
        Step(["worker", "--once"], settings=settings),
        LOOK,
        Step(["verify_archive"]),
    )[2:]
    assert confirmed[0] == completed[0] == 0, (confirmed, completed)
    assert (ended[0], "Traceback" in ended[1]) == (status, False), ended
    stored = CHUNK if number == signal.SIGKILL else 2 * CHUNK  # politely: the chunk in hand is
    assert looked[1].startswith(f"{state} 1 {stored} "), looked
    counts = {"created": COUNT, "skipped": 0}
    assert looked_again == (0, f"done 2 {COUNT} {counts}\n")
    assert (verified[0], f"{COUNT} articles" in verified[1]) == (0, True), verified


def workers_of(archive: Archive) -> list[int]:
    """By the data folder, which no other worker of this machine has."""
    mark = f"ARCHIVE_DATA_DIR={archive.folder}\0".encode()
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as line:
                is_worker = b"\0worker\0" in line.read()
            if is_worker:
                with open(f"/proc/{pid}/environ", "rb") as environment:
                    is_worker = mark in environment.read()
        except OSError:
            continue
        if is_worker:
            found.append(int(pid))
    return found


def test_the_server_has_a_worker_that_is_begun_again_and_ends_with_it(archive_in, tmp_path):
    archive = archive_in(tmp_path / "var")
    with serving(archive, Server(), tmp_path / "log") as (server, process):
        [first] = wait_until(lambda: workers_of(archive))
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: workers_of(archive) not in ([], [first]))
        wait_until(lambda: server.ask("/healthz").status == 200)
        process.terminate()
        assert process.wait(60) == 0
    wait_until(lambda: not workers_of(archive))
