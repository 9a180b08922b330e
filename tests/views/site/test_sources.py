"""The list of sources, and the page of one."""

from __future__ import annotations

import re
from datetime import date

import pytest

from articles.models import Article
from articles.views.site.sources import alphabetical
from tests.factories import make_article, make_source

pytestmark = [pytest.mark.django_db, pytest.mark.each_database]


def test_sources_stand_in_the_order_of_the_readers_alphabet(client):
    for name in ("یادگار", "پگاه", "بامداد", "تهران‌نامه", "Ledger"):
        make_article(source=make_source(name))
    text = client.get("/fa/sources/").text
    places = [text.index(name) for name in ("بامداد", "پگاه", "تهران‌نامه", "یادگار", "Ledger")]
    assert places == sorted(places)


def test_arabic_names_are_sorted_without_their_article():
    names = sorted(["الوادي", "جريدة", "الضفاف"], key=lambda name: alphabetical(name, "ar"))
    assert names == ["جريدة", "الضفاف", "الوادي"]


def test_a_source_is_named_in_the_readers_language_with_its_other_names(client):
    source = make_source("الضفاف", "ar", name_fa="روزنامهٔ ضفاف")
    make_article(source=source)
    persian, arabic = client.get("/fa/sources/").text, client.get("/ar/sources/").text
    assert persian.index('<bdi lang="fa">روزنامهٔ ضفاف') < persian.index('<bdi lang="ar">الضفاف')
    assert arabic.index('<bdi lang="ar">الضفاف') < arabic.index('<bdi lang="fa">روزنامهٔ ضفاف')


def test_the_day_of_the_latest_item_stands_beside_a_source(client):
    source = make_source()
    make_article(source=source, day=date(2025, 12, 27))
    make_article(source=source, day=date(2025, 12, 28))
    make_article(source=source, day=date(2025, 12, 29), status=Article.Status.HIDDEN)
    assert "۷ دی ۱۴۰۴" in client.get("/fa/sources/").text


def test_stories_are_counted_where_the_index_answers(client, rebuild_index):
    source = make_source("بامداد", slug="bamdad")
    for _ in range(3):
        make_article(source=source)
    make_article(source=make_source("پگاه"))
    make_article(source=source, status=Article.Status.HIDDEN)
    assert "sources__count" not in client.get("/fa/sources/").text
    assert "۳ خبر" not in client.get("/fa/sources/bamdad/").text
    rebuild_index()
    text = client.get("/fa/sources/").text
    assert re.findall(r'class="sources__count">(.*?)\s*<', text) == ["۳ خبر", "۱ خبر"]
    text = client.get("/fa/sources/bamdad/").text
    assert "۳ خبر" in text
    assert 'href="/fa/search/?source=bamdad"' in text


def test_a_source_with_nothing_but_hidden_articles_is_not_public(client):
    source = make_source("پنهان‌نامه", slug="hidden")
    make_article(source=source, status=Article.Status.HIDDEN)
    assert "پنهان‌نامه" not in client.get("/fa/sources/").text
    assert client.get("/fa/sources/hidden/").status_code == 404


def test_a_source_page_lists_its_own_articles_alone(client):
    source = make_source("جريدة الضفاف", "ar", slug="جريدة-الضفاف")
    make_article("خبر خودی", source=source)
    make_article("خبر دیگران", source=make_source("دیگران"))
    make_article("خبر پنهان", source=source, status=Article.Status.HIDDEN)
    text = client.get(source.get_absolute_url()).text
    assert "خبر خودی" in text
    assert "خبر دیگران" not in text
    assert "خبر پنهان" not in text


def test_the_language_switch_keeps_a_slug_in_arabic_script(client):
    source = make_source("جريدة الضفاف", "ar", slug="جريدة-الضفاف")
    make_article(source=source)
    text = client.get("/fa/sources/جريدة-الضفاف/").text
    path = source.get_absolute_url().removeprefix("/fa/")
    assert f'href="/ar/{path}" lang="ar"' in text


@pytest.mark.parametrize("slug", ["nowhere", "%00", "a b"])
def test_an_unknown_source_is_not_found(client, slug):
    assert client.get(f"/fa/sources/{slug}/").status_code == 404


def test_an_archive_without_sources_says_so(client):
    assert "هنوز منبعی نیست." in client.get("/fa/sources/").text


@pytest.mark.parametrize("count", [5, 60])
def test_queries_do_not_grow_with_the_archive(client, django_assert_max_num_queries, count):
    for _ in range(count):
        make_article(source=make_source())
    source = make_source(slug="one")
    for _ in range(count):
        make_article(source=source)
    with django_assert_max_num_queries(2):
        client.get("/fa/sources/")
    with django_assert_max_num_queries(5):
        client.get("/fa/sources/one/")
