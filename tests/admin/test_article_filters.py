"""Filters of the list of articles whose values are typed, and that of confidence."""

from __future__ import annotations

import re
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


def test_articles_whose_day_is_missing_or_hard_to_believe(client):
    for title, day in (("ا", None), ("ب", date(2990, 1, 1)), ("پ", date(1700, 1, 1))):
        make_article(title, day=day)
    make_article("ت", day=date(2020, 1, 1))
    found = {days: titles(client, days=days) for days in ("none", "future", "past")}
    assert found == {"none": ["ا"], "future": ["ب"], "past": ["پ"]}
    assert titles(client, days="x") == titles(client)


def test_filters_tell_how_many_articles_each_choice_would_leave(client, tmp_path, monkeypatch):
    run(*write(tmp_path, dump(), dump(title="تنور", body=BAKERY)))
    nasim = make_source("نسیم شرق", slug="nasim")
    for title in "ابپ":
        make_article(title, source=nasim, language="ar", day=None)
    page = client.get(LIST, {"source": "nasim"})
    shown = " ".join(re.sub("<[^>]+>", " ", page.text).split())
    for counted in ("نسیم شرق (۳)", "عربی (۳)", "فارسی (۰)", "بدون روز (۳)"):
        assert counted in shown, counted
    shown = " ".join(re.sub("<[^>]+>", " ", client.get(LIST).text).split())
    for counted in ("۱ (۲)", "فارسی (۲)", "نسیم شرق (۳)"):
        assert counted in shown, counted
    monkeypatch.setattr("articles.admin.article_filters.MOST_COUNTED", 3)
    assert "(۳)" not in client.get(LIST).text
    assert "عربی (۳)" in client.get(LIST, {"_facets": "True"}).text


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
    with django_assert_max_num_queries(24):
        client.get(LIST, query)
    assert Article.objects.count() == 30
