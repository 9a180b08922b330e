"""How the cost of a piece of work grows, told without asserting seconds of any machine."""

from __future__ import annotations

import time
from collections.abc import Callable


def growth(less: Callable[[], object], more: Callable[[], object]) -> float:
    """How many times the processor time of ``less`` the work ``more`` takes, each at its best of
    three: the best is what other work on the machine disturbed least."""
    return min(map(_seconds, [more] * 3)) / min(map(_seconds, [less] * 3))


def _seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started
