"""An archive driven by real processes, for tests that kill them or run several at once."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, NamedTuple

import psycopg
from django.conf import settings


@dataclass(frozen=True)
class Step:
    """A command, or a script (its arguments are ``arguments``), in a process of its own.

    ``killed`` names a function (``package.module:Class.name``), at which the process is killed when
    it is called so often, or gets another signal; ``settings`` gives constants, named likewise,
    other values.
    """

    arguments: Sequence[str] = ()
    script: str = ""
    killed: tuple[str, int] | None = None
    signal: int = signal.SIGKILL
    settings: Mapping[str, Any] = field(default_factory=dict)


class Template(NamedTuple):
    """What archives are copied from: a data folder and a database, ``""`` for a file in it."""

    folder: Path
    database: str


class Archive:
    """An archive of its own, driven by commands.

    It is in the named database, in a SQLite file of the folder where the name is empty, and on the
    database kind of this test run where there is none; ``like`` is one of the same kind, which no
    process is using, and of which it is a copy.
    """

    def __init__(
        self,
        folder: Path,
        database_url: str | None = None,
        *,
        like: Archive | Template | None = None,
    ) -> None:
        self.folder = folder
        self.environment = {**os.environ, "ARCHIVE_DATA_DIR": str(folder), "LC_ALL": "C"}
        self.environment["DATABASE_URL"] = database_url or ""
        self.environment["DJANGO_SETTINGS_MODULE"] = "newsarchive.settings"
        self.database = ""
        if like:
            shutil.copytree(like.folder, folder, dirs_exist_ok=True)
        if database_url is None and "postgresql" in settings.DATABASES["default"]["ENGINE"]:
            self.database = f"archive_{uuid.uuid4().hex}"
            template = f" TEMPLATE {like.database}" if like else ""
            _execute(f"CREATE DATABASE {self.database}{template}")
            self.environment["DATABASE_URL"] = f"{_server()}/{self.database}"

    def close(self) -> None:
        if self.database:
            _execute(f"DROP DATABASE {self.database} WITH (FORCE)")

    def start(
        self, *arguments: str, script: str = "", log: IO[bytes] | None = None
    ) -> subprocess.Popen:
        """Start a command of manage.py, or a script in its place.

        What it says is for the test to read or, where that is more than a pipe holds, in a log.
        """
        program = ["-c", script] if script else ["manage.py"]
        return subprocess.Popen(
            [sys.executable, *program, *arguments],
            cwd=settings.BASE_DIR,
            env=self.environment,
            stdout=log or subprocess.PIPE,
            stderr=log or subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *arguments: str, script: str = "") -> tuple[int, str]:
        process = self.start(*arguments, script=script)
        output, errors = process.communicate(timeout=300)
        return process.returncode, output + errors

    def steps(self, *steps: Step) -> list[tuple[int, str]]:
        """Exit status and output of each of the steps, which run one after the other."""
        told = json.dumps([asdict(step) for step in steps])
        status, output = self.run(told, script="from tests.steps import main; main()")
        assert status == 0, output
        return [(status, said) for status, said in map(json.loads, output.splitlines())]

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What a query finds now, asked by the test itself: a process takes a second to start."""
        if url := self.environment["DATABASE_URL"]:
            with psycopg.connect(url) as database:
                return database.execute(query).fetchall()
        file = self.folder / "archive.sqlite3"
        with closing(sqlite3.connect(file, timeout=30)) as database:
            return database.execute(query).fetchall()

    @staticmethod
    def end_of(process: subprocess.Popen) -> tuple[int, str]:
        """Exit status and the rest of the output of a process of which some lines were read."""
        # Not communicate(): it begins to decode anew, maybe in the middle of a letter.
        with process:
            output = process.stdout.read() + process.stderr.read()
        return process.returncode, output


def in_chunks_of(items: int) -> str:
    """A script in the place of manage.py, for imports that store so many items at a time."""
    return f"""
import django, sys
django.setup()
from articles.importing import pipeline
from django.core.management import execute_from_command_line
pipeline.CHUNK_ITEMS = {items}
execute_from_command_line(["manage.py", *sys.argv[1:]])
"""


def _server() -> str:
    """The address of the PostgreSQL server of this run, without a database."""
    own = settings.DATABASES["default"]
    return f"postgres://{own['USER']}@{own['HOST']}:{own['PORT']}"


def _execute(statement: str) -> None:
    """Not over Django's connection: these tests need no database of their own."""
    address = f"{_server()}/{settings.DATABASES['default']['NAME']}"
    with psycopg.connect(address, autocommit=True) as database:
        database.execute(statement)
