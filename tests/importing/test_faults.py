"""What breaks below an import: the disk fills, the server dies, the file is locked or damaged.

Every time the import must end with status 3 and a sentence, leave whole chunks, and be completed by
the same command to the archive that an undisturbed import makes.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.archive_processes import Archive
from tests.benchmarks.generate import generate
from tests.dump_texts import dump, write
from tests.postgres_cluster import Cluster, NoPostgresError

COUNT = 1200
CHUNK = 500
pytestmark = pytest.mark.processes

STATE = """
import django, json
django.setup()
from tests.dump_texts import archive_state
print(json.dumps(archive_state(), default=str))
"""
IMPATIENT = """
import sys
from django.conf import settings
from django.core.management import execute_from_command_line
settings.DATABASES["default"]["OPTIONS"]["timeout"] = 0.2
execute_from_command_line(["manage.py", *sys.argv[1:]])
"""


@pytest.fixture(scope="module")
def dumps(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("dumps")
    generate(folder, COUNT)
    return folder


@pytest.fixture(scope="module")
def undisturbed(dumps, tmp_path_factory) -> Archive:
    archive = Archive(tmp_path_factory.mktemp("undisturbed"), "")
    assert archive.run("migrate")[0] == 0
    assert archive.run("import_dumps", str(dumps))[0] == 0
    return archive


def assert_same_archive(archive: Archive, undisturbed: Archive) -> None:
    (status, found), (_, wanted) = (one.run(script=STATE) for one in (archive, undisturbed))
    assert status == 0, found
    found, wanted = json.loads(found), json.loads(wanted)
    assert len(wanted["articles"]) == COUNT
    assert found["sources"] == wanted["sources"]
    assert found["articles"].keys() == wanted["articles"].keys()
    differing = [
        key for key, article in found["articles"].items() if article != wanted["articles"][key]
    ]
    assert not differing


def assert_whole_chunks(archive: Archive) -> None:
    """Some chunks are stored, not all, and what is stored is whole."""
    status, output = archive.run("verify_archive")
    assert status == 0, output
    captures = int(output.split(" captures")[0].split()[-1])
    assert captures % CHUNK == 0
    assert 0 < captures < COUNT


def assert_failed(status: int, output: str, reason: str) -> None:
    assert status == 3, output
    assert f"The import failed: {reason}" in output
    assert "the same command completes it" in output
    assert "Traceback" not in output


@pytest.fixture
def small_disk(tmp_path, undisturbed) -> Iterator[Path]:
    """A disk too small for the archive, large enough for a chunk of it."""
    size = Path(undisturbed.environment["ARCHIVE_DATA_DIR"], "archive.sqlite3").stat().st_size
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size * 6 // 10}", "tmpfs", folder],
        capture_output=True,
        text=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def make_room(disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,size=1g", disk], check=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root mounts a small disk")
def test_a_full_disk_leaves_whole_chunks_and_once_there_is_room_the_import_is_completed(
    small_disk, dumps, undisturbed
):
    archive = Archive(small_disk, "")
    assert archive.run("migrate")[0] == 0
    status, output = archive.run("import_dumps", str(dumps), "--workers", "2")
    assert_failed(status, output, "database or disk is full.")
    assert_whole_chunks(archive)
    # Nothing can be written, so the batch may still be called running; but it can be read.
    status, output = archive.run("imports")
    assert (status, "Traceback" in output) == (0, False), output

    make_room(small_disk)
    assert "failed" in archive.run("imports")[1]
    status, output = archive.run("import_dumps", str(dumps))
    assert status == 0, output
    assert archive.run("verify_archive")[0] == 0
    assert_same_archive(archive, undisturbed)


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    try:
        with Cluster() as cluster:
            yield cluster
    except NoPostgresError as error:
        pytest.skip(str(error))


def test_a_server_that_dies_leaves_whole_chunks_and_once_it_is_back_the_import_is_completed(
    cluster, dumps, undisturbed, tmp_path
):
    archive = Archive(tmp_path / "var", cluster.url)
    assert archive.run("migrate")[0] == 0
    process = archive.start("import_dumps", str(dumps), "--json", "--workers", "2")
    assert json.loads(process.stdout.readline())["outcome"] == "created"
    cluster.stop()
    assert_failed(*archive.end_of(process), "")
    status, output = archive.run("imports")
    assert status == 3
    assert "The database cannot be reached" in output

    cluster.start()
    assert_whole_chunks(archive)
    assert "failed" in archive.run("imports")[1]
    status, output = archive.run("import_dumps", str(dumps))
    assert status == 0, output
    assert archive.run("verify_archive")[0] == 0
    assert_same_archive(archive, undisturbed)


@pytest.fixture(scope="module")
def two_items(tmp_path_factory) -> Path:
    """A folder with two dumps and, beside them, the archive that has imported them."""
    folder = tmp_path_factory.mktemp("small")
    archive = Archive(folder / "var", "")
    paths = write(folder / "dumps", dump(), dump(title="دیگر"))
    assert archive.run("migrate")[0] == 0
    assert archive.run("import_dumps", *paths)[0] == 0
    return folder


@pytest.fixture
def small_archive(two_items, tmp_path) -> tuple[Archive, str, Path]:
    """An archive in a SQLite file, the folder of the dumps that it has imported, and the file."""
    folder = shutil.copytree(two_items / "var", tmp_path / "var")
    return Archive(folder, ""), str(two_items / "dumps"), folder / "archive.sqlite3"


def test_a_locked_file_fails_the_import_and_the_same_command_completes_it(small_archive, tmp_path):
    archive, _, file = small_archive
    third = write(tmp_path / "later", dump(title="سومی"))
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert_failed(*archive.run("import_dumps", *third, script=IMPATIENT), "database is locked.")
        status, output = archive.run("imports", script=IMPATIENT)
        assert (status, output.count("done")) == (0, 1), output
        other.execute("ROLLBACK")
    assert archive.run("import_dumps", *third)[0] == 0
    assert "The archive is whole: 3 captures, 3 articles." in archive.run("verify_archive")[1]
