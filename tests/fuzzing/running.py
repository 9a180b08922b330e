"""How a fuzzer runs: shortly, with the same inputs each time, in the gate; long by command.

The long run (:mod:`tests.fuzzing.__main__`) goes on with new seeds until its minutes are over, and
then says how many inputs there were and which took longest. A failure is shrunk by hypothesis and
tells the input in both.
"""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import hypothesis
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import SearchStrategy

_INPUTS_AT_ONCE = 1_000


@dataclass(slots=True)
class Fuzzing:
    """What a fuzzer has done: the number of inputs, and the costliest with its seconds of processor
    time."""

    inputs: int = 0
    seconds: float = 0.0
    costliest: Any = None
    _begun: float = field(default_factory=time.monotonic)

    def timed(self, attempt: Callable[[Any], None], what: Any) -> None:
        """One attempt; what it takes decides nothing here."""
        started = time.process_time()
        attempt(what)
        seconds = time.process_time() - started
        self.inputs += 1
        if seconds > self.seconds:
            self.seconds, self.costliest = seconds, what

    def told(self, name: str) -> str:
        minutes = (time.monotonic() - self._begun) / 60
        return (
            f"\n{name}: {self.inputs:,} inputs in {minutes:.1f} min, "
            f"the costliest {self.seconds * 1000:.0f} ms"
        )


def fuzz(
    name: str, inputs: SearchStrategy[Any], attempt: Callable[[Any], None], *, short: int
) -> Fuzzing:
    """Call ``attempt`` with inputs; whatever it raises fails the test. ``short`` is how many inputs
    the gate tries."""
    done = Fuzzing()
    minutes = float(os.environ.get("FUZZING_MINUTES", "0"))
    if not minutes:
        _round(done, inputs, attempt, derandomize=True, max_examples=short)
        return done
    end = time.monotonic() + minutes * 60
    for seed in itertools.count(int(os.environ.get("FUZZING_SEED", "0"))):
        _round(done, inputs, attempt, seed=seed, max_examples=_INPUTS_AT_ONCE)
        if time.monotonic() >= end:
            break
    print(done.told(name))
    return done


def _round(
    done: Fuzzing,
    inputs: SearchStrategy[Any],
    attempt: Callable[[Any], None],
    *,
    seed: int | None = None,
    **options: Any,
) -> None:
    @settings(database=None, deadline=None, suppress_health_check=list(HealthCheck), **options)
    @given(inputs)
    def one(what: Any) -> None:
        done.timed(attempt, what)

    (hypothesis.seed(seed)(one) if seed is not None else one)()
