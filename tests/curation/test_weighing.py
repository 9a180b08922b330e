"""The rule by which the review queue is sorted."""

from __future__ import annotations

import pytest

from articles.curation.weighing import WEIGHTS, Kind, weight


def test_every_kind_has_a_weight_and_the_kinds_stand_in_their_order():
    assert [weight(kind) for kind in Kind] == sorted(WEIGHTS.values(), reverse=True)


@pytest.mark.parametrize(
    ("touched", "added"), [(0, 0), (1, 0), (2, 10), (3, 10), (4, 20), (64, 60), (10**9, 60)]
)
def test_each_doubling_of_what_is_touched_adds_ten_up_to_sixty(touched, added):
    assert weight(Kind.SOURCE, touched) == WEIGHTS[Kind.SOURCE] + added


def test_nothing_comes_before_a_takedown():
    greatest = max(weight(kind, 10**9) for kind in Kind if kind is not Kind.TAKEDOWN)
    assert weight(Kind.TAKEDOWN) > greatest


def test_a_source_of_many_articles_comes_before_one_duplicate():
    assert weight(Kind.SOURCE, 2) == weight(Kind.DUPLICATE)
    assert weight(Kind.SOURCE, 8) > weight(Kind.CONTRADICTION) - 1
