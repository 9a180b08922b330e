"""Exports and backups as real processes: across databases, beside imports, ended, out of room."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import pytest

from tests.archive_processes import Archive, Step, in_chunks_of
from tests.benchmarks.generate import generate

COUNT = 130
CHUNK = 100
pytestmark = pytest.mark.processes

FILL = """
from pathlib import Path
from tests.backup.full_archive import fill
fill(Path(arguments[0]))
"""
LITTLE_ROOM = """
import resource
from django.core.management import execute_from_command_line
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
execute_from_command_line(["manage.py", *arguments])
"""
IN_SMALL_CHUNKS = in_chunks_of(CHUNK)
STORE_MUCH = """
import hashlib, random, zlib
from articles.models import RawBytes
for number in range(60):
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
from articles.backup.files import export_reader
from articles.backup.loading import load
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


@pytest.fixture(scope="module")
def imported(archive_in, dumps, tmp_path_factory) -> Archive:
    """An archive of the dumps, to be copied."""
    archive = archive_in(tmp_path_factory.mktemp("imported"))
    all_succeed(archive, import_of(dumps))
    return archive


def import_of(dumps: Path) -> Step:
    return Step(["import_dumps", str(dumps), "--workers", "0"])


def all_succeed(archive: Archive, *steps: Step) -> list[str]:
    """What the steps say."""
    ends = archive.steps(*steps)
    assert [status for status, _ in ends] == [0] * len(steps), ends
    return [said for _, said in ends]


def rows(file: Path) -> list[bytes]:
    return file.read_bytes().splitlines()[1:]


def captures_in(output: str) -> int:
    return int(output.split(" captures")[0].split()[-1])


def test_an_archive_that_moves_to_the_other_database_and_back_is_the_same(
    archive_in, cluster, dumps, tmp_path
):
    first, third = (archive_in(tmp_path / name, "") for name in ("one", "three"))
    second = Archive(tmp_path / "two", cluster.url)
    exports = [tmp_path / name for name in ("first", "second", "third")]
    all_succeed(
        first,
        import_of(dumps),
        Step([str(tmp_path / "more")], FILL),
        Step(["export_articles", str(exports[0])]),
    )
    for archive, export, target in ((second, exports[0], exports[1]), (third, *exports[1:])):
        migrated, (status, output), exported = archive.steps(
            Step(["migrate"]),
            Step(["import_articles", str(export)]),
            Step(["export_articles", str(target)]),
        )
        assert (migrated[0], exported[0]) == (0, 0), (migrated, exported)
        # The rows that were made by hand have no captures: what differs was so from the first.
        assert (status, "Traceback" in output, "differ" in output) == (1, False, True), output
    assert len(rows(exports[0])) > 7 * COUNT
    assert rows(exports[1]) == rows(exports[0])
    assert rows(exports[2]) == rows(exports[0])


@pytest.mark.each_database
def test_a_backup_beside_an_import_is_whole_and_is_restored(archive_in, dumps, tmp_path):
    archive, restored = (archive_in(tmp_path / name) for name in ("archive", "restored"))
    importing = archive.start(
        *("import_dumps", str(dumps), "--json", "--workers", "1"), script=IN_SMALL_CHUNKS
    )
    assert json.loads(importing.stdout.readline())["outcome"] == "created"
    status, output = archive.run("backup_archive", str(tmp_path / "bag"))
    assert status == 0, output
    assert archive.end_of(importing)[0] == 0
    output, listed, completed = all_succeed(
        restored,
        Step(["restore_archive", str(tmp_path / "bag")]),
        Step(["imports"]),
        Step(["import_dumps", str(dumps), "--json", "--workers", "0"]),
    )
    captures = captures_in(output)
    assert captures == COUNT or (captures and captures % CHUNK == 0)
    assert ("failed" in listed) == (captures < COUNT)
    [end] = [json.loads(line) for line in completed.splitlines() if '"counts"' in line]
    assert end["counts"].get("unchanged", 0) == captures


@pytest.mark.each_database
def test_an_export_is_of_one_moment_and_an_import_does_not_wait_for_it(
    archive_in, imported, tmp_path
):
    archive, copy = archive_in(tmp_path / "archive", like=imported), archive_in(tmp_path / "copy")
    # It stands still when nobody reads on.
    exporting = archive.start("export_articles")
    lines = [exporting.stdout.readline() for _ in range(10)]
    status, output = archive.run("import_dumps", "articles/sample_dumps", "--workers", "0")
    assert status == 0, output
    assert exporting.poll() is None
    lines.extend(exporting.stdout)
    assert archive.end_of(exporting)[0] == 0
    (tmp_path / "export").write_text("".join(lines), encoding="utf-8")
    [output] = all_succeed(copy, Step(["import_articles", str(tmp_path / "export")]))
    assert captures_in(output) == COUNT
    assert archive.rows("SELECT count(*) FROM articles_capture")[0][0] > COUNT


@pytest.mark.each_database
def test_a_backup_that_is_ended_or_has_no_room_is_told_and_leaves_nothing(
    archive_in, imported, tmp_path
):
    archive = archive_in(tmp_path / "archive", like=imported)
    in_a_row = ("articles.backup.unloading:_row", 40)
    ended = Step(["backup_archive", str(tmp_path / "bag")], killed=in_a_row, signal=signal.SIGTERM)
    [(status, output)] = archive.steps(ended)
    assert (status, "Cancelled" in output) == (3, True), output
    assert not (tmp_path / "bag").exists()

    targets = {name: tmp_path / name for name in ("backup_archive", "export_articles")}
    steps = [Step([command, str(target)], LITTLE_ROOM) for command, target in targets.items()]
    for status, output in archive.steps(*steps):
        assert (status, "cannot be written (File too large)" in output) == (3, True), output
    assert not any(target.exists() for target in targets.values())


@pytest.mark.each_database
def test_memory_does_not_grow_with_the_archive(archive_in, dumps, tmp_path):
    archive, copy = (archive_in(tmp_path / name) for name in ("archive", "copy"))

    def peak(of: Archive, action: str, file: Path) -> int:
        """Megabytes, of a process that has loaded everything itself, as commands do."""
        status, output = of.run(action, str(file), script=PEAK)
        assert status == 0, output
        return int(output.rsplit("peak", 1)[1].split()[0])  # a slow one tells its progress after it

    empty, full = tmp_path / "empty", tmp_path / "full"
    little = peak(archive, "export", empty)
    all_succeed(archive, import_of(dumps), Step(script=STORE_MUCH))
    assert peak(archive, "export", full) - little < 40
    assert full.stat().st_size > 78_000_000
    assert len(rows(full)) > 7 * COUNT
    little = peak(copy, "import", empty)
    assert peak(copy, "import", full) - little < 40
