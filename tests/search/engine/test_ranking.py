"""One order of what is found, whatever the order in which an engine gives what is equal."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from articles.search.engine.ranking import SCORE_DIGITS, Scored, ends_after, in_order, order_of

SCORES = st.lists(st.sampled_from([0.0, 0.5, 1.0, 1.00001, 1.00004, 1.00006, 2.0, 3.25]))


def itself(score):
    return score


def test_what_is_nearly_equal_is_ordered_by_day_and_key():
    assert order_of([2.0, 1.00001, 1.00002, 0.5], [1, 5, 9, 7]) == [0, 2, 1, 3]
    assert order_of([], []) == []


@given(SCORES, st.randoms(use_true_random=False))
def test_articles_are_ordered_by_rounded_scores_then_the_newest_first(scores, random):
    hits = [Scored(pk, score, random.randrange(3)) for pk, score in enumerate(scores)]

    def expected(hit):
        return -round(hit.score, SCORE_DIGITS), -hit.newest

    assert in_order(hits) == sorted(hits, key=expected)


def test_the_first_end_after_those_that_equal_the_last():
    scores = [3.0, 2.0, 1.00002, 1.0, 1.0, 0.5]

    ends = [ends_after(scores, wanted, itself) for wanted in range(8)]
    assert ends == [0, 1, 2, 5, 5, 5, 6, 6]
    assert ends_after([], 3, itself) == 0
