"""Telling a database that does not answer now from one that is damaged or asked wrongly."""

from __future__ import annotations

import sqlite3

from django.db import DatabaseError, InterfaceError, OperationalError


def is_outage(error: BaseException | None) -> bool:
    """Whether the same question may be answered later: the server is away, the file locked, the
    disk full."""
    if not isinstance(error, (OperationalError, InterfaceError)):
        return False
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        # "Operational" is there also a missing table, and (without a name) what is no text.
        return getattr(cause, "sqlite_errorname", "SQLITE_ERROR") != "SQLITE_ERROR"
    return True


def is_damage(error: Exception) -> bool:
    """Whether what is stored cannot be read: a damaged page, or bytes that are no value."""
    if isinstance(error, DatabaseError):
        return not is_outage(error)
    return isinstance(error, ValueError)
