"""Whatever a reader types, every way into search answers over the sample archive."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from articles import search as engine
from articles.search import Search, Sort
from articles.search.answers.searching import DEEPEST
from tests.search.answers.test_compiling import HOSTILE, TEXTS
from tests.search.conftest import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.each_engine]


def assert_answered(samples, text):
    answer = samples.answer(text, with_counts=True)
    assert answer.total == answer.counts.total
    assert len(answer.hits) == min(answer.total, 50)
    newest = samples.answer(text, sort=Sort.NEWEST, limit=DEEPEST)
    assert newest.total == len(newest.hits) == answer.total
    for found in engine.found_articles(answer):
        assert "".join(run.text for run in found.title) == found.article.title
        for excerpt in found.excerpts:
            assert "".join(run.text for run in excerpt.runs)
    corrected = engine.did_you_mean(Search(text, TODAY), answer, "fa")
    assert corrected is None or corrected.text != text
    assert len(engine.suggest(text).articles) <= 10


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_texts_are_answered(samples, text):
    assert_answered(samples, text)
    assert_answered(samples, f"منبع:{text}")


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(TEXTS)
def test_any_text_is_answered(samples, text):
    assert_answered(samples, text)


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(TEXTS)
def test_any_text_is_taken_for_the_name_of_a_source(samples, text):
    assert_answered(samples, f'source:"{text}" قنات')
