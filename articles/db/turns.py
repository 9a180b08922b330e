"""Turns of which only one process may have each: of this machine, and of all that share a
PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.db import Error as DatabaseError
from django.db import connection
from filelock import FileLock, Timeout


@contextmanager
def only_turn(path: Path, key: int) -> Iterator[None]:
    """Hold a lock: of a file on this machine, and of the database by its key. Raises
    :class:`filelock.Timeout` where another process has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path, timeout=0):
        if connection.vendor != "postgresql":
            yield
            return
        # Of the session: it goes with the connection, so a dead process keeps nobody waiting.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
            if not cursor.fetchone()[0]:
                raise Timeout(str(path))
        try:
            yield
        finally:
            with suppress(DatabaseError), connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])
