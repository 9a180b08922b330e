"""What breaks below an import: the disk fills, the server dies, the file is locked.

Every time the import must end with status 3 and a sentence, leave whole chunks, and be completed by
the same command to the archive that an undisturbed import makes.
"""

from __future__ import annotations

import json
import os
from typing import Any, NamedTuple

import pytest

from tests.archive_processes import Archive, Step, in_chunks_of
from tests.benchmarks.generate import generate
from tests.dump_texts import dump, write
from tests.small_disk import small_disk
from tests.web_server import Load, served

COUNT = 120
CHUNK = 50
pytestmark = pytest.mark.processes

STATE = Step(
    script="""
import json
from tests.dump_texts import archive_state
print(json.dumps(archive_state(), default=str))
"""
)
VERIFY = Step(["verify_archive"])
IN_SMALL_CHUNKS = in_chunks_of(CHUNK)
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
def undisturbed(dumps, archive_in, tmp_path_factory) -> Undisturbed:
    folder = tmp_path_factory.mktemp("undisturbed")
    imported, (status, state) = archive_in(folder, "").steps(
        Step(["import_dumps", dumps, "--workers", "0"]), STATE
    )
    assert (imported[0], status) == (0, 0), (imported, state)
    state = json.loads(state)
    assert len(state["articles"]) == COUNT
    return Undisturbed(state, (folder / "archive.sqlite3").stat().st_size)


def assert_completed(archive: Archive, dumps: str, undisturbed: Undisturbed) -> None:
    """Some chunks are stored, not all, and whole; the import run again makes the whole archive."""
    verified, listed, completed, again, (_, state) = archive.steps(
        VERIFY, Step(["imports"]), Step(["import_dumps", dumps, "--workers", "0"]), VERIFY, STATE
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
    assert "the same command finishes the rest" in output
    assert "Traceback" not in output


@pytest.mark.skipif(os.geteuid() != 0, reason="only root mounts a small disk")
def test_a_full_disk_leaves_whole_chunks_and_once_there_is_room_the_import_is_completed(
    archive_in, dumps, undisturbed, tmp_path
):
    small_chunks = {"articles.importing.pipeline:CHUNK_ITEMS": CHUNK}
    # Too small for the archive, its index and its journal, large enough for a chunk.
    with small_disk(tmp_path / "disk", undisturbed.size) as enlarge:
        archive = archive_in(tmp_path / "disk", "")
        failed, verified, listed = archive.steps(
            Step(["import_dumps", dumps, "--workers", "2"], settings=small_chunks),
            VERIFY,
            Step(["imports"]),
        )
        assert_failed(*failed, "database or disk is full.")
        assert verified[0] == 0, verified
        # Nothing can be written, so the batch may still be called running; but it can be read.
        assert (listed[0], "Traceback" in listed[1]) == (0, False), listed

        enlarge("1g")
        assert_completed(archive, dumps, undisturbed)


PATHS = ["/fa/", "/ar/archive/", "/fa/sources/", "/ar/search/?q=1", "/fa/articles/{key}/"]
AWAY = {"/fa/": "آرشیو اکنون پاسخ نمی‌دهد", "/ar/": "الأرشيف لا يجيب الآن"}


def test_a_server_that_dies_under_load_is_told_to_readers_and_once_it_is_back_all_is_completed(
    cluster, dumps, undisturbed, tmp_path
):
    archive = Archive(tmp_path / "var", cluster.url)
    archive.environment["SEARCHES_PER_MINUTE"] = "0"
    assert archive.run("migrate")[0] == 0
    log = tmp_path / "log"
    # It stands still, with a chunk stored, while nobody reads what it prints.
    importing = archive.start(
        "import_dumps", dumps, "--json", "--workers", "0", script=IN_SMALL_CHUNKS
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


def test_a_locked_file_fails_the_import_and_the_same_command_completes_it(archive_in, tmp_path):
    import_dumps = ["import_dumps", *write(tmp_path / "dumps", dump(), dump(title="دیگر"))]
    ends = archive_in(tmp_path / "var", "").steps(
        Step(import_dumps[:2]),
        Step(import_dumps, LOCKED),
        Step(["imports"], LOCKED),
        Step(import_dumps),
        VERIFY,
    )
    assert_failed(*ends[1], "database is locked.")
    assert (ends[2][0], ends[2][1].count("done")) == (0, 1), ends[2]
    assert ends[4] == (0, "The archive is intact: 3 captures, 2 articles.\n")
