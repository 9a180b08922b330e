"""Probabilities of counts and shares, against their sums and known values."""

from __future__ import annotations

import random
from math import log10

import pytest

from articles.watching.chances import MOST, alikeness, certainty, evenness, few, many, rather


def test_how_sure_one_must_be_grows_with_the_tries():
    assert certainty(100, 0.1) == pytest.approx(3)
    assert certainty(0, 1) == 0


def test_few_are_as_surprising_as_the_negative_binomial_has_it():
    mean, shape = 14, 12
    assert few(0, mean, shape) == pytest.approx(shape * log10(1 + mean / shape))
    assert few(0, mean, 1e6) == pytest.approx(mean * log10(2.718281828), rel=1e-4)
    assert few(0, mean, shape) > few(3, mean, shape) > few(mean, mean, shape) > 0
    assert few(0, 0, shape) == few(10_000, mean, shape) == 0
    assert few(0, 1e6, 1e6) == MOST


def test_many_are_as_surprising_as_the_beta_binomial_has_it():
    # With two shares alike by a third, every count of four is as likely as any other.
    assert many(4, 4, 0.5, 1 / 3) == pytest.approx(log10(5))
    assert many(0, 4, 0.5, 1 / 3) == pytest.approx(0)
    # Hardly alike, it is the binomial distribution.
    assert many(3, 3, 0.1, 1e-4) == pytest.approx(3, abs=0.01)
    assert many(3, 3, 0.1, 0.3) < 2
    assert many(500, 500, 0.001, 0.01) == MOST
    assert many(3, 3, 0.0, 0.1) == 0


def test_evenness_and_alikeness_are_learned_from_what_scatters_so():
    chance = random.Random(7)
    days = [chance.gammavariate(5, 40 / 5) for _ in range(4_000)]
    counts = [round(chance.gauss(mean, mean**0.5)) for mean in days]
    assert evenness([counts]) == pytest.approx(5, rel=0.15)
    assert evenness([[20, 20, 20], [3, 3]]) == evenness([]) == 1e6
    shares = [chance.betavariate(2, 6) for _ in range(4_000)]  # alike by a ninth
    pairs = [(sum(chance.random() < share for _ in range(20)), 20) for share in shares]
    assert alikeness(pairs, 0.25) == pytest.approx(1 / 9, rel=0.15)
    assert alikeness([], 0.5) == alikeness([(10, 20)] * 9, 0.5) < 0.1


def test_a_slow_growth_is_no_scatter():
    assert evenness([[10 + step // 10 for step in range(400)]]) == 1e6


def test_what_explains_a_share_better():
    assert rather(9, 10, 0.9, 0.03, 0.9) == pytest.approx(0)
    assert rather(9, 10, 0.1, 0.03, 0.85) > 4
    assert rather(5, 10, 0.1, 0.03, 0.85) < rather(7, 10, 0.1, 0.03, 0.85)
    assert rather(1, 10, 0.1, 0.03, 0.85) < -4
