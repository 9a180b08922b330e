"""Keeps this machine's search index up to date with the commits of other machines."""

from __future__ import annotations

import logging
import threading

from django.db import Error as DatabaseError
from django.db import close_old_connections

from articles.search import Condition, bring_up_to_date, health, is_taken_over

_LOOK_EVERY_SECONDS = 1.0

_logger = logging.getLogger(__name__)


def follow_index(stopped: threading.Event) -> None:
    """Update the index whenever others have changed something, until ``stopped``.

    It updates only if two checks find the index behind at the same position: otherwise a process of
    this machine is already updating it, such as an import. A check that finds nothing costs one
    query. An error is logged once, not at every check.
    """
    told = ""
    place: tuple[Condition, int | None] | None = None
    while not stopped.wait(_LOOK_EVERY_SECONDS):
        try:
            found = health()
            is_whole = found.condition is Condition.READY
            before, place = place, None if is_whole else (found.condition, found.position)
            is_left = place is not None and place == before and not is_taken_over()
            trouble = bring_up_to_date() if is_left else ""
        except (DatabaseError, OSError) as error:
            trouble = f"{type(error).__name__}: {error}"
            close_old_connections()  # broken ones
        if trouble and trouble != told:
            _logger.warning(trouble)
        told = trouble
