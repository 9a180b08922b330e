"""The picture of an article's link: for whom it is there, and how often it is drawn."""

from __future__ import annotations

import pytest
from django.core.cache import caches

from articles.importing.erasing import erase
from articles.models import ArticleChange, ArticleIdentity
from articles.views.article import picture
from tests.factories import make_article, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_is_kept():
    caches["pictures"].clear()
    caches["pages"].clear()


@pytest.fixture
def shown(monkeypatch):
    """What was drawn."""
    found = []

    def drawn(wanted, font):
        found.append(wanted)
        return b"a picture"

    monkeypatch.setattr(picture, "drawn", drawn)
    return found


def address_of(article, language="fa"):
    return f"/{language}/articles/{article.key}/picture.png"


def test_the_page_names_a_picture_that_is_there(client):
    article = make_article('پل "تازه"', source=make_source())
    page = client.get(f"/ar/articles/{article.key}/").content.decode()

    address = f"http://testserver{address_of(article, 'ar')}"
    assert f'<meta property="og:image" content="{address}">' in page
    assert '<meta property="og:image:width" content="1200">' in page
    assert 'property="og:image:alt" content="پل &quot;تازه&quot;"' in page
    assert '<meta name="twitter:card" content="summary_large_image">' in page
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert answer.content.startswith(b"\x89PNG")


def test_a_picture_says_title_source_and_both_days(client, shown):
    article = make_article("پل تازه", source=make_source("روزنامهٔ سپیده"))
    client.get(address_of(article))
    client.get(address_of(make_article("A bridge", language="en", day=None)))

    [persian, english] = shown
    assert (persian.title, persian.source, persian.is_rtl) == ("پل تازه", "روزنامهٔ سپیده", True)
    assert "۷ دی ۱۴۰۴" in persian.day
    assert "۲۸ دسامبر ۲۰۲۵" in persian.day
    assert (english.day, english.source, english.is_rtl) == ("", "", False)


def test_it_is_drawn_once_however_much_else_changes(client, shown):
    article = make_article()
    for _number in range(3):
        ArticleChange.objects.log(ArticleChange.Kind.CREATED, [make_article().pk])
        client.get(address_of(article))
    assert len(shown) == 1

    article.correct({"title": "عنوان دیگر"})
    client.get(address_of(article))
    assert [each.title for each in shown][1:] == ["عنوان دیگر"]


def test_what_readers_may_not_see_has_no_picture(client, shown):
    hidden, gone, merged = make_article(), make_article(), make_article()
    hidden.correct({}, decisions={"status": "hidden"})
    ArticleIdentity.objects.create(hash="a" * 32, article=merged, absorbed=True)
    erase(gone, reason="ساختگی")

    assert client.get(address_of(hidden)).status_code == 404
    assert client.get(address_of(gone)).status_code == 410
    moved = client.get(f"/fa/articles/{'a' * 16}/picture.png")
    assert (moved.status_code, moved["Location"]) == (301, address_of(merged))
    assert not shown


def test_pictures_are_limited_like_searches(client, shown, settings, tmp_path):
    settings.DATA_DIR, settings.SEARCHES_PER_MINUTE = tmp_path, 1
    article = make_article()

    assert client.get(address_of(article)).status_code == 200
    assert client.get(address_of(article)).status_code == 429


def test_a_picture_costs_few_queries(client, django_assert_max_num_queries):
    article = make_article(source=make_source())
    client.get(address_of(article))
    caches["pages"].clear()
    with django_assert_max_num_queries(3):
        client.get(address_of(article))
