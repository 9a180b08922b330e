"""How often each token is used on a day, counted for all processes of a machine in one small file.

As :mod:`.request_rates` it waits for no database: an import would hold up programs that read. Each
token has a place of its own, which says a day and how often it was used on it.
"""

from __future__ import annotations

import fcntl
import os
import struct
import threading
from datetime import date
from pathlib import Path

_PLACE = struct.Struct("<QQ")


class DailyUse:
    """The counts in a file, which has 16 bytes for each token that was ever made."""

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        # Kept open: closing any handle of the file would release this process's locks.
        self._file = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        # File locks work between processes, this one between threads.
        self._lock = threading.Lock()

    def count(self, token: int, day: date, most: int | None) -> bool:
        """Count a use of a token, by its number; False if it had ``most`` of that day already."""
        start = token * _PLACE.size
        with self._lock:
            fcntl.lockf(self._file, fcntl.LOCK_EX, _PLACE.size, start)
            try:
                used = self.used(token, day)
                if most is not None and used >= most:
                    return False
                os.pwrite(self._file, _PLACE.pack(day.toordinal(), used + 1), start)
                return True
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN, _PLACE.size, start)

    def used(self, token: int, day: date) -> int:
        """How often a token was used on a day."""
        place = os.pread(self._file, _PLACE.size, token * _PLACE.size).ljust(_PLACE.size, b"\0")
        counted_on, used = _PLACE.unpack(place)
        return int(used) if counted_on == day.toordinal() else 0

    def close(self) -> None:
        os.close(self._file)
