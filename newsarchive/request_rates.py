"""Request rates per client, counted for all processes of a machine in one small file.

A search takes a few milliseconds, so counting must take microseconds. A database row per request
would cost more than the search and wait for imports on SQLite. Django's file and database caches do
not count atomically between processes, and are slow. Counting in each process would multiply the
limit by the number of processes. Here a request costs two system calls to lock, one to read and one
to write.

Each client has one number: the time at which its requests so far are used up at the allowed rate
(the generic cell rate algorithm). So a client may make all requests of a minute at once, then
continue at that rate; there is no boundary between minutes at which it could make twice as many.
"""

from __future__ import annotations

import fcntl
import os
import struct
import threading
from hashlib import blake2b
from pathlib import Path

PERIOD = 60.0
"""Seconds over which a limit holds."""

_SLOT = struct.Struct("<8sd")
"""Half of a client's hash, and the time."""
_SLOTS = 8
"""Entries per bucket; if all are taken, the client with the oldest time is replaced."""
_BUCKET = _SLOT.size * _SLOTS
_BUCKETS = 8192


class RequestRates:
    """The counts in a file of at most 1 MiB. Clients are stored as hashes keyed with ``secret``."""

    def __init__(self, file: Path, secret: bytes) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        # Kept open: closing any handle of the file would release this process's locks.
        self._file = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._secret = blake2b(secret).digest()
        # File locks work between processes, this one between threads.
        self._lock = threading.Lock()

    def wait(self, client: str, most: int, now: float) -> float:
        """Count a request of a client that may make ``most`` per period.

        Returns 0 if it is allowed; otherwise the seconds until one is allowed, without counting it.
        """
        digest = blake2b(client.encode("utf-8", "replace"), key=self._secret, digest_size=16)
        place, tag = digest.digest()[:8], digest.digest()[8:]
        start = int.from_bytes(place, "little") % _BUCKETS * _BUCKET
        with self._lock:
            fcntl.lockf(self._file, fcntl.LOCK_EX, _BUCKET, start)
            try:
                return self._count(start, tag, PERIOD / most, now)
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN, _BUCKET, start)

    def close(self) -> None:
        os.close(self._file)

    def _count(self, start: int, tag: bytes, interval: float, now: float) -> float:
        bucket = os.pread(self._file, _BUCKET, start).ljust(_BUCKET, b"\0")
        slots = list(_SLOT.iter_unpack(bucket))
        known = [number for number, slot in enumerate(slots) if slot[0] == tag]
        number = known[0] if known else min(range(_SLOTS), key=lambda each: slots[each][1])
        paid = slots[number][1] if known else now
        # Further in the future only if the clock was set back or bytes are damaged.
        paid = paid if now < paid <= now + PERIOD else now
        wait = paid + interval - (now + PERIOD)
        # Ignore rounding: times since 1970 lose their last digits.
        if wait > 1e-6:
            return wait
        os.pwrite(self._file, _SLOT.pack(tag, paid + interval), start + number * _SLOT.size)
        return 0.0
