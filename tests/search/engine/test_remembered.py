"""What searches have found out is kept while it holds, and within bounds."""

from __future__ import annotations

import pytest

from articles import search as engine
from articles.models import ArticleChange, NameSet, Source
from articles.search import Limits, Match, Search, Sort
from articles.search.engine.remembered import FEW_ARTICLES, LONGEST, MOST, Remembered
from tests.factories import make_article
from tests.search.conftest import TODAY


def test_what_is_known_is_not_found_out_again():
    remembered = Remembered(10)
    calls = []

    for word in ("باران", "برف", "باران"):
        assert remembered.get(word, [word], lambda word=word: calls.append(word) or word) == word
    assert calls == ["باران", "برف"]


def test_long_queries_are_not_kept_and_the_others_are_forgotten_when_there_are_too_many():
    remembered = Remembered(10)
    for text in ["x" * (LONGEST + 1), *map(str, range(MOST + 1))]:
        remembered.get(text, [text], lambda text=text: text)

    assert len(remembered._known) == 1


@pytest.mark.parametrize(
    ("before", "after", "are_kept"),
    [
        (5, 5, False),  # of a small archive each article may have another name
        (FEW_ARTICLES, FEW_ARTICLES + 100, True),
        (FEW_ARTICLES, FEW_ARTICLES + 101, False),
        (FEW_ARTICLES, FEW_ARTICLES - 101, False),
    ],
)
def test_how_words_sound_is_kept_while_a_large_index_is_nearly_the_same(before, after, are_kept):
    remembered = Remembered(before)
    remembered.get("باران", ["باران"], lambda: 1)
    later = remembered.after_change(after)

    assert (later.soundings is remembered.soundings) is are_kept
    assert later.get("باران", ["باران"], lambda: 2) == 2


def test_many_small_changes_are_a_great_one():
    remembered = Remembered(FEW_ARTICLES)
    soundings = remembered.soundings
    for articles in range(FEW_ARTICLES, FEW_ARTICLES + 201, 50):
        remembered = remembered.after_change(articles)

    assert remembered.soundings is not soundings


@pytest.mark.each_engine
@pytest.mark.django_db
def test_a_search_sees_what_was_written_since_the_last(rebuild_index):
    make_article("برگشت", body="علیرضا آمد.")
    rebuild_index()
    assert engine.search(Search("علی رضا", TODAY)).total == 0  # so far nobody writes it in two
    later = make_article("سفر", body="علی رضا رفت.")
    ArticleChange.objects.log(ArticleChange.Kind.UPDATED, [later.pk])
    engine.update_index()

    assert engine.search(Search("علی رضا", TODAY)).total == 2
    assert engine.search(Search("علیرضا", TODAY)).total == 2


@pytest.mark.each_engine
@pytest.mark.django_db
def test_a_search_that_is_kept_sees_what_the_database_says_of_sources_and_names(rebuild_index):
    source = Source.objects.create(slug="sabz", name_fa="نشریه سبز")
    make_article("باران کوهسار", body="باران بارید.", source=source)
    make_article("باران گرم‌دره", body="باران بارید.")
    rebuild_index()

    def totals():
        texts = ("باران source:سبز", "باران -source:سبز", "کوهسار")
        return [engine.search(Search(text, TODAY)).total for text in texts]

    assert totals() == [1, 1, 1]
    Source.objects.filter(pk=source.pk).update(name_fa="نشریه سرخ")
    NameSet.objects.create(names="کوهسار\nگرم‌دره")
    assert totals() == [0, 2, 2]


OPTIONS = [
    {"limits": Limits({"language": ("ar",)})},
    {"match": Match.ANY},
    {"sort": Sort.OLDEST},
    {"with_names": False},
    {"reader": "ar"},
    {"offset": 1, "limit": 2},
]


@pytest.mark.each_engine
@pytest.mark.django_db
@pytest.mark.parametrize("text", ["بازار", "-فانوس بازار", "فانوس نیست‌در‌جهان", "روسیه", "1404"])
@pytest.mark.parametrize("options", OPTIONS)
def test_a_text_that_is_kept_is_answered_by_the_options_of_each_search(samples, text, options):
    usual = samples.answer(text, with_counts=True)
    asked_first = samples.answer(f"{text} ", with_counts=True, **options)
    asked_again = samples.answer(text, with_counts=True, **options)

    def told(answer):
        return answer.hits, answer.total, answer.counts, answer.is_partial, answer.names

    assert told(asked_again) == told(asked_first)
    assert told(samples.answer(text, with_counts=True)) == told(usual)
