"""Requests that write do not keep readers waiting.

Long work writes too: an import holds the lock of the database for each of its chunks. A request
that wants to write then waits for :data:`WAIT_SECONDS` at most, and only one of a server process
waits at a time, so that its other threads are there for readers. Whoever cannot write is answered
503 with Retry-After (:class:`newsarchive.middleware.OutageMiddleware`).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

WAIT_SECONDS = 2

_LIMITS = {
    "sqlite": f"PRAGMA busy_timeout={WAIT_SECONDS * 1000}",
    "postgresql": f"SET lock_timeout = '{WAIT_SECONDS}s'",
}
"""What limits the wait for a lock, by the kind of database."""
_BEGINNINGS = ("BEGIN IMMEDIATE", "SELECT pg_advisory_xact_lock")
"""How statements begin that wait until nobody else writes."""

_turn = threading.Lock()
"""Held by the request of this process that waits."""


def limit_waits() -> None:
    """For server processes: limit the waits of every connection that is opened from now on."""
    connection_created.connect(_limit)


def _limit(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_LIMITS[connection.vendor])
    # First, not last: whoever has put one around some queries (Django's execute_wrapper) takes the
    # last away at the end. A connection is made within, and each request would leave one behind.
    if _one_at_a_time not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, _one_at_a_time)


def _one_at_a_time(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    if not sql.startswith(_BEGINNINGS):
        return execute(sql, params, many, context)
    if not _turn.acquire(blocking=False):
        raise OperationalError("another request waits for its turn to write")
    try:
        return execute(sql, params, many, context)
    finally:
        _turn.release()
