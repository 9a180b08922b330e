"""The text of an article as it was scraped."""

from __future__ import annotations

import pytest

from articles.models import Article
from articles.views.article import captures
from tests.factories import make_article, make_capture

pytestmark = pytest.mark.django_db


def raw(client, article, query=""):
    return client.get(f"/fa/articles/{article.key}/raw/{query}")


def test_a_capture_is_inert_plain_text(client):
    article = make_article()
    make_capture(article, "<script>خبر</script>".encode())
    response = raw(client, article)
    assert response.content.decode() == "<script>خبر</script>"
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox"


def test_the_latest_scrape_is_shown(client):
    article = make_article()
    make_capture(article, b"later", views=9)
    make_capture(article, b"earlier", views=8)
    make_capture(article, b"uncounted")
    assert raw(client, article).content == b"later"


def test_another_capture_of_the_article_is_shown_on_request(client):
    article = make_article()
    earlier = make_capture(article, b"earlier", views=8)
    make_capture(article, b"later", views=9)
    assert raw(client, article, f"?capture={earlier.pk}").content == b"earlier"


def test_withdrawn_captures_are_not_shown(client):
    article = make_article()
    withdrawn = make_capture(article, b"withdrawn", views=9, withdrawn=True)
    make_capture(article, b"live", views=8)
    assert raw(client, article).content == b"live"
    assert raw(client, article, f"?capture={withdrawn.pk}").status_code == 404


def test_captures_of_other_articles_are_not_shown(client):
    article, other = make_article(), make_article()
    make_capture(article, b"one")
    capture = make_capture(other, b"two")
    assert raw(client, article, f"?capture={capture.pk}").status_code == 404


@pytest.mark.parametrize("number", ["x", "-1", "9" * 30, "9" * 5000, ""])
def test_what_is_no_capture_number_is_not_found(client, number):
    article = make_article()
    make_capture(article, b"one")
    assert raw(client, article, f"?capture={number}").status_code == 404


def test_an_article_without_captures_has_no_raw_text(client):
    assert raw(client, make_article()).status_code == 404


def test_captures_of_hidden_articles_are_not_shown(client):
    article = make_article(status=Article.Status.HIDDEN)
    capture = make_capture(article, b"secret")
    assert raw(client, article).status_code == 404
    assert raw(client, article, f"?capture={capture.pk}").status_code == 404


def test_a_capture_is_decoded_by_its_stored_encoding(client):
    article = make_article()
    make_capture(article, "گزارش".encode("cp1256"), encoding="windows-1256")
    assert raw(client, article).content.decode() == "گزارش"


def test_a_capture_is_downloaded_on_request(client):
    article = make_article()
    capture = make_capture(article, "خبر".encode())
    response = raw(client, article, f"?capture={capture.pk}&download")
    name = f'attachment; filename="{article.key}-{capture.pk}.txt"'
    assert response["Content-Disposition"] == name
    assert response.content.decode() == "خبر"


def shown(client, article, query=""):
    return client.get(f"/fa/articles/{article.key}/scraped/{query}")


def test_a_page_shows_a_capture_with_lines_in_their_own_directions(client):
    article = make_article()
    earlier = make_capture(article, "خبر <b>نخست</b>\nFirst line".encode(), views=1)
    make_capture(article, "خبر دوم".encode(), views=2)
    response = shown(client, article, f"?capture={earlier.pk}")
    text = 'dir="auto" lang="fa">خبر &lt;b&gt;نخست&lt;/b&gt;\nFirst line</pre>'
    assert text in response.text
    assert f"/fa/articles/{article.key}/raw/?capture={earlier.pk}&amp;download" in response.text
    assert response["X-Robots-Tag"] == "noindex"
    assert "خبر دوم</pre>" in shown(client, article).text


def test_of_a_very_long_capture_the_page_shows_the_beginning(client, monkeypatch):
    monkeypatch.setattr(captures, "MOST_SHOWN", 3)
    article = make_article()
    make_capture(article, b"abcdef")
    text = shown(client, article).text
    assert ">abc</pre>" in text
    assert "این فقط آغاز متن است" in text


@pytest.mark.parametrize("query", ["?capture=x", "?capture=0", f"?capture={'9' * 30}"])
def test_no_page_shows_what_is_no_capture_of_the_article(client, query):
    article = make_article()
    make_capture(article, b"one")
    assert shown(client, article, query).status_code == 404
