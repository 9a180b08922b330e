"""How articles are shown on pages of others: short links and oEmbed."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest
from django.utils.translation import override

from articles.models import Article
from tests.factories import make_article, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def languages_of_requests_end_with_the_test():
    with override("fa"):
        yield


@pytest.fixture
def article():
    return make_article("پل <تازهٔ> رودخانه", source=make_source("روزنامهٔ سپیده"))


def embedded(client, address, status=200, **parameters):
    answer = client.get(f"/oembed?{urlencode({'url': address, **parameters})}")
    assert answer.status_code == status
    return json.loads(answer.content)


def test_an_article_is_quoted_with_the_days_of_both_calendars(client, article):
    told = embedded(client, f"http://testserver/fa/articles/{article.key}/", maxwidth=400)

    assert {name: told[name] for name in ("version", "type", "title", "author_name", "width")} == {
        "version": "1.0",
        "type": "rich",
        "title": article.title,
        "author_name": "روزنامهٔ سپیده",
        "width": 400,
    }
    assert told["thumbnail_url"] == (f"http://testserver/fa/articles/{article.key}/picture.png")
    assert (told["thumbnail_width"], told["thumbnail_height"]) == (1200, 630)
    assert '<blockquote lang="fa" dir="rtl"' in told["html"]
    assert "پل &lt;تازهٔ&gt; رودخانه" in told["html"]
    assert "۷ دی ۱۴۰۴" in told["html"]
    assert "۲۸ دسامبر ۲۰۲۵" in told["html"]
    arabic = embedded(client, f"http://testserver/ar/articles/{article.key}/")
    assert "/ar/articles/" in arabic["html"]
    assert "ديسمبر" in arabic["html"]
    short = embedded(client, f"http://testserver/a/{article.key}", dnt=1)
    assert short["html"] == told["html"]


def test_what_cannot_be_quoted_is_told(client, article):
    page = f"http://testserver/fa/articles/{article.key}/"
    for address in ("", "x", "http://[", page.replace("testserver", "elsewhere.example")):
        assert embedded(client, address, 400)["parameter"] == "url"
    assert embedded(client, page, 501, format="xml")["parameter"] == "format"
    assert embedded(client, page, 400, maxwidth="wide")["parameter"] == "maxwidth"
    Article.objects.update(status=Article.Status.HIDDEN)
    assert embedded(client, page, 404)["code"] == "no_article"
    assert client.get(f"/a/{article.key}").status_code == 404


def test_a_short_link_leads_to_the_page_in_the_language_of_the_reader(client, article):
    for language in ("fa", "ar"):
        answer = client.get(f"/a/{article.key}", headers={"Accept-Language": language})
        assert (answer.status_code, answer["Location"]) == (
            302,
            f"/{language}/articles/{article.key}/",
        )
    assert "Accept-Language" in answer["Vary"]


def test_pages_of_articles_name_both(client, article):
    page = client.get(f"/fa/articles/{article.key}/").content.decode()

    assert f'<link rel="shortlink" href="/a/{article.key}">' in page
    address = f"http%3A//testserver/fa/articles/{article.key}/"
    assert f'href="/oembed?url={address.replace("/", "%2F")}"' in page
