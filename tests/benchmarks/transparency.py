"""Attacks on the transparency log, each of which must be named.

    python tests/benchmarks/transparency.py [-n 10000] [--captures 40] [--seed 1]

In an archive of its own (SQLite, in a temporary folder) captures are logged and signed on several
days. Then each attack of tests/transparency/attacks.py, with chance deciding where, changes the log
in a transaction that is rolled back when the log was checked. Prints how many of each kind were
named; ends with 1 if one was not. The tile that change_the_tree needs is made by 256 captures more.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.scratch import begin_archive

DAYS = 5


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("-n", type=int, default=10_000)
    parser.add_argument("--captures", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        return _attack(folder, options.n, options.captures, options.seed)


def _attack(folder: str, attacks: int, captures: int, seed: int) -> int:
    begin_archive(Path(folder))
    from django.db import transaction

    from articles.transparency.auditing import audit
    from tests.transparency.attacks import ATTACKS, change_the_tree

    log_captures(captures)
    kinds = [attack for attack in ATTACKS if attack is not change_the_tree]
    assert list(audit()) == []
    draw = random.Random(seed)
    tried: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for number in range(attacks):
        # The tree above full tiles is larger, and slower to check: it is attacked last.
        if number == attacks - attacks // len(ATTACKS):
            log_captures(260)
            kinds = [change_the_tree]
        attack = kinds[number % len(kinds)]
        with transaction.atomic():
            expected = attack(draw)
            tried[attack.__name__] += 1
            if expected not in {fault for fault, _ in audit()}:
                missed[attack.__name__] += 1
            transaction.set_rollback(True)
    for name, count in tried.items():
        print(f"{count - missed[name]:6} of {count:6} named  {name}")
    print(f"{attacks - missed.total():6} of {attacks:6}")
    return int(bool(missed))


def log_captures(count: int) -> None:
    """Log so many more captures, signed on several days."""
    from articles.transparency.heads import sign
    from articles.transparency.log import append, size
    from tests.factories import make_article, make_capture

    article = make_article()
    start = datetime(2026, 3, 21, tzinfo=UTC) + timedelta(days=size())
    for number in range(count):
        make_capture(article, str((size(), number)).encode())
        if number % (count // DAYS) == 0:
            append()
            sign(start + timedelta(days=number))
    append()
    sign(start + timedelta(days=count))


if __name__ == "__main__":
    sys.exit(main())
