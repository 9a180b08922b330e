"""What breaks below an import: the disk fills, the server dies, the file is locked.

Every time the import must end with status 3 and a sentence, leave whole chunks, and be completed by
the same command to the archive that an undisturbed import makes.
"""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.archive_processes import Archive, Step
from tests.benchmarks.generate import generate
from tests.dump_texts import dump, write
from tests.postgres_cluster import Cluster, NoPostgresError
from tests.web_server import Answer, Server, served, wait_until

COUNT = 240
CHUNK = 100
pytestmark = pytest.mark.processes

STATE = Step(
    script="""
import json
from tests.dump_texts import archive_state
print(json.dumps(archive_state(), default=str))
"""
)
VERIFY = Step(["verify_archive"])
IN_SMALL_CHUNKS = f"""
import django, sys
django.setup()
from articles.importing import pipeline
from django.core.management import execute_from_command_line
pipeline.CHUNK_ITEMS = {CHUNK}
execute_from_command_line(["manage.py", *sys.argv[1:]])
"""
LOCKED = """
import sqlite3
from django.core.management import execute_from_command_line
from django.db import connection
connection.settings_dict["OPTIONS"]["timeout"] = 0.2
other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
other.execute("BEGIN IMMEDIATE")
execute_from_command_line(["manage.py", *arguments])
"""


@pytest.fixture(scope="module")
def dumps(tmp_path_factory) -> str:
    folder = tmp_path_factory.mktemp("dumps")
    generate(folder, COUNT)
    return str(folder)


class Undisturbed(NamedTuple):
    """What the archive is like that nothing has disturbed, and how many bytes its file has."""

    state: dict[str, Any]
    size: int


@pytest.fixture(scope="module")
def undisturbed(dumps, tmp_path_factory) -> Undisturbed:
    folder = tmp_path_factory.mktemp("undisturbed")
    *ends, (status, state) = Archive(folder, "").steps(
        Step(["migrate"]), Step(["import_dumps", dumps, "--workers", "0"]), STATE
    )
    assert (status, [each for each, _ in ends]) == (0, [0, 0]), (ends, state)
    state = json.loads(state)
    assert len(state["articles"]) == COUNT
    return Undisturbed(state, (folder / "archive.sqlite3").stat().st_size)


def assert_completed(archive: Archive, dumps: str, undisturbed: Undisturbed) -> None:
    """Some chunks are stored, not all, and whole; the import run again makes the whole archive."""
    verified, listed, completed, again, (_, state) = archive.steps(
        VERIFY, Step(["imports"]), Step(["import_dumps", dumps]), VERIFY, STATE
    )
    assert verified[0] == 0, verified
    captures = int(verified[1].split(" captures")[0].split()[-1])
    assert (captures % CHUNK, 0 < captures < COUNT) == (0, True)
    assert "failed" in listed[1]
    assert (completed[0], again[0]) == (0, 0), (completed, again)
    found, wanted = json.loads(state), undisturbed.state
    assert found["sources"] == wanted["sources"]
    assert found["articles"].keys() == wanted["articles"].keys()
    assert [
        key for key in wanted["articles"] if found["articles"][key] != wanted["articles"][key]
    ] == []


def assert_failed(status: int, output: str, reason: str) -> None:
    assert status == 3, output
    assert f"The import failed: {reason}" in output
    assert "the same command completes it" in output
    assert "Traceback" not in output


