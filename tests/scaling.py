"""How the cost of a piece of work grows, told without asserting seconds of any machine."""

from __future__ import annotations

import time
from collections.abc import Callable

PROPORTIONATE = 5.0
"""What four times the work costs at most where it costs no more than its size, on a machine that
does nothing else: tests/benchmarks/growth.py asks for it."""

OUT_OF_PROPORTION = 9.0
"""What a test takes for growth with more than the size, whatever else the machine does: the square
would be 16."""


def growth(less: Callable[[], object], more: Callable[[], object]) -> float:
    """How many times the processor time of ``less`` the work ``more`` takes.

    Where a first look shows more than :data:`PROPORTIONATE`, each is timed at its best of five:
    the best is what other work on the machine disturbed least.
    """
    less_took, more_took = [_seconds(less)], [_seconds(more)]
    while min(more_took) > PROPORTIONATE * min(less_took) and len(less_took) < 5:
        less_took.append(_seconds(less))
        more_took.append(_seconds(more))
    return min(more_took) / min(less_took)


def _seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started
