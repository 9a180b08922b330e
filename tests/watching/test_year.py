"""A generated year with holidays: twenty faults are found, and hardly anything else.

``tests/benchmarks/watching.py`` tries other years. The rules were tuned on the seeds
200 to 279 and 500 to 623.
"""

from __future__ import annotations

import pytest

from tests.watching.generated_year import Year, run, twenty_faults


@pytest.mark.parametrize("seed", [104])
def test_twenty_faults_of_a_year_are_found_within_one_cycle(seed):
    outcome = run(Year(seed, twenty_faults(seed)))
    assert len(outcome.found) == 20
    assert {fault: late for fault, late in outcome.found.items() if late != 0} == {}
    assert len(outcome.false) <= 1, outcome.false
