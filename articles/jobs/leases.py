"""Tells workers of other machines that the one of this machine has a job and lives."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import Error as DatabaseError
from django.db import close_old_connections, connection

from articles.models import LEASE, Job

RENEWED_EVERY = LEASE.total_seconds() / 6

_logger = logging.getLogger(__name__)


@contextmanager
def renewed(job: Job) -> Iterator[None]:
    """Renew the lease of a job inside this context, also while a step of it takes long.

    Where all processes are on one machine (SQLite), its lock tells all there is to know.
    """
    if connection.vendor == "sqlite":
        yield
        return
    ended = threading.Event()
    thread = threading.Thread(target=_renew, args=(job, ended), daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _renew(job: Job, ended: threading.Event) -> None:
    """Until the job ends or is another's; its worker finds that out at its next progress."""
    while not ended.wait(RENEWED_EVERY):
        try:
            if not job.renew():
                return
        except DatabaseError as error:
            _logger.warning("The lease of job %s was not renewed: %s", job.pk, error)
            close_old_connections()
    connection.close()
