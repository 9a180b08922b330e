"""What an article's page offers to those who cite it, and to search engines."""

from __future__ import annotations

import json
from datetime import date, time

import pytest
from django.utils.translation import gettext, override
from justhtml import JustHTML

from tests.factories import make_article, make_source

pytestmark = pytest.mark.django_db

HOSTILE = (
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "<!-- ",
    "--> ]]> &lt;/script&gt; &amp;",
    '"}</ScRiPt >\u2028',
)


def parsed(text):
    return JustHTML(text, sanitize=False)


def tree(client, article, language="fa"):
    response = client.get(f"/{language}/articles/{article.key}/")
    assert response.status_code == 200
    return parsed(response.text)


def linked_data(document):
    (script,) = document.query('script[type="application/ld+json"]')
    return json.loads(script.to_text(strip=False))


def properties(document):
    found = {}
    for meta in document.query("meta[property]"):
        found.setdefault(meta.attrs["property"], []).append(meta.attrs["content"])
    return found


def test_search_engines_read_what_the_page_says(client):
    source = make_source("بامداد نو", homepage="https://bamdad.example/")
    article = make_article(
        "دارهای قالی",
        source=source,
        author="مهتاب رستگار",
        body="بند نخست.\n\nبند دوم.",
        published_time=time(14, 30),
        url="https://bamdad.example/1",
    )
    found = linked_data(tree(client, article))
    page = f"http://testserver/fa/articles/{article.key}/"
    assert found.pop("dateModified").endswith("+03:30")
    assert found == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "دارهای قالی",
        "description": "بند نخست.",
        "inLanguage": "fa",
        "datePublished": "2025-12-28T14:30:00+03:30",
        "author": {"@type": "Person", "name": "مهتاب رستگار"},
        "publisher": {
            "@type": "NewsMediaOrganization",
            "name": "بامداد نو",
            "url": "https://bamdad.example/",
        },
        "mainEntityOfPage": page,
        "url": page,
        "archivedAt": page,
        "isBasedOn": "https://bamdad.example/1",
        "identifier": article.key,
        "isAccessibleForFree": True,
    }


def test_search_engines_are_told_nothing_that_is_not_known(client):
    article = make_article(language="und", day=None, body="")
    assert linked_data(tree(client, article)).keys() == {
        "@context",
        "@type",
        "headline",
        "dateModified",
        "mainEntityOfPage",
        "url",
        "archivedAt",
        "identifier",
        "isAccessibleForFree",
    }


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_a_dump_leaves_the_data_for_search_engines(client, text):
    source = make_source(text, homepage="javascript:alert(1)")
    article = make_article(text, source=source, author=text, body=text, url=text)
    document = tree(client, article)
    found = linked_data(document)
    kept = " ".join(text.replace("\u2028", " ").split())
    assert found["headline"] == found["author"]["name"] == kept
    assert found["publisher"] == {"@type": "NewsMediaOrganization", "name": kept}
    assert "isBasedOn" not in found
    # Every script is one that a template wrote.
    for script in document.query("script"):
        assert script.attrs.get("src", "").startswith("/static/") or script.attrs == {
            "type": "application/ld+json"
        }
    assert len(document.query("main")) == 1


def test_the_policy_for_scripts_stays_strict(client):
    policy = client.get(f"/fa/articles/{make_article().key}/")["Content-Security-Policy"]
    assert "script-src 'self';" in policy


@pytest.mark.parametrize(
    ("language", "locale", "other"), [("fa", "fa_IR", "ar"), ("ar", "ar", "fa_IR")]
)
def test_link_previews_are_in_the_language_of_the_page(client, language, locale, other):
    article = make_article('«عنوان» "و" <b>', body="بند نخست.", day=date(2025, 12, 28))
    page = f"http://testserver/{language}/articles/{article.key}/"
    with override(language):
        site = gettext("News archive")
    assert properties(tree(client, article, language)) == {
        "og:type": ["article"],
        "og:title": ['«عنوان» "و" <b>'],
        "og:description": ["بند نخست."],
        "og:url": [page],
        "og:locale": [locale],
        "og:locale:alternate": [other],
        "og:site_name": [site],
        "og:image": [f"{page}picture.png"],
        "og:image:type": ["image/png"],
        "og:image:width": ["1200"],
        "og:image:height": ["630"],
        "og:image:alt": ['«عنوان» "و" <b>'],
        "article:published_time": ["2025-12-28"],
    }


def test_the_canonical_address_has_no_parameters(client):
    article = make_article()
    document = parsed(client.get(f"/ar/articles/{article.key}/?utm=1").text)
    (link,) = document.query('link[rel="canonical"]')
    assert link.attrs["href"] == f"http://testserver/ar/articles/{article.key}/"


def test_the_cite_box_has_every_form_as_text(client):
    article = make_article("دارهای قالی", source=make_source("بامداد نو"), author="Reuters")
    document = tree(client, article)
    texts = [pre.to_text(separator="", strip=False) for pre in document.query("pre.cite__text")]
    jalali, gregorian, apa, bibtex, ris, csl = texts
    assert "۷ دی ۱۴۰۴" in jalali and "۲۸ دسامبر ۲۰۲۵" in gregorian
    assert "(۱۴۰۴، ۷ دی)" in apa
    assert bibtex.startswith("@article{") and ris.startswith("TY  - NEWS")
    assert json.loads(csl)[0]["title"] == "دارهای قالی"
    for pre in document.query("pre.cite__text")[:3]:
        # Not "auto": a Latin name at the beginning would turn the line.
        assert pre.attrs["dir"] == "rtl" and pre.attrs["lang"] == "fa"
    links = {link.attrs["href"].partition(".")[2] for link in document.query(".cite a")}
    assert links == {"bib", "ris", "csl.json", "txt", "json"}


def test_the_calendar_of_the_articles_language_comes_first(client):
    document = tree(client, make_article("خبر", language="ar"))
    first = document.query("pre.cite__text")[0]
    assert "٢٨ ديسمبر ٢٠٢٥" in first.to_text()


@pytest.mark.parametrize("text", HOSTILE)
def test_citations_are_escaped(client, text):
    document = tree(client, make_article(text, source=make_source(text), author=text))
    assert len(document.query("pre.cite__text")) == 6
    assert {each.name for each in document.query("pre > *")} == {"bdi"}
    assert document.query("pre > bdi > *") == []


@pytest.mark.parametrize(
    ("language", "name"),
    [("fa", "آرشیو خبر"), ("ar", "أرشيف الأخبار"), ("en", "News archive"), ("und", "News archive")],
)
def test_citations_name_the_archive_in_the_language_of_the_article(client, language, name):
    article = make_article(language=language)
    (item,) = client.get(f"/fa/articles/{article.key}.csl.json").json()
    assert item["archive"] == name


def test_an_operator_names_the_archive(client, settings):
    settings.SITE_NAME = "Ålesund <arkiv>"
    article = make_article()
    document = tree(client, article)
    assert all("Ålesund <arkiv>" in pre.to_text() for pre in document.query("pre.cite__text")[:3])
    assert properties(document)["og:site_name"] == ["Ålesund <arkiv>"]
    page = client.get("/ar/").text
    assert "<title>Ålesund &lt;arkiv&gt;</title>" in page
    assert "أرشيف الأخبار" not in page
