"""The questions that pages ask of articles and captures."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection

from articles.importing.content import recency
from articles.models import Article, Capture
from tests.factories import make_article, make_capture, make_source

pytestmark = pytest.mark.django_db


def neighbours(article):
    found = Article.objects.with_neighbours().get(pk=article.pk)
    return found.earlier_id, found.later_id


def test_neighbours_stand_beside_an_article_in_the_order_of_day_and_key():
    source, other = make_source(), make_source()
    days = [date(2025, 1, 1), date(2025, 1, 2), date(2025, 1, 2), date(2025, 3, 1)]
    articles = [
        make_article(source=source, day=day, key=f"{place}" * 16)
        for place, day in zip((9, 3, 7, 1), days, strict=True)
    ]
    make_article(source=other, day=date(2025, 1, 2), key="5" * 16)
    ids = [None, *(article.pk for article in articles), None]
    for place, article in enumerate(articles, 1):
        assert neighbours(article) == (ids[place - 1], ids[place + 1])


def test_hidden_articles_are_nobodys_neighbours():
    source = make_source()
    first = make_article(source=source, day=date(2025, 1, 1))
    make_article(source=source, day=date(2025, 1, 2), status=Article.Status.HIDDEN)
    last = make_article(source=source, day=date(2025, 1, 3))
    assert neighbours(first) == (None, last.pk)
    assert neighbours(last) == (first.pk, None)


def test_without_a_day_or_a_source_there_are_no_neighbours():
    source = make_source()
    undated = [make_article(source=source, day=None) for _ in range(2)]
    nobodys = [make_article(day=date(2025, 1, day)) for day in (1, 2)]
    dated = make_article(source=source)
    for article in (*undated, *nobodys, dated):
        assert neighbours(article) == (None, None)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="small tables are read whole elsewhere")
def test_neighbours_are_found_by_the_index():
    article = make_article(source=make_source())
    plan = Article.objects.with_neighbours().filter(pk=article.pk).explain()
    for found in (
        "published_on=? AND key<?",
        "published_on=? AND key>?",
        "published_on>? AND published_on<?",
        "published_on>?",
    ):
        assert f"article_source_newest (source_id=? AND {found})" in plan
    assert "TEMP B-TREE" not in plan


def test_the_latest_scrape_is_the_same_for_the_database_and_for_imports():
    article = make_article()
    early, late = datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 6, 1, tzinfo=UTC)
    for place, (views, moment) in enumerate(
        (views, moment) for views in (None, 0, 9, 10) for moment in (None, early, late)
    ):
        for copy in range(2):
            make_capture(article, f"{place} {copy}".encode(), views=views, captured_at=moment)
    captures = list(Capture.objects.all())
    expected = sorted(
        captures, key=lambda each: recency(each.views, each.captured_at, each.content_hash)
    )
    assert list(article.captures.latest_first()) == expected[::-1]
