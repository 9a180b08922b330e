"""The lock by which only one process at a time does long background work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from filelock import FileLock


@contextmanager
def own_turn(*, wait: float = -1) -> Iterator[None]:
    """Hold the lock that worker and watched folder share. It ends with the process.

    Raises :class:`filelock.Timeout` after ``timeout`` seconds; waits for ever if it is negative.
    """
    folder = Path(settings.DATA_DIR) / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "working.lock", timeout=wait):
        yield
