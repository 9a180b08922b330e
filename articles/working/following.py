"""This machine's search index follows what other processes and other machines commit."""

from __future__ import annotations

import logging
import threading

from django.db import Error as DatabaseError
from django.db import close_old_connections

from articles.search import following

_LOOK_EVERY_SECONDS = 1.0

_logger = logging.getLogger(__name__)


def follow_index(stopped: threading.Event) -> None:
    """Bring the index up to date whenever the change log has grown, until ``stopped``.

    A look that finds nothing costs one query. What hinders it is told once, not at every look.
    """
    told = ""
    while not stopped.wait(_LOOK_EVERY_SECONDS):
        trouble = _look()
        if trouble and trouble != told:
            _logger.warning(trouble)
        told = trouble


def _look() -> str:
    # While this process stores an import, another one follows, and storing need not wait.
    if following.is_taken_over():
        return ""
    try:
        return following.bring_up_to_date()
    except (DatabaseError, OSError) as error:
        close_old_connections()  # those that no longer work
        return f"{type(error).__name__}: {error}"
