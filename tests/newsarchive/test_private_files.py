"""The data folder and what is in it are its owner's alone."""

from __future__ import annotations

import os
import stat
import subprocess
import sys

import pytest
from django.conf import settings

from newsarchive.private_files import keep_private


@pytest.fixture
def usual_umask():
    before = os.umask(0o022)
    yield
    os.umask(before)


def modes(folder):
    return {
        path.relative_to(folder).as_posix(): stat.S_IMODE(path.stat().st_mode)
        for path in (folder, *folder.rglob("*"))
    }


@pytest.mark.processes
def test_from_the_first_command_on_nobody_else_reads_any_of_it(tmp_path, usual_umask):
    folder = tmp_path / "data"
    environment = {**os.environ, "ARCHIVE_DATA_DIR": str(folder), "DATABASE_URL": ""}
    command = [sys.executable, str(settings.BASE_DIR / "manage.py")]
    for arguments in (["migrate", "-v0"], ["search_index", "--rebuild"]):
        subprocess.run([*command, *arguments], env=environment, check=True, capture_output=True)
    found = modes(folder)
    assert {"archive.sqlite3", "secret_key", "search"} <= found.keys()
    assert {name for name, mode in found.items() if mode & 0o077} == set()


def test_what_an_earlier_release_left_open_is_closed(tmp_path, usual_umask):
    (tmp_path / "search").mkdir()
    (tmp_path / "archive.sqlite3").touch()
    tmp_path.chmod(0o755)
    keep_private(tmp_path)
    assert modes(tmp_path) == {".": 0o700, "search": 0o700, "archive.sqlite3": 0o600}


def test_a_folder_of_somebody_else_is_left_as_it_is(tmp_path, usual_umask):
    (tmp_path / "letters.txt").touch()
    tmp_path.chmod(0o755)
    keep_private(tmp_path)
    assert modes(tmp_path) == {".": 0o755, "letters.txt": 0o644}
