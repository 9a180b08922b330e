"""SQLite's write-ahead log, which keeps what was deleted until it is emptied."""

from __future__ import annotations

from django.db import OperationalError, connection

_WAIT_MS = 2_000
"""Readers that are still at work hold the log for so long at most."""


def empty_write_ahead_log() -> bool:
    """Write all of the log into the database file and cut the log to nothing.

    Returns whether that was possible: a reader in the middle of its work keeps the log. On another
    database there is nothing to do.
    """
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        [before] = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute(f"PRAGMA busy_timeout={_WAIT_MS}")
        try:
            [is_busy, *_] = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except OperationalError:  # this very connection is in a transaction
            is_busy = True
        finally:
            cursor.execute(f"PRAGMA busy_timeout={before}")
    return not is_busy
