"""Filters of the list of articles whose values are typed, and that of confidence."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from articles.display import digits
from articles.models import Article, Capture
from tests.admin.article_pages import make_editor
from tests.dump_texts import BAKERY, dump, run, write
from tests.factories import make_article, make_source

pytestmark = pytest.mark.django_db

LIST = reverse("admin:articles_article_changelist")


@pytest.fixture(autouse=True)
def editor(client):
    client.force_login(make_editor())


def titles(client, **query):
    answer = client.get(LIST, query)
    assert answer.status_code == 200, answer
    return sorted(article.title for article in answer.context["cl"].result_list)


def test_articles_of_a_source_by_any_of_its_names(client):
    make_article("الف", source=make_source("نسیم شرق", slug="nasim"))
    make_article("ب")
    for name in ("نسیم شرق", "nasim"):
        assert titles(client, source=name) == ["الف"]
    assert titles(client, source="هیچ‌جا") == []
    assert titles(client, source="") == ["الف", "ب"]


def test_articles_of_a_span_of_days_in_any_calendar(client):
    for number, title in enumerate("ابپ", 1):
        make_article(title, day=date(2025, 12, number))
    assert titles(client, **{"from": "1404/09/11"}) == ["ب", "پ"]
    assert titles(client, to="2 December 2025") == ["ا", "ب"]
    assert titles(client, **{"from": "1404/09/11", "to": "1404/09/11"}) == ["ب"]
    assert titles(client, to="هرگز") == []


def test_articles_of_an_import(client, tmp_path):
    first = run(*write(tmp_path / "1", dump(), dump(title="تنور", body=BAKERY)))
    second = run(*write(tmp_path / "2", dump(title="نان", body=[*BAKERY, "پایانی دیگر."])))
    assert len(titles(client, **{"import": first.batch})) == 2
    assert titles(client, **{"import": digits(second.batch)}) == ["نان"]
    for wrong in ("x", "-1", "9" * 40):
        assert titles(client, **{"import": wrong}) == []


def test_articles_by_confidence(client, tmp_path):
    run(*write(tmp_path, dump(), dump(title="تنور", body=BAKERY, date="1404/13/44")))
    doubted = set(Capture.objects.filter(doubt__gt=0).values_list("article__title", flat=True))
    assert doubted == {"تنور"}
    assert titles(client, confidence="warned") == ["تنور"]
    assert "تنور" not in titles(client, confidence="sure")
    assert titles(client, confidence="contradictory") == ["تنور"]


def test_a_filter_keeps_search_and_other_filters_and_what_was_typed(client):
    make_article("الف", language="ar")
    page = client.get(LIST, {"language__exact": "ar", "source": "<b>", "to": "هرگز"}).text
    form = page.split('id="filter-source"')[0].rsplit("<form", 1)[1]
    for kept in ('name="language__exact" value="ar"', 'name="to" value="هرگز"'):
        assert kept in form
    assert 'value="&lt;b&gt;"' in page and "<b>" not in page


def test_filters_take_no_query_of_each_article(client, django_assert_max_num_queries):
    for _ in range(30):
        make_article(source=make_source())
    query = {"from": "1400/01/01", "confidence": "sure", "import": "1"}
    with django_assert_max_num_queries(14):
        client.get(LIST, query)
    assert Article.objects.count() == 30
