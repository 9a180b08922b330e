"""An archive of each release is brought to today's schema, read, and brought back where it can be.

``python -m tests.migrations.make RELEASE`` makes the archives.
"""

from __future__ import annotations

import lzma
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.archive_processes import Archive, Step

pytestmark = pytest.mark.processes

RELEASES = sorted(Path(__file__).parent.glob("archive-*.sql.xz"))
LAST = """
from django.db.migrations.recorder import MigrationRecorder
rows = MigrationRecorder.Migration.objects.filter(app="articles").order_by("name")
print(rows.last().name, end="")
"""
FIND = """
from articles.models import Article
assert Article.objects.get(title="نان‌های تازه").history.count() > 1
assert Article.objects.count() > 20
"""


COLUMNS = """
SELECT m.name, c.name, c.type, c."notnull", c.pk FROM sqlite_master m
JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'
"""
INDEXES = "SELECT tbl_name, name FROM sqlite_master WHERE type = 'index'"


def schema(archive: Archive) -> dict[str, set[object]]:
    """Columns and indexes of each table, in no order."""
    found: dict[str, set[object]] = {}
    for table, *column in archive.rows(COLUMNS):
        found.setdefault(table, set()).add(tuple(column))
    for table, index in archive.rows(INDEXES):
        found[table].add(index)
    return found


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.name)
def test_an_archive_of_a_release_is_brought_forward_and_read(release, archive_in, tmp_path):
    folder = tmp_path / "var"
    folder.mkdir()
    with closing(sqlite3.connect(folder / "archive.sqlite3")) as database:
        database.executescript(lzma.decompress(release.read_bytes()).decode())
    archive = Archive(folder, "")
    [(status, last)] = archive.steps(Step(script=LAST))
    assert status == 0, last
    forward = [
        Step(["migrate", "-v0"]),
        Step(["verify_archive"]),
        Step(["search_index", "--rebuild", "--workers", "0"]),
        Step(["search_index", "--check"]),
        Step(script=FIND),
    ]
    ends = archive.steps(*forward)
    assert [status for status, _ in ends] == [0] * len(forward), ends
    fresh = archive_in(tmp_path / "fresh", "")
    assert schema(archive) == schema(fresh), (
        f"{release.name} has another schema than a fresh archive: a migration is missing. (Before "
        "1.0.0 is released: python -m tests.migrations.make 1.0.0)"
    )
    ends = archive.steps(
        Step(["migrate", "articles", last, "-v0"]),
        Step(["migrate", "-v0"]),
        Step(["verify_archive"]),
    )
    assert [status for status, _ in ends] == [0, 0, 0], ends


def test_there_is_an_archive_of_a_release():
    assert RELEASES
