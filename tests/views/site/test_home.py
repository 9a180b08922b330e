"""The front page, and the way to it."""

from __future__ import annotations

from datetime import date

import pytest

from articles.models import Article
from tests.factories import make_article, make_source

pytestmark = [pytest.mark.django_db, pytest.mark.each_database]


@pytest.mark.parametrize(
    ("accepted", "target"),
    [("ar-EG,en;q=0.5", "/ar/"), ("fa-IR", "/fa/"), ("en-GB,de;q=0.8", "/fa/"), ("", "/fa/")],
)
def test_the_root_leads_to_the_language_that_the_browser_asks_for(client, accepted, target):
    response = client.get("/", headers={"Accept-Language": accepted})
    assert (response.status_code, response["Location"]) == (302, target)
    assert response["Vary"] == "Accept-Language, Cookie"


def test_an_address_without_a_language_leads_to_the_readers_one(client):
    article = make_article()
    response = client.get(f"/articles/{article.key}/", headers={"Accept-Language": "ar"})
    assert response["Location"] == f"/ar/articles/{article.key}/"


def test_the_root_remembers_a_reader_of_another_language(client):
    client.get("/ar/", headers={"Accept-Language": "fa"})
    assert client.get("/", headers={"Accept-Language": "fa"})["Location"] == "/ar/"


def test_readers_of_their_browsers_language_get_no_cookie(client):
    assert not client.get("/fa/", headers={"Accept-Language": "fa"}).cookies


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_the_root_element_names_language_and_direction(client, language):
    assert f'<html lang="{language}" dir="rtl">' in client.get(f"/{language}/").text


def test_an_empty_archive_says_so(client):
    assert "آرشیو هنوز خالی است." in client.get("/fa/").text
    assert "الأرشيف لا يزال فارغًا." in client.get("/ar/").text


def test_articles_stand_newest_first_and_undated_ones_last(client):
    make_article("بی‌تاریخ‌نامه", day=None)
    make_article("خبر دیروز", day=date(2025, 12, 27))
    make_article("خبر امروز", day=date(2025, 12, 28))
    text = client.get("/fa/").text
    assert text.index("خبر امروز") < text.index("خبر دیروز") < text.index("بی‌تاریخ‌نامه")


def test_hidden_articles_are_not_listed(client):
    make_article("خبر پنهان", status=Article.Status.HIDDEN)
    assert "خبر پنهان" not in client.get("/fa/").text


def test_each_language_sees_its_own_calendar_first(client):
    make_article(day=date(2025, 12, 28))
    persian, arabic = client.get("/fa/").text, client.get("/ar/").text
    assert '<time datetime="2025-12-28">یکشنبه ۷ دی ۱۴۰۴</time>' in persian
    assert persian.index("۷ دی ۱۴۰۴") < persian.index("۲۸ دسامبر ۲۰۲۵")
    assert '<time datetime="2025-12-28">الأحد ٢٨ ديسمبر ٢٠٢٥</time>' in arabic
    assert arabic.index("٢٨ ديسمبر ٢٠٢٥") < arabic.index("٧ دي ١٤٠٤")


def test_leads_end_between_words_of_the_first_paragraph(client):
    make_article(body="باران " * 100 + "\n\nبند دوم")
    text = client.get("/fa/").text
    assert "باران …" in text
    assert "بند دوم" not in text


def test_the_language_switch_stays_on_the_page(client):
    make_article(day=date(2025, 12, 28))
    text = client.get("/fa/?before=2026-01-01.aaaaaaaaaaaaaaaa").text
    assert 'href="/ar/?before=2026-01-01.aaaaaaaaaaaaaaaa"' in text
    assert 'hreflang="ar" href="http://testserver/ar/?before=2026-01-01.aaaaaaaaaaaaaaaa"' in text


def test_a_damaged_place_in_the_list_is_not_found_in_the_readers_language(client):
    response = client.get("/ar/?before=nowhere")
    assert response.status_code == 404
    assert "لا وجود لهذا الموضع في القائمة." in response.text


def test_unknown_parameters_are_ignored(client):
    assert client.get("/fa/?utm_source=x&page=7").status_code == 200


@pytest.mark.parametrize("count", [5, 60])
@pytest.mark.parametrize("query", ["", "?before=2026-01-01.aaaaaaaaaaaaaaaa"])
def test_queries_do_not_grow_with_the_archive(client, django_assert_max_num_queries, count, query):
    source = make_source()
    for _ in range(count):
        make_article(source=source)
    with django_assert_max_num_queries(6):
        client.get(f"/fa/{query}")


@pytest.mark.parametrize("path", ["/fa/", "/ar/sources/", "/ar/sources/one/", "/fa/help/search/"])
def test_the_canonical_address_has_no_parameter_but_the_place_in_a_list(client, path):
    article = make_article(source=make_source(slug="one"))
    for query, kept in (("", ""), ("?utm=1&q=%3Cx", ""), (f"?x=1&before=undated.{article.key}", 1)):
        text = client.get(f"{path}{query}").text
        place = f"?before=undated.{article.key}" if kept else ""
        assert text.count(f'<link rel="canonical" href="http://testserver{path}{place}">') == 1
        assert text.count('rel="canonical"') == 1
