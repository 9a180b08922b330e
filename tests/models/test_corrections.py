"""Which fields editors have corrected, and when they last did."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User

from articles.importing.undoing import undo
from articles.models import Article, ImportBatch
from articles.models.corrections import Correction, corrections_of
from tests.dump_texts import LANTERNS, changed, dump, run, write
from tests.factories import make_article

pytestmark = pytest.mark.django_db

START = datetime(2026, 1, 3, 9, tzinfo=UTC)


@pytest.fixture
def article():
    return make_article("عنوان چاپ‌شده")


def redate(article):
    """Gives the rows of the history times a day apart, the earliest first; these times."""
    times = []
    for place, row in enumerate(article.history.order_by("history_id")):
        times.append(START + timedelta(days=place))
        article.history.filter(pk=row.pk).update(history_date=times[-1])
    return times


def test_an_article_as_captured_has_none_and_asks_nothing(article, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert corrections_of(article) == []


def test_corrections_take_one_query(article, django_assert_num_queries):
    article.correct({"title": "عنوان درست", "body": "متن درست"})
    article.correct({"author": "مهتاب"})
    with django_assert_num_queries(1):
        corrections_of(article)


def test_each_field_was_corrected_when_it_was_last_set(article):
    article.correct({"title": "درست", "author": "مهتاب"})
    article.correct({"body": "متن درست"})
    article.correct({"author": "مهتاب رستگار"})
    _imported, first, second, third = redate(article)
    assert corrections_of(article) == [
        Correction("author", third),
        Correction("body", second),
        Correction("title", first),
    ]


def test_what_an_import_changed_between_corrections_is_no_correction(article):
    article.correct({"title": "درست"})
    Article.objects.filter(pk=article.pk).update(body="متن برداشت تازه")
    article.refresh_from_db()
    article.correct({"author": "مهتاب"})
    _imported, first, second = redate(article)
    assert corrections_of(article) == [Correction("author", second), Correction("title", first)]
    article.correct({"body": "متن برداشت تازه"})
    *_others, last = redate(article)
    assert Correction("body", last) in corrections_of(article)


def test_decisions_are_no_corrections(article):
    article.correct({}, decisions={"review": Article.Review.DONE})
    assert corrections_of(article) == []


def test_what_no_history_tells_has_no_time(article):
    article.corrected_fields = ["title", "figures"]
    assert corrections_of(article) == [Correction("title", None), Correction("figures", None)]


def test_relations_are_compared_too(article):
    article.correct({"duplicate_of": make_article()})
    article.correct({"title": "درست"})
    _imported, first, second = redate(article)
    assert corrections_of(article) == [
        Correction("duplicate_of", first),
        Correction("title", second),
    ]


def test_corrections_outlive_imports_and_undoing(tmp_path):
    run(*write(tmp_path, dump()))
    article = Article.objects.get()
    article.correct({"title": "درست"}, by=User.objects.create_user("editor"))
    run(*write(tmp_path, dump(body=changed(LANTERNS, last="بند دیگر."), views=20), name="later"))
    undo(ImportBatch.objects.latest("pk"))
    article.refresh_from_db()
    (correction,) = corrections_of(article)
    assert (correction.field, article.title) == ("title", "درست")
    assert correction.made_at is not None
