"""A PostgreSQL server of its own for tests, in a temporary folder.

Uses the standard library only: tests/with-postgres runs it before anything is installed.
"""

from __future__ import annotations

import glob
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path


class NoPostgresError(Exception):
    """PostgreSQL is not installed; the message says what to install."""


class Cluster:
    """A server on a free port of 127.0.0.1; leaving its context stops and removes it.

    PostgreSQL refuses to run as root: then it runs as the user "postgres".
    """

    # Commits survive a crash of the server, which tests bring about, but not one of the system.
    _SETTINGS = "-c fsync=off -c full_page_writes=off -c wal_retrieve_retry_interval=300ms"

    def __init__(self) -> None:
        self._bin = _programs()
        self._user = pwd.getpwnam("postgres") if os.getuid() == 0 else None
        self._folder = Path(tempfile.mkdtemp())
        if self._user:
            os.chown(self._folder, self._user.pw_uid, self._user.pw_gid)
        self._data = self._folder / "data"
        self._port = _free_port()
        self._fill()

    def _fill(self) -> None:
        options = ["-A", "trust", "-U", "archive", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        self._run("initdb", "-D", self._data, *options)

    @property
    def url(self) -> str:
        """What DATABASE_URL is to be."""
        return f"postgres://archive@127.0.0.1:{self._port}/postgres"

    def __enter__(self) -> Cluster:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        with suppress(subprocess.CalledProcessError):  # a test may have stopped it
            self.stop()
        shutil.rmtree(self._folder)

    def start(self) -> None:
        """Start the server and wait until it answers."""
        settings = (
            f"-p {self._port} -c listen_addresses=127.0.0.1 "
            f"-c unix_socket_directories={self._folder} {self._SETTINGS}"
        )
        log = self._folder / "log"
        try:
            self._run("pg_ctl", "-D", self._data, "-l", log, "-w", "-o", settings, "start")
        except subprocess.CalledProcessError as error:
            error.add_note(log.read_text(errors="replace"))
            raise

    def stop(self) -> None:
        """Stop the server as a crash would: connections break, nothing is written back."""
        self._run("pg_ctl", "-D", self._data, "-m", "immediate", "-w", "stop")

    def _run(self, program: str, *arguments: str | Path) -> None:
        subprocess.run(
            [self._bin / program, *arguments],
            check=True,
            cwd=self._folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            user=self._user.pw_uid if self._user else None,
            group=self._user.pw_gid if self._user else None,
            extra_groups=[] if self._user else None,
        )


class Replica(Cluster):
    """A server that follows another, which is running, and answers reading queries."""

    def __init__(self, primary: Cluster) -> None:
        self._primary = primary
        super().__init__()

    def _fill(self) -> None:
        # With what it needs to follow: standby.signal and the address of the primary.
        source = ["-d", self._primary.url, "--checkpoint=fast", "--no-sync"]
        self._run("pg_basebackup", "-D", self._data, "--write-recovery-conf", *source)


def _programs() -> Path:
    """The folder of the server's programs: that of initdb on the path, or where Debian has it."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent  # the path may have links to some of them only
    folders = glob.glob("/usr/lib/postgresql/*/bin")
    if not folders:
        raise NoPostgresError(
            "please install PostgreSQL 15 or later (on Debian: apt-get install postgresql)"
        )
    return Path(max(folders, key=lambda folder: int(Path(folder).parent.name)))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
