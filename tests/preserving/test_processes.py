"""Exports and backups as real processes: across databases, beside imports, ended, out of room."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.archive_processes import Archive
from tests.benchmarks.generate import generate
from tests.postgres_cluster import Cluster, NoPostgresError

COUNT = 520
CHUNK = 500
pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

FILL = """
import sys, django
from pathlib import Path
django.setup()
from tests.preserving.full_archive import fill
fill(Path(sys.argv[1]))
"""
LITTLE_ROOM = """
import resource, sys
from django.core.management import execute_from_command_line
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
execute_from_command_line(["manage.py", *sys.argv[1:]])
"""
MUCH = """
import hashlib, random, zlib, django
django.setup()
from articles.models import RawBytes
for number in range(100):
    raw = random.Random(number).randbytes(1_000_000)
    sha256 = hashlib.sha256(raw).hexdigest()
    RawBytes.objects.create(sha256=sha256, compressed=zlib.compress(raw, 0))
"""
PEAK = """
import resource, sys, django
from django.conf import settings
options = settings.DATABASES["default"].get("OPTIONS", {})
if "init_command" in options:  # a cache of 64 MB would hide what else grows
    options["init_command"] += "PRAGMA cache_size=-2048;"
django.setup()
from django.core.management import call_command
from articles.preserving.files import export_reader
from articles.preserving.loading import load
action, file = sys.argv[1:]
if action == "export":
    call_command("export_articles", file)
else:  # without the index and the verification that the command brings
    with export_reader(file) as lines:
        load(lines)
print("\\npeak", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


@pytest.fixture(scope="module")
def dumps(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("dumps")
    generate(folder, COUNT)
    return folder


@pytest.fixture
def new_archive(tmp_path) -> Iterator[callable]:
    """Makes empty archives, of the database kind of this run or at an address."""
    made = []

    def make(database_url: str | None = None) -> Archive:
        made.append(Archive(tmp_path / f"var{len(made)}", database_url))
        assert made[-1].run("migrate")[0] == 0
        return made[-1]

    yield make
    for archive in made:
        archive.close()


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    try:
        with Cluster() as cluster:
            yield cluster
    except NoPostgresError as error:
        pytest.skip(str(error))


def succeeds(archive: Archive, *arguments: str, script: str = "") -> str:
    status, output = archive.run(*arguments, script=script)
    assert status == 0, output
    return output


def rows(file: Path) -> list[bytes]:
    return file.read_bytes().splitlines()[1:]


def captures_in(output: str) -> int:
    return int(output.split(" captures")[0].split()[-1])


def test_an_archive_that_moves_to_the_other_database_and_back_is_the_same(
    new_archive, cluster, dumps, tmp_path
):
    first, second, third = new_archive(""), new_archive(cluster.url), new_archive("")
    succeeds(first, "import_dumps", str(dumps))
    succeeds(first, str(tmp_path / "more"), script=FILL)
    exports = [tmp_path / name for name in ("first", "second", "third")]
    succeeds(first, "export_articles", str(exports[0]))
    for archive, export, target in ((second, exports[0], exports[1]), (third, *exports[1:])):
        status, output = archive.run("import_articles", str(export))
        # The rows that were made by hand have no captures: what differs was so from the first.
        assert (status, "Traceback" in output, "differ" in output) == (1, False, True), output
        succeeds(archive, "export_articles", str(target))
    assert len(rows(exports[0])) > 7 * COUNT
    assert rows(exports[1]) == rows(exports[0])
    assert rows(exports[2]) == rows(exports[0])


def test_a_backup_beside_an_import_is_whole_and_is_restored(new_archive, dumps, tmp_path):
    archive, restored = new_archive(), new_archive()
    importing = archive.start("import_dumps", str(dumps), "--json", "--workers", "1")
    assert json.loads(importing.stdout.readline())["outcome"] == "created"
    succeeds(archive, "backup_archive", str(tmp_path / "bag"))
    assert archive.end_of(importing)[0] == 0
    output = succeeds(restored, "restore_archive", str(tmp_path / "bag"))
    captures = captures_in(output)
    assert captures == COUNT or (captures and captures % CHUNK == 0)
    assert ("failed" in restored.run("imports")[1]) == (captures < COUNT)
    items = restored.import_json(dumps)[1]
    assert items[-1]["counts"].get("unchanged", 0) == captures


def test_an_export_is_of_one_moment_and_an_import_does_not_wait_for_it(
    new_archive, dumps, tmp_path
):
    archive, copy = new_archive(), new_archive()
    succeeds(archive, "import_dumps", str(dumps))
    # It stands still when nobody reads on.
    exporting = archive.start("export_articles")
    lines = [exporting.stdout.readline() for _ in range(10)]
    succeeds(archive, "import_dumps", "articles/sample_dumps")
    assert exporting.poll() is None
    lines.extend(exporting.stdout)
    assert archive.end_of(exporting)[0] == 0
    (tmp_path / "export").write_text("".join(lines), encoding="utf-8")
    assert captures_in(succeeds(copy, "import_articles", str(tmp_path / "export"))) == COUNT
    assert captures_in(succeeds(archive, "verify_archive")) > COUNT


def test_a_polite_end_cancels_a_backup_and_clears_its_folder(new_archive, dumps, tmp_path):
    archive = new_archive()
    succeeds(archive, "import_dumps", str(dumps))
    process = archive.start("backup_archive", str(tmp_path / "bag"))
    while not (tmp_path / "bag/data").exists():
        assert process.poll() is None, process.stderr.read()
    process.send_signal(signal.SIGTERM)
    status, output = archive.end_of(process)
    assert (status, "Cancelled" in output) == (3, True)
    assert not (tmp_path / "bag").exists()


def test_a_disk_without_room_is_told_and_leaves_nothing(new_archive, dumps, tmp_path):
    archive = new_archive()
    succeeds(archive, "import_dumps", str(dumps))
    for command in ("backup_archive", "export_articles"):
        status, output = archive.run(command, str(tmp_path / "target"), script=LITTLE_ROOM)
        assert (status, "cannot be written (File too large)" in output) == (3, True), output
        assert not (tmp_path / "target").exists()


def test_memory_does_not_grow_with_the_archive(new_archive, dumps, tmp_path):
    archive, copy = new_archive(), new_archive()

    def peak(of: Archive, action: str, file: Path) -> int:
        """Megabytes."""
        return int(succeeds(of, action, str(file), script=PEAK).rsplit("peak", 1)[1])

    empty, full = tmp_path / "empty", tmp_path / "full"
    little = peak(archive, "export", empty)
    succeeds(archive, "import_dumps", str(dumps))
    succeeds(archive, script=MUCH)
    assert peak(archive, "export", full) - little < 40
    assert full.stat().st_size > 130_000_000
    assert len(rows(full)) > 7 * COUNT
    little = peak(copy, "import", empty)
    assert peak(copy, "import", full) - little < 40
