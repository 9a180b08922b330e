"""Fingerprints: a few of the runs of words of a text, chosen by what they are and not by where they
stand, so that two texts with a passage in common have some of them in common. Pure.

MinHash tells how alike two whole texts are, and misses a paragraph that was copied into a long
text. So of all runs of four words those are kept whose hash is divisible by :data:`ONE_IN`
(Manber, "Finding similar files in a large file system", 1994): a passage keeps its own wherever it
is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import nsmallest

ONE_IN = 10
"""A passage of 60 words of which one in twelve was edited keeps a fingerprint with a probability of
98.6%, one of 40 words with 94%."""

MOST = 256
"""Fingerprints of a text, the smallest ones: of one of 2,500 words all."""

_BITS = 48


def fingerprints(words: Sequence[int]) -> list[int]:
    """The fingerprints of a text given by its words, in ascending order, each once."""
    runs = zip(words, words[1:], words[2:], words[3:], strict=False)
    # The words are hashes already: other factors for each place tell their orders apart.
    found = {3 * first + 5 * second + 7 * third + 11 * last for first, second, third, last in runs}
    short = {each // ONE_IN & ((1 << _BITS) - 1) for each in found if not each % ONE_IN}
    return nsmallest(MOST, short) if len(short) > MOST else sorted(short)
