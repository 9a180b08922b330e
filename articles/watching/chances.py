"""How surprising a count is, in powers of ten: 3 is what happens once in a thousand times. Pure.

Counts of articles scatter more than by chance alone (negative binomial), and so do shares of them
(beta-binomial): some days bring much, and of some most is odd.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import exp, lgamma, log, log10

MOST = 9.0
"""No more is said of anything: models end where they were never tried."""

_LEAST_ALIKE = 0.03
"""So alike, at least, are the articles of a day, however evenly those before were shared out."""


def certainty(tries: int, wrong: float) -> float:
    """How surprising something must be to happen ``wrong`` times by chance in so many tries."""
    return log10(max(1, tries) / wrong)


def evenness(series: Iterable[Sequence[int]]) -> float:
    """The shape of the negative binomial by which counts scatter: great is even. Each series has
    one mean; it is compared with itself a step later, which a slow growth leaves alone."""
    squares = scatter = 0.0
    for counts in series:
        for one, other in pairwise(counts):
            mean = (one + other) / 2
            spread = (one - other) ** 2 / 2
            # The product of two counts, not the square of their mean, which scatters itself.
            squares += one * other
            scatter += spread - mean
    return squares / scatter if scatter > 0 and squares > 0 else 1e6


def few(count: int, mean: float, shape: float) -> float:
    """How surprising no more than ``count`` are where ``mean`` are usual."""
    if mean <= 0:
        return 0.0
    share = mean / (mean + shape)
    term = shape * log(shape / (mean + shape))
    whole = 0.0
    for number in range(count + 1):
        whole += exp(term)
        term += log((shape + number) / (number + 1) * share)
    return _powers(whole)


def alikeness(pairs: Sequence[tuple[float, float]], usual: float) -> float:
    """How much more alike the articles of one day are than those of all, 0 to 1, from the days
    before as (some, all) and the usual share."""
    spread = usual * (1 - usual)
    told = [(part, whole) for part, whole in pairs if whole > 1]
    if not told or spread <= 0:
        return _LEAST_ALIKE
    chance = sum((part - whole * usual) ** 2 / (whole * spread) for part, whole in told)
    found = (chance - len(told)) / sum(whole - 1 for _part, whole in told)
    return min(0.9, max(_LEAST_ALIKE, found))


def many(some: int, every: int, usual: float, alike: float) -> float:
    """How surprising it is that of all articles of a day at least ``some`` are of a kind of which
    there is a share as ``usual``."""
    first, second = _weights(usual, alike)
    if first <= 0 or second <= 0:
        return 0.0
    base = _beta(first, second)
    return _powers(
        sum(
            exp(_choices(every, number) + _beta(number + first, every - number + second) - base)
            for number in range(some, every + 1)
        )
    )


def rather(some: int, every: int, usual: float, alike: float, instead: float) -> float:
    """How much better it is explained by a share of ``instead`` than by the usual one that of all
    articles of a day ``some`` are of a kind."""
    changed = _exactly(some, every, instead, _LEAST_ALIKE)
    return (changed - _exactly(some, every, usual, alike)) / log(10)


def _exactly(some: int, every: int, share: float, alike: float) -> float:
    """The logarithm of the chance, without the choices, which are the same for every share."""
    first, second = _weights(share, alike)
    return _beta(some + first, every - some + second) - _beta(first, second)


def _weights(share: float, alike: float) -> tuple[float, float]:
    """Of being of a kind, and of being of another."""
    return share * (1 - alike) / alike, (1 - share) * (1 - alike) / alike


def _choices(every: int, some: int) -> float:
    return lgamma(every + 1) - lgamma(some + 1) - lgamma(every - some + 1)


def _beta(first: float, second: float) -> float:
    return lgamma(first) + lgamma(second) - lgamma(first + second)


def _powers(probability: float) -> float:
    return MOST if probability <= 10**-MOST else max(0.0, -log10(probability))
