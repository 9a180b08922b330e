"""Bytes of a SQLite file that are not what they were: what is lost is named, and comes back."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.archive_processes import Archive, Step
from tests.benchmarks.generate import generate

COUNT = 40
pytestmark = pytest.mark.processes

VERIFY = Step(["verify_archive"])


@pytest.fixture(scope="module")
def made(archive_in, tmp_path_factory) -> Path:
    """A folder with dumps, the archive that has imported them, and a backup of it."""
    folder = tmp_path_factory.mktemp("made")
    generate(folder / "dumps", COUNT)
    archive = archive_in(folder / "var", "")
    steps = [
        ["import_dumps", str(folder / "dumps"), "--workers", "0"],
        ["backup_archive", str(folder / "backup")],
    ]
    ends = archive.steps(*map(Step, steps))
    assert [status for status, _ in ends] == [0, 0], ends
    return folder


class Damaged:
    """A copy of the archive in a folder, and its file."""

    def __init__(self, made: Path, folder: Path) -> None:
        self.archive = Archive(shutil.copytree(made / "var", folder), "")
        self.file = folder / "archive.sqlite3"

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.file)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return connection.execute(query).fetchall()

    def overwrite(self, at: int, content: bytes) -> None:
        with self.file.open("r+b") as file:
            file.seek(at)
            file.write(content)

    def verified(self) -> list[tuple[str, str]]:
        """Kind and name of each finding, of a verification that fails with status 1."""
        [(status, output)] = self.archive.steps(VERIFY)
        assert (status, "Traceback" in output) == (1, False), output
        return re.findall(r"^(\w+) (.+?): ", output, re.MULTILINE)


@pytest.fixture
def damaged(made, tmp_path) -> Damaged:
    return Damaged(made, tmp_path / "var")


def import_of(made: Path) -> Step:
    return Step(["import_dumps", str(made / "dumps"), "--workers", "0"])


def test_a_damaged_page_is_named_with_all_that_lay_in_it_and_a_backup_brings_it_back(
    damaged, made, archive_in, tmp_path
):
    captures = damaged.ask(
        "SELECT c.id, sha256, file_name, key FROM articles_capture c "
        "JOIN articles_article a ON a.id = article_id"
    )
    [(size,)] = damaged.ask("PRAGMA page_size")
    content = damaged.file.read_bytes()
    start = content.index(captures[COUNT // 2][2].encode()) // size * size
    lost = [row for row in captures if row[2].encode() in content[start : start + size]]
    damaged.overwrite(start, b"\xff" * size)

    found = damaged.verified()
    assert ("database_damaged", "sqlite") in found
    told = {name for kind, name in found if kind == "unreadable"}
    assert told == {f"{pk} {sha256}" for pk, sha256, *_ in lost} | {key for *_, key in lost}
    assert 0 < len(lost) < COUNT

    steps = [
        Step(["restore_archive", str(made / "backup")]),
        import_of(made),
        VERIFY,
    ]
    ends = archive_in(tmp_path / "new", "").steps(*steps)
    assert [status for status, _ in ends] == [0] * len(steps), ends
    assert f"{COUNT} articles" in ends[-1][1]


def test_a_changed_byte_names_its_capture_and_comes_right_when_the_dump_is_imported_again(
    damaged, made
):
    [(pk, name, compressed)] = damaged.ask(
        "SELECT c.id, file_name, compressed FROM articles_capture c "
        f"JOIN articles_rawbytes r ON r.sha256 = c.sha256 WHERE c.id = {COUNT // 2}"
    )
    at = damaged.file.read_bytes().index(compressed[:80]) + 40
    damaged.overwrite(at, bytes([compressed[40] ^ 1]))
    assert damaged.verified() == [("raw_damaged", f"{pk} {name} (1)")]

    ends = damaged.archive.steps(import_of(made), VERIFY)
    assert [status for status, _ in ends] == [0, 0], ends
    assert f"{COUNT}  unchanged" in ends[0][1]


def test_changed_text_of_an_article_is_found_though_the_file_is_sound(damaged):
    [(key, body)] = damaged.ask(f"SELECT key, body FROM articles_article WHERE id = {COUNT // 2}")
    text = body[:40].encode()
    content = damaged.file.read_bytes()
    for place in re.finditer(re.escape(text), content):  # also in what was captured of it
        damaged.overwrite(place.start(), text[:2] + b"\xff" + text[3:])
    found = damaged.verified()
    assert ("unreadable", key) in found or ("article_differs", key) in found
    assert {kind for kind, _ in found} <= {"unreadable", "article_differs", "parsed_changed"}


def test_a_table_that_cannot_be_read_at_all_is_named_and_other_commands_end_with_a_sentence(
    damaged, made
):
    pages = damaged.ask("SELECT rootpage FROM sqlite_schema WHERE tbl_name = 'articles_capture'")
    [(size,)] = damaged.ask("PRAGMA page_size")
    for (page,) in pages:
        damaged.overwrite((page - 1) * size, b"\xff" * size)
    assert ("unreadable", "articles_capture") in damaged.verified()
    for status, output in damaged.archive.steps(import_of(made), Step(["undo_import", "1"])):
        assert (status, "malformed" in output, "Traceback" in output) == (3, True, False), output


def test_a_file_that_is_no_database_is_said_so(damaged, made):
    damaged.file.write_bytes(b"no database at all " * 500)
    for status, output in damaged.archive.steps(Step(["imports"]), import_of(made), VERIFY):
        assert (status, "file is not a database" in output) == (3, True), output
        assert "Traceback" not in output