@pytest.fixture
def small_disk(tmp_path, undisturbed) -> Iterator[Path]:
    """A disk too small for the archive, its index and its journal, large enough for a chunk."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={undisturbed.size}", "tmpfs", folder],
        capture_output=True,
        text=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root mounts a small disk")
def test_a_full_disk_leaves_whole_chunks_and_once_there_is_room_the_import_is_completed(
    small_disk, dumps, undisturbed
):
    archive = Archive(small_disk, "")
    small_chunks = {"articles.importing.pipeline:CHUNK_ITEMS": CHUNK}
    migrated, failed, verified, listed = archive.steps(
        Step(["migrate"]),
        Step(["import_dumps", dumps, "--workers", "2"], settings=small_chunks),
        VERIFY,
        Step(["imports"]),
    )
    assert migrated[0] == 0, migrated
    assert_failed(*failed, "database or disk is full.")
    assert verified[0] == 0, verified
    # Nothing can be written, so the batch may still be called running; but it can be read.
    assert (listed[0], "Traceback" in listed[1]) == (0, False), listed

    subprocess.run(["mount", "-o", "remount,size=1g", small_disk], check=True)
    assert_completed(archive, dumps, undisturbed)


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    try:
        with Cluster() as cluster:
            yield cluster
    except NoPostgresError as error:
        pytest.skip(str(error))


PATHS = ["/fa/", "/ar/archive/", "/fa/sources/", "/ar/search/?q=1", "/fa/articles/{key}/"]
AWAY = {"/fa/": "آرشیو اکنون پاسخ نمی‌دهد", "/ar/": "الأرشيف لا يجيب الآن"}


class Load:
    """Readers who ask for every page in turn, until the end; what they last got of each."""

    def __init__(self, server: Server, paths: Sequence[str]) -> None:
        self.statuses: Counter[int] = Counter()
        self.last: dict[str, Answer] = {}
        self._server, self._paths = server, paths
        self._ended = threading.Event()
        self._readers = [threading.Thread(target=self._read) for _ in range(2)]

    def __enter__(self) -> Load:
        for reader in self._readers:
            reader.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._ended.set()
        for reader in self._readers:
            reader.join()

    def _read(self) -> None:
        for path in itertools.cycle(self._paths):
            if self._ended.is_set():
                return
            answer = self._server.ask(path)
            self.statuses[answer.status] += 1
            self.last[path] = answer
            time.sleep(0.1)

    def wait_for(self, status: int) -> None:
        """Until each page was last answered so."""
        wait_until(
            lambda: (
                len(self.last) == len(self._paths)
                and {answer.status for answer in list(self.last.values())} == {status}
            )
        )


def test_a_server_that_dies_under_load_is_told_to_readers_and_once_it_is_back_all_is_completed(
    cluster, dumps, undisturbed, tmp_path
):
    archive = Archive(tmp_path / "var", cluster.url)
    archive.environment |= {
        "SEARCHES_PER_MINUTE": "0",
        "DJANGO_SETTINGS_MODULE": "newsarchive.settings",
    }
    assert archive.run("migrate")[0] == 0
    log = tmp_path / "log"
    # It stands still, with a chunk stored, while nobody reads what it prints.
    importing = archive.start(
        "import_dumps", dumps, "--json", "--workers", "2", script=IN_SMALL_CHUNKS
    )
    stored = json.loads(importing.stdout.readline())
    assert stored["outcome"] == "created"
    with (
        served(archive, log) as server,
        Load(server, [path.format(key=stored["key"]) for path in PATHS]) as load,
    ):
        load.wait_for(200)
        cluster.stop()
        assert_failed(*archive.end_of(importing), "")
        load.wait_for(503)
        for path, answer in load.last.items():
            assert (answer.headers["Retry-After"], AWAY[path[:4]] in answer.text) == ("30", True)
        assert [server.ask(path).status for path in ("/healthz", "/readyz")] == [200, 503]
        status, output = archive.run("imports")
        assert (status, "The database cannot be reached" in output) == (3, True), output

        cluster.start()
        load.wait_for(200)
        assert server.ask("/readyz").status == 200
    assert load.statuses.keys() == {200, 503}
    said = log.read_text()
    assert ("The database does not answer" in said, "Traceback" in said) == (True, False)
    assert_completed(archive, dumps, undisturbed)


def test_a_locked_file_fails_the_import_and_the_same_command_completes_it(tmp_path):
    import_dumps = ["import_dumps", *write(tmp_path / "dumps", dump(), dump(title="دیگر"))]
    ends = Archive(tmp_path / "var", "").steps(
        Step(["migrate"]),
        Step(import_dumps[:2]),
        Step(import_dumps, LOCKED),
        Step(["imports"], LOCKED),
        Step(import_dumps),
        VERIFY,
    )
    assert_failed(*ends[2], "database is locked.")
    assert (ends[3][0], ends[3][1].count("done")) == (0, 1), ends[3]
    assert ends[5] == (0, "The archive is whole: 3 captures, 2 articles.\n")
