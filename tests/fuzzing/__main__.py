"""The long run: ``python -m tests.fuzzing --minutes 10``, for each fuzzer; more arguments are
pytest's (``-k archives``). ``--seed`` begins elsewhere than the run before."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

import pytest


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzzing", description=__doc__)
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--seed", type=int, default=0)
    options, others = parser.parse_known_args()
    os.environ["FUZZING_MINUTES"] = str(options.minutes)
    os.environ["FUZZING_SEED"] = str(options.seed)
    return pytest.main([str(Path(__file__).parent), "-q", "-s", "-p", "no:cacheprovider", *others])


if __name__ == "__main__":
    sys.exit(main())
