"""Makes backups when it is time, beside the jobs of the worker."""

from __future__ import annotations

import logging
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from articles.backup.known_backups import last_backup

AGAIN_AFTER = timedelta(hours=1)
"""How long a backup that failed is not tried again."""

_logger = logging.getLogger(__name__)


class ScheduledBackups:
    """Runs ``backup_archive --keep`` as a process of its own once the last one is old enough
    (``BACKUP_KEEP``, ``BACKUP_HOURS``, ``BACKUP_DIR``)."""

    def __init__(self) -> None:
        self._running: subprocess.Popen[str] | None = None
        self._not_before: datetime | None = None

    def look(self) -> None:
        """Begin one if it is time, or see how the running one has ended."""
        if self._running is not None:
            self._see()
        elif self._is_due(timezone.now()):
            self._running = subprocess.Popen(
                command(), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
            )

    def stop(self) -> None:
        """End a running one; it leaves no backup."""
        if self._running is not None:
            self._running.terminate()
            self._running.communicate()
            self._running = None

    def _is_due(self, now: datetime) -> bool:
        if not settings.BACKUP_KEEP or (self._not_before and now < self._not_before):
            return False
        last = last_backup()
        return last is None or now - last >= timedelta(hours=settings.BACKUP_HOURS)

    def _see(self) -> None:
        assert self._running
        if self._running.poll() is None:
            return
        _out, said = self._running.communicate()
        if self._running.returncode:
            _logger.error("The backup failed: %s", said.strip()[-1000:])
            self._not_before = timezone.now() + AGAIN_AFTER
        self._running = None


def command() -> list[str]:
    """What is run."""
    program = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), "backup_archive"]
    where = [str(settings.BACKUP_DIR)] if settings.BACKUP_DIR else []
    return [*program, *where, "--keep", settings.BACKUP_KEEP]
