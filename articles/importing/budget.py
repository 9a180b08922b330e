"""The budget of processor time and memory for reading one item, as a safety net.

An item that takes more is rejected, and the others continue. Time is limited by a system timer
whose signal interrupts the parser between two of its steps (also inside a regular expression); this
works only in the main thread of a process. A process that can be lost without damage
(:meth:`Budget.hold`) is killed by the system if even that does not help.
"""

from __future__ import annotations

import resource
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from types import FrameType

_AGAIN_SECONDS = 0.5
"""After how long the signal is repeated, in case a library swallowed the exception."""
_MIB = 1024 * 1024
_STATM = "/proc/self/statm"
_LINE = 256
"""Bytes; its one line is shorter."""

_is_counting = False
"""Whether the signal is for an item: it may arrive just after the item was read."""


class TooCostlyError(BaseException):
    """The budget is used up. Not an :class:`Exception`, because libraries catch these and
    continue."""


@dataclass(frozen=True, slots=True)
class Budget:
    """The most that one item may take: seconds of processor time, bytes of memory; 0: no limit.

    ``stuck_seconds`` is by how much longer code may run that signals do not interrupt.
    """

    seconds: float = 0
    memory_bytes: int = 0
    stuck_seconds: int = 3

    def for_bytes(self, count: int) -> Budget:
        """The budget of a step that may have to read so many bytes to find one item."""
        return replace(self, seconds=self.seconds * (1 + count / _MIB))

    def hold(self) -> None:
        """Apply the budget to this process permanently; it must do nothing but read items."""
        signal.signal(signal.SIGPROF, _end)
        _limit_memory(self.memory_bytes)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Apply the budget inside this context, to the main thread only."""
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
        """Read one item: raises :class:`TooCostlyError` if it takes more than the budget."""
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
        """Make the system kill this process if it exceeds the budget by far."""
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        limit = int(time.process_time() + self.seconds) + self.stuck_seconds
        if self.seconds and (hard == resource.RLIM_INFINITY or limit < hard):
            resource.setrlimit(resource.RLIMIT_CPU, (limit, hard))


def _is_main_thread() -> bool:
    return threading.get_ident() == threading.main_thread().ident


def _end(number: int, frame: FrameType | None) -> None:
    if _is_counting:
        raise TooCostlyError


def _limit_memory(most: int) -> None:
    """Limit the growth of this process by ``most`` bytes, if the system reports its size. Called
    for each item, so without what :class:`pathlib.Path` adds to a call of the system."""
    if not most:
        return
    try:
        with open(_STATM, "rb", buffering=0) as file:
            pages = int(file.read(_LINE).split()[0])
    except FileNotFoundError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = pages * resource.getpagesize() + most
    if hard == resource.RLIM_INFINITY or limit < hard:
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
