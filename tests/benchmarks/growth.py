"""How the time of parsing grows with the text, for every role of a line and every two roles.

    python tests/benchmarks/growth.py

Parses dumps of many lines of each role, together and with a blank line between them, and of two
roles in turn, at one size and at four times that. Prints the greatest ratios of processor time, and
ends with 1 where one is above PROPORTIONATE (tests/scaling.py). For a machine that does nothing
else: tests/dumps/test_growth.py is what the gate asks.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.dumps.test_growth import HEAD, LINES, ROLES, TAIL, parsed
from tests.scaling import PROPORTIONATE, growth

SIZE = 200
SHOWN = 10


def texts(size: int) -> Iterator[tuple[str, str]]:
    """Each kind of text, with its name, of so many lines (or of as many times 50 letters)."""
    for name, unit in LINES.items():
        yield f"a line of {name}", HEAD + (unit * size * 50)[: size * 50] + TAIL
    for gap, how in (("\n", "together"), ("\n\n", "apart")):
        for (name, line), (other, second) in itertools.combinations_with_replacement(
            ROLES.items(), 2
        ):
            yield f"{name} and {other}, {how}", HEAD + gap.join([line, second] * size) + TAIL


def main() -> int:
    ratios = sorted(
        (
            (growth(parsed(less), parsed(more)), name)
            for (name, less), (_, more) in zip(texts(SIZE), texts(4 * SIZE), strict=True)
        ),
        reverse=True,
    )
    print(f"{len(ratios)} kinds of text; the greatest growth:")
    for ratio, name in ratios[:SHOWN]:
        print(f"{ratio:5.1f}  {name}")
    return int(ratios[0][0] > PROPORTIONATE)


if __name__ == "__main__":
    sys.exit(main())
