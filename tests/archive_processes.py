"""An archive driven by real processes, for tests that kill them or run several at once."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

import psycopg
from django.conf import settings
from django.db import connection


@dataclass(frozen=True)
class Step:
    """A command, or a script (its arguments are ``arguments``), in a process of its own.

    ``killed`` names a function (``package.module:Class.name``), at which the process is killed when
    it is called so often; ``settings`` gives constants, named likewise, other values.
    """

    arguments: Sequence[str] = ()
    script: str = ""
    killed: tuple[str, int] | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)


class Archive:
    """An archive of its own, driven by commands.

    It is in the named database, in a SQLite file of the folder where the name is empty, and on the
    database kind of this test run where there is none.
    """

    def __init__(self, folder: Path, database_url: str | None = None) -> None:
        self.environment = {**os.environ, "ARCHIVE_DATA_DIR": str(folder), "LC_ALL": "C"}
        self.environment["DATABASE_URL"] = database_url or ""
        self.database = ""
        if database_url is None and connection.vendor == "postgresql":
            self.database = f"archive_{uuid.uuid4().hex}"
            with connection.cursor() as cursor:
                cursor.execute(f"CREATE DATABASE {self.database}")
            own = connection.settings_dict
            self.environment["DATABASE_URL"] = (
                f"postgres://{own['USER']}@{own['HOST']}:{own['PORT']}/{self.database}"
            )

    def close(self) -> None:
        if self.database:
            with connection.cursor() as cursor:
                cursor.execute(f"DROP DATABASE {self.database} WITH (FORCE)")

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
        file = Path(self.environment["ARCHIVE_DATA_DIR"]) / "archive.sqlite3"
        with closing(sqlite3.connect(file, timeout=30)) as database:
            return database.execute(query).fetchall()

    @staticmethod
    def end_of(process: subprocess.Popen) -> tuple[int, str]:
        """Exit status and the rest of the output of a process of which some lines were read."""
        # Not communicate(): it begins to decode anew, maybe in the middle of a letter.
        with process:
            output = process.stdout.read() + process.stderr.read()
        return process.returncode, output

    def import_json(self, folder: Path) -> tuple[int, list[dict]]:
        status, output = self.run("import_dumps", str(folder), "--json", "--workers", "2")
        return status, [json.loads(line) for line in output.splitlines() if line[0] == "{"]
