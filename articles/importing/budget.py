"""What reading one item may cost, for what no rule about its text has foreseen.

An item that costs more processor time or memory is given up, and the others go on. Time is kept by
a timer of the system whose signal ends the parser between two of its steps (also within a regular
expression); only the main thread of a process can be ended so. A process with which nothing is lost
(:meth:`Budget.hold`) is ended by the system if even that does not help.
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

_is_counting = False
"""Whether the signal means an item: it may come when the item has just been read."""


class TooCostlyError(BaseException):
    """The budget is used up. No :class:`Exception`: libraries catch these to go on."""


@dataclass(frozen=True, slots=True)
class Budget:
    """The most that one item may take: seconds of processor time, bytes of memory; 0: no limit."""

    seconds: float = 0
    memory_bytes: int = 0

    def hold(self) -> None:
        """Bind this process, which does nothing but reading items, for good."""
        signal.signal(signal.SIGPROF, _end)
        _limit_memory(self.memory_bytes)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Bind the main thread of this process within this; another thread is not bound."""
        if not _is_main_thread():
            yield
            return
        limits = resource.getrlimit(resource.RLIMIT_AS)
        handler = signal.getsignal(signal.SIGPROF)
        self.hold()
        try:
            yield
        finally:
            signal.signal(signal.SIGPROF, handler)
            resource.setrlimit(resource.RLIMIT_AS, limits)

    @contextmanager
    def kept(self) -> Iterator[None]:
        """One item: raise :class:`TooCostlyError` where it costs more, in a bound process."""
        global _is_counting
        if not _is_main_thread():
            yield
            return
        _is_counting = True
        signal.setitimer(signal.ITIMER_PROF, self.seconds, _AGAIN_SECONDS)
        try:
            yield
        except MemoryError as error:
            raise TooCostlyError from error
        finally:
            _is_counting = False
            signal.setitimer(signal.ITIMER_PROF, 0)

    def end_when_stuck(self) -> None:
        """Let the system end this process if what comes next goes far beyond the budget."""
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        limit = int(time.process_time() + self.seconds) + _STUCK_SECONDS
        if self.seconds and (hard == resource.RLIM_INFINITY or limit < hard):
            resource.setrlimit(resource.RLIMIT_CPU, (limit, hard))


def _is_main_thread() -> bool:
    return threading.get_ident() == threading.main_thread().ident


def _end(number: int, frame: FrameType | None) -> None:
    if _is_counting:
        raise TooCostlyError


def _limit_memory(most: int) -> None:
    """Let this process grow by so many bytes; only where the system tells how large it is."""
    if not most or not _STATM.exists():
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    pages = int(_STATM.read_text(encoding="ascii").split()[0])
    limit = pages * resource.getpagesize() + most
    if hard == resource.RLIM_INFINITY or limit < hard:
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
