"""What reading one item may cost, for what no rule about its text has foreseen.

An item that costs more processor time or memory is given up, and the others go on. Time is kept by
a timer of the system whose signal ends the parser between two of its steps (also within a regular
expression); only the main thread of a process can be ended so. A process with which nothing is lost
(``ends_process``) is ended by the system if even that does not help.
"""

from __future__ import annotations

import resource
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

_AGAIN_SECONDS = 0.5
"""A parser that takes the signal for an error of its own gets it again so soon."""
_STUCK_SECONDS = 3
"""So much longer than its budget may code run that signals do not reach."""
_STATM = Path("/proc/self/statm")


class TooCostlyError(BaseException):
    """The budget is used up. No :class:`Exception`: libraries catch these to go on."""


@dataclass(frozen=True, slots=True)
class Budget:
    """The most that one item may take: seconds of processor time, bytes of memory; 0: no limit."""

    seconds: float = 0
    memory_bytes: int = 0
    ends_process: bool = False

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Raise :class:`TooCostlyError` within this where it costs more."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        if self.ends_process:
            self._end_when_stuck()
        with _memory(self.memory_bytes), _time(self.seconds):
            try:
                yield
            except MemoryError as error:
                raise TooCostlyError from error

    def _end_when_stuck(self) -> None:
        """Let the system end this process if what comes next goes far beyond the budget."""
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        limit = int(time.process_time() + self.seconds) + _STUCK_SECONDS
        if self.seconds and (hard == resource.RLIM_INFINITY or limit < hard):
            resource.setrlimit(resource.RLIMIT_CPU, (limit, hard))


@contextmanager
def _time(seconds: float) -> Iterator[None]:
    if not seconds:
        yield
        return
    before = signal.signal(signal.SIGPROF, _end)
    signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _end(number: int, frame: FrameType | None) -> None:
    raise TooCostlyError


@contextmanager
def _memory(most: int) -> Iterator[None]:
    if not most or not _STATM.exists():
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    pages = int(_STATM.read_text(encoding="ascii").split()[0])
    limit = pages * resource.getpagesize() + most
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
