"""What stands beside the newest articles on the front page, and the page about the archive."""

from __future__ import annotations

from datetime import date

import pytest

from articles.db.prepared import Prepared
from articles.models import Article
from articles.views.site import front_page
from articles.views.site.front_page import most_linked
from tests.factories import make_article, make_related, make_source

pytestmark = [pytest.mark.django_db, pytest.mark.each_database]


def linked(title: str, times: int, **fields) -> Article:
    target = make_article(title, **fields)
    for _ in range(times):
        make_related(make_article(), title, target)
    return target


def test_most_linked_stories_come_with_the_number_of_stories_that_link_to_them():
    twice, thrice = linked("دو بار", 2), linked("سه بار", 3)
    linked("یک بار", 1)
    assert most_linked() == [(thrice, 3), (twice, 2)]


def test_a_story_that_links_twice_counts_once():
    target, other = make_article("هدف"), make_article()
    make_related(other, "هدف", target)
    make_related(other, "هدف", target)
    assert most_linked() == []


def test_hidden_stories_neither_count_nor_are_counted():
    linked("پنهان", 2, status=Article.Status.HIDDEN)
    target = linked("پیدا", 2)
    make_related(make_article(status=Article.Status.HIDDEN), "پیدا", target)
    assert most_linked() == [(target, 2)]


def test_only_recent_links_are_counted(monkeypatch):
    monkeypatch.setattr(front_page, "RECENT_LINKS", 2)
    monkeypatch.setattr(front_page, "_RECENT_LINKS", Prepared(front_page._recent_links))
    linked("دیرین", 5)
    recent = linked("تازه", 2)
    assert most_linked() == [(recent, 2)]


@pytest.mark.parametrize(
    ("language", "ends", "fullest"),
    [("fa", ("۱۴۰۲", "۱۴۰۴"), "۱۴۰۴: ۲ خبر"), ("ar", ("٢٠٢٣", "٢٠٢٥"), "٢٠٢٥: خبران")],
)
def test_the_holdings_are_drawn_in_the_years_of_the_reader(
    client, rebuild_index, language, ends, fullest
):
    source = make_source()
    make_article(source=source, day=date(2023, 6, 1))
    make_article(source=source, day=date(2025, 6, 1))
    make_article(source=source, day=date(2025, 7, 1))
    rebuild_index()
    text = client.get(f"/{language}/").text
    assert f"<span>{ends[0]}</span><span>{ends[1]}</span>" in text
    assert fullest in text
    assert text.count("<rect ") == 2


def test_without_an_index_the_holdings_are_left_out_and_sources_stand_without_numbers(client):
    make_article(source=make_source("روزنامهٔ کوچه"))
    text = client.get("/fa/").text
    assert "آنچه در آرشیو است" not in text
    aside = text[text.index("front-sources-title") :]
    assert "روزنامهٔ کوچه" in aside
    assert "front-sources__count" not in aside


def test_older_pages_of_the_list_stand_alone(client):
    make_article(source=make_source())
    assert "front__aside" not in client.get("/fa/?before=2026-01-01.aaaaaaaaaaaaaaaa").text


def test_an_empty_archive_tells_staff_alone_how_to_import(client, admin_client):
    assert "import_dumps" not in client.get("/fa/").text
    assert "import_dumps" in admin_client.get("/fa/").text


@pytest.mark.parametrize(("language", "title"), [("fa", "دربارهٔ آرشیو"), ("ar", "عن الأرشيف")])
def test_the_page_about_the_archive_is_linked_from_every_footer(client, language, title):
    page = client.get(f"/{language}/sources/").text
    assert f'<a href="/{language}/about/">{title}</a>' in page
    assert f'<h1 class="opening__title">{title}</h1>' in client.get(f"/{language}/about/").text


def test_browsers_that_ask_for_an_icon_get_one(client):
    response = client.get("/favicon.ico")
    assert response.status_code == 302
    assert response["Location"].endswith("favicon.svg")
