"""SQLite's write-ahead log, which keeps what was deleted until it is emptied."""

from __future__ import annotations

import time

from django.db import OperationalError, connection

_WAIT_SECONDS = 2.0
"""Readers that are still at work hold the log for so long at most."""
_TRY_MS = 50
"""How long one try waits for them: whoever wants to write waits meanwhile."""
_PAUSE_SECONDS = 0.1


def empty_write_ahead_log() -> bool:
    """Write all of the log into the database file and cut the log to nothing.

    Returns whether that was possible: a reader in the middle of its work keeps the log. On another
    database there is nothing to do.
    """
    if connection.vendor != "sqlite":
        return True
    if connection.in_atomic_block:
        return False
    # The log of a long import takes seconds. Most of it is written while others may write.
    _checkpoint("PASSIVE")
    deadline = time.monotonic() + _WAIT_SECONDS
    while not (is_empty := _checkpoint("TRUNCATE")) and time.monotonic() < deadline:
        time.sleep(_PAUSE_SECONDS)
    return is_empty


def _checkpoint(mode: str) -> bool:
    """Whether nothing was in the way."""
    with connection.cursor() as cursor:
        [before] = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute(f"PRAGMA busy_timeout={_TRY_MS}")
        try:
            [is_busy, *_] = cursor.execute(f"PRAGMA wal_checkpoint({mode})").fetchone()
        except OperationalError:  # others check it, or write
            is_busy = True
        finally:
            cursor.execute(f"PRAGMA busy_timeout={before}")
    return not is_busy
