"""Stores the position of an index in the change log in the database.

The log is kept from the position of the slowest follower. The position is stored from time to time,
not after each commit: an old position only keeps a few more entries.
"""

from __future__ import annotations

import logging
import time

from django.db import Error as DatabaseError

from articles.models import ChangeFollower

_TOLD_EVERY_SECONDS = 60.0
_ALIVE_EVERY_SECONDS = 3600.0
"""How often the position is stored if nothing has changed, to show that the follower exists."""

_logger = logging.getLogger(__name__)
_told: dict[str, tuple[float, int]] = {}
"""What this process has stored for each index: when, and which position."""


def tell(name: str, position: int, *, now: bool = False) -> None:
    """Store the position of an index if it is time, or ``now``.

    Errors are ignored: searches must work even if the database takes no writes.
    """
    told_at, told = _told.get(name, (0.0, -1))
    pause = _TOLD_EVERY_SECONDS if position != told else _ALIVE_EVERY_SECONDS
    if not now and told >= 0 and time.monotonic() - told_at < pause:
        return
    _told[name] = (time.monotonic(), position)
    try:
        ChangeFollower.objects.tell(name, position)
    except DatabaseError as error:
        _logger.warning("The position of the search index could not be told: %s", error)


def forget(names: list[str]) -> None:
    """Removed indexes need no entries of the log."""
    try:
        ChangeFollower.objects.forget(names)
    except DatabaseError as error:
        _logger.warning("Followers of the change log could not be removed: %s", error)
