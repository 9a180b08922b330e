"""Whose turn it is: one process at a time does long work that nobody sits and waits for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from filelock import FileLock


@contextmanager
def own_turn(*, wait: float = -1) -> Iterator[None]:
    """Hold the one lock of the worker and the watched folder, which ends with the process.

    Raises :class:`filelock.Timeout` after so many seconds; without a limit when negative.
    """
    folder = Path(settings.DATA_DIR) / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "working.lock", timeout=wait):
        yield
