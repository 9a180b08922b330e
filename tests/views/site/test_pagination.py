"""Keyset pages: every article once, in order, from either end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.http import Http404, QueryDict

from articles.models import Article
from articles.views.site.pagination import ArticleList, Cursor
from tests.factories import make_article

KEY = "a" * 16


@pytest.mark.parametrize("text", [f"2025-12-28.{KEY}", f"undated.{KEY}"])
def test_a_cursor_reads_what_it_writes(text):
    assert str(Cursor.parse(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2025-12-28",
        f"2025-13-28.{KEY}",
        f"0001-01-01.{KEY}",
        f".{KEY}",
        "2025-12-28.short",
        f"2025-12-28.{KEY}\0",
        f"undated.{'ا' * 16}",
    ],
)
def test_anything_else_is_no_cursor(text):
    with pytest.raises(ValueError):
        Cursor.parse(text)


@pytest.mark.django_db
def test_a_damaged_cursor_is_not_found():
    with pytest.raises(Http404):
        ArticleList(Article.objects.visible).page(QueryDict("before=yesterday"))


@pytest.fixture
def archive(db):
    """Seven dated articles, three of one day, and four undated ones: keys in reading order."""
    for number in range(7):
        make_article(f"dated {number}", day=date(2025, 3, 20) + timedelta(days=max(number - 2, 0)))
    for number in range(4):
        make_article(f"undated {number}", day=None)
    visible = Article.objects.visible()
    return [article.key for article in [*visible.newest_first(), *visible.undated()]]


def page_at(query: str, size: int):
    return ArticleList(Article.objects.visible, size).page(QueryDict(query))


def keys(page):
    return [article.key for article in page.articles]


@pytest.mark.parametrize("size", [1, 2, 3, 4, 7, 10])
def test_older_pages_show_every_article_once_and_in_order(archive, size):
    page = page_at("", size)
    seen = keys(page)
    while page.older:
        page = page_at(page.older, size)
        seen += keys(page)
    assert seen == archive


@pytest.mark.parametrize("size", [1, 2, 3, 4, 7, 10])
def test_newer_pages_lead_back_through_the_same_articles(archive, size):
    page = page_at("", size)
    pages = [keys(page)]
    while page.older:
        page = page_at(page.older, size)
        pages.append(keys(page))
    back = [keys(page)]
    while page.newer:
        page = page_at(page.newer, size)
        back.append(keys(page))
    assert back == pages[::-1]


def test_the_first_page_has_no_newer_and_the_last_no_older(archive):
    first = page_at("", 6)
    last = page_at(first.older, 6)
    assert not first.newer
    assert not last.older


def test_articles_that_came_since_do_not_move_the_next_page(archive):
    first = page_at("", 4)
    make_article("newer than all", day=date(2025, 4, 1))
    assert keys(page_at(first.older, 4)) == archive[4:8]


def test_a_newer_page_that_would_be_short_is_the_newest_page_in_full(archive):
    first = page_at("", 4)
    second = page_at(first.older, 4)
    newest = make_article("newer than all", day=date(2025, 4, 1))
    again = page_at(second.newer, 4)
    assert keys(page_at(again.newer, 4)) == [newest.key, *archive[:3]]


def test_a_cursor_whose_article_is_gone_still_leads_on(archive):
    first = page_at("", 4)
    Article.objects.filter(key=archive[3]).update(status=Article.Status.HIDDEN)
    assert keys(page_at(first.older, 4)) == archive[4:8]


def test_an_empty_archive_has_one_empty_page(db):
    page = page_at("", 4)
    assert (page.articles, page.newer, page.older) == ([], "", "")


def test_a_place_before_everything_has_no_articles(archive):
    assert keys(page_at(f"before=undated.{'0' * 16}", 4)) == []
