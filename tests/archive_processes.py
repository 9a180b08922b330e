"""An archive driven by real processes, for tests that kill them or run several at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from pathlib import Path

from django.conf import settings
from django.db import connection


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

    def start(self, *arguments: str, script: str = "") -> subprocess.Popen:
        """Start a command of manage.py, or a script in its place."""
        program = ["-c", script] if script else ["manage.py"]
        return subprocess.Popen(
            [sys.executable, *program, *arguments],
            cwd=settings.BASE_DIR,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *arguments: str, script: str = "") -> tuple[int, str]:
        process = self.start(*arguments, script=script)
        output, errors = process.communicate(timeout=300)
        return process.returncode, output + errors

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
