"""How much of what goes wrong in invented years is found, how late, and what is told for nothing.

    python -m tests.benchmarks.watching --seeds 100 120

The rules were tuned on the seeds 200 to 279 and 500 to 623.
"""

from __future__ import annotations

import argparse
from collections import Counter

from tests.watching.generated_year import Year, run, twenty_faults


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", nargs=2, type=int, default=(100, 120), metavar=("FIRST", "END"))
    late: Counter[object] = Counter()
    quiet_years: Counter[int] = Counter()
    for seed in range(*parser.parse_args().seeds):
        outcome = run(Year(seed, twenty_faults(seed)))
        quiet = run(Year(seed)).false
        late.update(outcome.found.values())
        quiet_years[len(quiet)] += 1
        missed = [
            (str(fault.kind), fault.source, str(fault.first), days)
            for fault, days in outcome.found.items()
            if days != 0
        ]
        alarms = [(kind, subject, str(day)) for kind, subject, day in quiet]
        print(f"{seed}: later or never {missed}, false in a quiet year {alarms}", flush=True)
    print("days until found:", dict(sorted(late.items(), key=str)))
    print("false alarms of a quiet year: years", dict(sorted(quiet_years.items())))


if __name__ == "__main__":
    main()
