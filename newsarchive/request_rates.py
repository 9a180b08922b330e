"""How often each client asks, counted for all processes of a machine in one small file.

A search takes a few milliseconds, so counting must take microseconds: a row of the database for
each would cost more than the search and wait for imports on SQLite; Django's caches of files and of
the database neither count whole between processes nor quickly; counts of each process by itself
would let through as many times the limit as there are processes, or refuse a reader whom one of
them happens to serve. Here a request costs two system calls to lock, one to read and one to write.

Each client has one number, the moment at which all it has asked for is paid off at the allowed rate
(the generic cell rate algorithm). So a client may ask at once for what a minute allows, then at
that rate, and there is no edge between minutes at which it may ask for twice as much.
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
"""Half of a client's hash, and the moment."""
_SLOTS = 8
"""In a bucket; when all are taken, the client that asked least lately or least often gives way."""
_BUCKET = _SLOT.size * _SLOTS
_BUCKETS = 8192


class RequestRates:
    """The counts in a file, of 1 MiB at most. Clients are kept as hashes keyed with ``secret``."""

    def __init__(self, file: Path, secret: bytes) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        # Kept open: closing any handle of the file would let go of this process's locks.
        self._file = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._secret = blake2b(secret).digest()
        # The locks of files are between processes, this one is between threads.
        self._lock = threading.Lock()

    def wait(self, client: str, most: int, now: float) -> float:
        """Count a request of a client that may make ``most`` in a period.

        0 when it is one of these; else the seconds until the next is, and this one is not counted.
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
        # Further away only when the clock was set back, or bytes are damaged.
        paid = paid if now < paid <= now + PERIOD else now
        wait = paid + interval - (now + PERIOD)
        # Of moments since 1970 the last digits are lost: a microsecond is nobody's.
        if wait > 1e-6:
            return wait
        os.pwrite(self._file, _SLOT.pack(tag, paid + interval), start + number * _SLOT.size)
        return 0.0
