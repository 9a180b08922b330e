"""The index under real processes: several at once, read meanwhile. test_killed.py kills them."""

from __future__ import annotations

import itertools
import time
from datetime import date
from pathlib import Path

import pytest
from django.test import override_settings
from filelock import FileLock

from articles import search as engine
from articles.search import Search
from articles.search.index.files import index_files
from tests.benchmarks.generate import generate
from tests.dump_texts import dump, write

pytestmark = [pytest.mark.processes, pytest.mark.django_db]  # a search asks for names

BEGIN = """
import os, signal, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "newsarchive.settings"
import django
django.setup()
from django.core.management import call_command
"""
EACH = 100
_seeds = itertools.count(1000)

RUN = """
call_command(*{arguments})
"""
REBUILD = ("search_index", "--rebuild", "--workers", "0")
CHECK = ("search_index", "--check")


def import_of(*paths: str | Path) -> tuple[str, ...]:
    return ("import_dumps", *map(str, paths), "--workers", "0")


def script(*commands: tuple[str, ...]) -> str:
    """Runs commands in one process."""
    return BEGIN + "".join(RUN.format(arguments=command) for command in commands)


@pytest.fixture(scope="module")
def archive(archive_in, tmp_path_factory):
    """One for all tests here; each imports dumps of its own."""
    archive = archive_in(tmp_path_factory.mktemp("archive"))
    with override_settings(DATA_DIR=archive.folder):
        run(archive, REBUILD)
        yield archive


def run(archive, *commands):
    """Run commands in one process; all must end well."""
    status, output = archive.run(script=script(*commands))
    assert status == 0, output


@pytest.fixture
def dumps(tmp_path):
    """Makes folders of invented dumps that no other test has."""

    def make(count: int) -> Path:
        seed = next(_seeds)
        generate(tmp_path / f"dumps-{seed}", count, seed=seed)
        return tmp_path / f"dumps-{seed}"

    return make


def total():
    """How many articles this process's reader sees in the index of the others."""
    return engine.counts().total


def generations():
    return [path for path in index_files().root.iterdir() if path.is_dir()]


def test_two_imports_at_once_and_a_rebuild_leave_a_whole_index(archive, dumps):
    before = total()
    processes = [
        archive.start("import_dumps", str(dumps(EACH)), "--workers", "0"),
        archive.start("import_dumps", str(dumps(EACH)), "--workers", "1"),
        archive.start(*REBUILD),
    ]
    seen = [before]
    try:
        while any(process.poll() is None for process in processes):
            seen.append(total())  # never raises, whatever is replaced meanwhile
            time.sleep(0.05)
    finally:
        ends = [process.communicate() for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0], ends

    assert total() == before + 2 * EACH
    assert seen == sorted(seen)
    assert len(generations()) == 1
    run(archive, CHECK)


def test_a_reader_sees_what_another_process_has_committed(archive, tmp_path):
    wanted = Search("فانوس‌سازان", date(2026, 11, 20))
    assert engine.search(wanted).total == 0
    run(archive, import_of(*write(tmp_path, dump(title="فانوس‌سازان", source="بامداد"))))

    assert engine.search(wanted).total == 1


def test_an_import_does_not_wait_for_whoever_holds_the_lock(archive, dumps):
    before = total()
    with FileLock(index_files().root / "write.lock"):
        run(archive, import_of(dumps(5)))
        assert total() == before

    run(archive, ("search_index", "--update"), CHECK)
    assert total() == before + 5
