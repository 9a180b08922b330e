"""Nothing of a text becomes markup, on any page."""

from __future__ import annotations

from datetime import date
from html.parser import HTMLParser
from urllib.parse import quote

import pytest

from articles.models import Article, Source
from tests.factories import make_article, make_capture, make_figure, make_related, make_source

pytestmark = pytest.mark.django_db

HOSTILE = """<script>x</script><img src=x onerror=x>"onload="x' onload='x & &lt;b {title} {0} %s"""

PATHS = [
    "/fa/",
    "/ar/",
    "/fa/articles/{key}/",
    "/ar/articles/{key}/",
    "/fa/articles/{key}/report/",
    "/fa/articles/{key}/history/",
    "/fa/sources/",
    "/ar/sources/source/",
    "/fa/archive/jalali/1404/10/07/",
    "/fa/archive/?date={hostile}",
    "/fa/search/",
    "/fa/search/?q=script+onload",
    "/fa/search/?q={hostile}&from={hostile}&source={hostile}",
    "/fa/search/?q=-{hostile}",
    "/fa/trends/?q={hostile}&by=source&from={hostile}",
    "/fa/nothing/{hostile}/",
]


class Markup(HTMLParser):
    """What a browser would take for elements and attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.suspicious: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _value in attrs}
        is_own_script = tag == "script" and ({"src"} & names or ("type", _DATA) in attrs)
        if any(name.startswith("on") for name in names) or (tag == "script" and not is_own_script):
            self.suspicious.append(self.get_starttag_text() or tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


_DATA = "application/ld+json"


@pytest.fixture
def article(rebuild_index) -> Article:
    """An article of which every text is hostile, among others that refer to it."""
    source = Source.objects.create(
        slug="source",
        name_fa=HOSTILE,
        name_ar=HOSTILE,
        name_en=HOSTILE,
        homepage=f"https://{HOSTILE}",
    )
    fields = {
        "source": source,
        "body": f"{HOSTILE}\n\n{HOSTILE}",
        "author": HOSTILE,
        "url": HOSTILE,
    }
    first = make_article(HOSTILE, day=date(2025, 12, 27), **fields)
    article = make_article(
        f"{HOSTILE}2", duplicate_of=first, date_text=HOSTILE, external_id=HOSTILE, **fields
    )
    make_article(f"{HOSTILE}3", day=date(2025, 12, 29), duplicate_of=article, **fields)
    make_article("بی‌نام", day=None, source=make_source("دیگر"), body=HOSTILE)
    make_figure(article, alt=HOSTILE, caption=HOSTILE, credit=HOSTILE)
    make_figure(article, caption="", alt="", credit=HOSTILE)
    make_related(article, HOSTILE)
    make_related(article, HOSTILE, first)
    for number in range(2):
        make_related(make_article(f"{number}{HOSTILE}", **fields), HOSTILE, article)
    make_capture(article, HOSTILE.encode())
    article.correct({"title": f"{HOSTILE}4"}, reason=HOSTILE)
    rebuild_index()
    return article


@pytest.mark.parametrize("path", PATHS)
def test_no_text_becomes_an_element_or_an_attribute(client, article, path):
    text = client.get(path.format(key=article.key, hostile=quote(HOSTILE))).text
    markup = Markup()
    markup.feed(text)
    markup.close()
    assert markup.suspicious == []
    assert "<img src=x" not in text


@pytest.mark.parametrize("path", ["/fa/", "/fa/articles/{key}/", "/fa/archive/jalali/1404/10/07/"])
def test_each_text_is_shown_as_it_is(client, article, path):
    markup = Markup()
    markup.feed(client.get(path.format(key=article.key)).text)
    markup.close()
    assert any(HOSTILE in text for text in markup.texts)
