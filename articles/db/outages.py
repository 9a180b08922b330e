"""Distinguishing a database that is unavailable from a damaged one or a wrong query."""

from __future__ import annotations

import sqlite3

from django.db import DatabaseError, InterfaceError, OperationalError


def is_outage(error: BaseException | None) -> bool:
    """Whether the same query may succeed later: the server is away, the file locked, the disk
    full."""
    if not isinstance(error, (OperationalError, InterfaceError)):
        return False
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        # On SQLite, OperationalError also covers a missing table and (without a code) invalid text.
        return getattr(cause, "sqlite_errorname", "SQLITE_ERROR") != "SQLITE_ERROR"
    return True


def is_damage(error: Exception) -> bool:
    """Whether stored data cannot be read: a damaged page, or bytes that are not a valid value."""
    if isinstance(error, DatabaseError):
        return not is_outage(error)
    return isinstance(error, ValueError)
