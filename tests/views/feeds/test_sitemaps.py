"""Sitemaps, robots.txt and the OpenSearch description, as their readers understand them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from urllib.parse import quote, urlencode
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from django.utils.translation import override
from justhtml import JustHTML

from articles.exporting.opensearch import LONGEST_NAME, NAMESPACE
from articles.models import Article
from articles.views.feeds import sitemaps
from tests.factories import make_article, make_source

pytestmark = [pytest.mark.django_db, pytest.mark.each_database]

SITEMAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
SITE = "http://testserver"


def xml(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    return ElementTree.fromstring(b"".join(response))


def files(client):
    root = xml(client, "/sitemap.xml")
    assert root.tag == f"{SITEMAPS}sitemapindex"
    return [element.text.removeprefix(SITE) for element in root.iter(f"{SITEMAPS}loc")]


def addresses(client, path):
    """Addresses of a file, in its order, with what it says of each."""
    root = xml(client, path)
    assert root.tag == f"{SITEMAPS}urlset"
    found = {}
    for element in root.findall(f"{SITEMAPS}url"):
        alternates = {
            link.get("hreflang"): link.get("href") for link in element.findall(f"{XHTML}link")
        }
        address = element.findtext(f"{SITEMAPS}loc")
        assert address not in found
        found[address] = (element.findtext(f"{SITEMAPS}lastmod"), alternates)
    return found


def test_the_index_has_a_file_for_each_year_that_has_articles(client):
    make_article(day=date(2025, 1, 1))
    make_article(day=date(2025, 12, 31))
    make_article(day=date(1999, 6, 1))
    make_article(day=None)
    make_article(day=date(2001, 1, 1), status=Article.Status.HIDDEN)
    assert files(client) == [
        "/sitemap-pages.xml",
        "/sitemap-1999-1.xml",
        "/sitemap-2025-1.xml",
        "/sitemap-undated-1.xml",
    ]


def test_an_empty_archive_has_a_sitemap_of_its_pages(client):
    assert files(client) == ["/sitemap-pages.xml"]
    assert f"{SITE}/fa/" in addresses(client, "/sitemap-pages.xml")


def test_a_page_is_named_in_both_languages_with_its_last_change(client):
    article = make_article()
    Article.objects.update(updated_at=datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC))
    versions = {language: f"{SITE}/{language}/articles/{article.key}/" for language in ("fa", "ar")}
    expected = ("2026-01-02T03:04:05+00:00", versions)
    assert addresses(client, "/sitemap-2025-1.xml") == dict.fromkeys(versions.values(), expected)


def test_hidden_articles_stand_in_no_file(client):
    hidden = make_article(status=Article.Status.HIDDEN)
    make_article()
    for path in files(client):
        assert hidden.key not in "".join(addresses(client, path))


@pytest.mark.parametrize("day", [date(2025, 12, 28), None])
def test_the_files_of_a_year_hold_each_article_once(client, monkeypatch, day):
    monkeypatch.setattr(sitemaps, "ARTICLES_PER_FILE", 7)
    monkeypatch.setattr(sitemaps, "ROWS_AT_A_TIME", 3)
    made = [make_article(day=day) for _ in range(12)]
    if day:
        made += [make_article(day=date(2025, 1, 1 + number)) for number in range(5)]
    made += [make_article(day=day) for _ in range(3)]
    paths = files(client)[1:]
    assert len(paths) == -(-len(made) // 7)
    found = [list(addresses(client, path)) for path in paths]
    assert [len(each) for each in found[:-1]] == [14] * (len(paths) - 1)
    keys = [address.split("/")[-2] for each in found for address in each if "/fa/" in address]
    assert sorted(keys) == sorted(article.key for article in made)


def test_no_file_has_more_addresses_than_the_standard_allows():
    assert sitemaps.ARTICLES_PER_FILE * 2 <= 50_000


@pytest.mark.parametrize("count", [4, 40])
def test_a_file_is_read_in_chunks(client, monkeypatch, django_assert_num_queries, count):
    monkeypatch.setattr(sitemaps, "ROWS_AT_A_TIME", 10)
    for _ in range(count):
        make_article()
    with django_assert_num_queries(3):
        client.get("/sitemap.xml")
    with django_assert_num_queries(-(-count // 10) + 2):
        b"".join(client.get("/sitemap-2025-1.xml"))


def test_only_what_the_first_line_needs_is_read_before_it_is_sent(
    client, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(sitemaps, "ROWS_AT_A_TIME", 2)
    for _ in range(6):
        make_article()
    with django_assert_num_queries(2):
        response = client.get("/sitemap-2025-1.xml")
        assert response.streaming
        lines = iter(response)
        next(lines), next(lines)
    with django_assert_num_queries(1):
        next(lines)


@pytest.mark.parametrize(
    "name",
    ["2025-2", "2024-1", "0001-1", "0622-1", "9999-1", "undated-1", "2025-0", "25-1", "2025"],
)
def test_there_are_no_other_files(client, name):
    make_article(day=date(2025, 12, 28))
    assert client.get(f"/sitemap-{name}.xml").status_code == 404


def test_the_pages_of_public_sources_are_named(client):
    make_article(source=make_source(slug="بامداد"))
    make_article(source=make_source(slug="hidden"), status=Article.Status.HIDDEN)
    found = addresses(client, "/sitemap-pages.xml")
    assert f"{SITE}/ar/sources/{quote('بامداد')}/" in found
    assert not any("hidden" in address for address in found)
    for address in found:
        assert client.get(address.removeprefix(SITE)).status_code == 200


def robots(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    parser = RobotFileParser()
    # The library knows no "*" and "$" inside a path, so that rules with them match nothing here.
    parser.parse(response.text.splitlines())
    return parser, response.text


def test_robots_find_the_sitemap_and_every_page(client):
    parser, _text = robots(client)
    assert parser.site_maps() == [f"{SITE}/sitemap.xml"]
    for path in ("/", "/fa/", "/ar/sources/x/", f"/fa/articles/{'a' * 16}/", "/fa/feed/"):
        assert parser.can_fetch("*", f"{SITE}{path}"), path


def test_robots_leave_searches_and_staff_alone(client):
    parser, text = robots(client)
    # With its question mark: the page to search from is open. (The library drops the mark.)
    assert {"Disallow: /fa/search/?", "Disallow: /ar/search/?"} <= set(text.splitlines())
    for path in (
        "/fa/search/?q=x",
        "/ar/search/feed/",
        "/suggest/?q=x",
        "/admin/",
        "/admin/login/",
    ):
        assert not parser.can_fetch("*", f"{SITE}{path}"), path


def test_robots_leave_other_forms_of_articles_alone(client):
    _parser, text = robots(client)
    rules = text.splitlines()
    for language in ("fa", "ar"):
        for part in ("raw", "scraped", "history", "report"):
            assert f"Disallow: /{language}/articles/*/{part}/" in rules
        for form in ("json", "txt", "bib", "ris", "csl.json"):
            assert f"Disallow: /{language}/articles/*.{form}$" in rules


def description(client, query="", **headers):
    response = client.get(f"/opensearch.xml{query}", headers=headers)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/opensearchdescription+xml"
    root = ElementTree.fromstring(response.content)
    assert root.tag == f"{{{NAMESPACE}}}OpenSearchDescription"
    values = {element.tag.partition("}")[2]: element.text for element in root}
    urls = {
        (element.get("rel"), element.get("type")): element.get("template")
        for element in root.findall(f"{{{NAMESPACE}}}Url")
    }
    return response, values, urls


@pytest.mark.parametrize(("language", "name"), [("fa", "آرشیو خبر"), ("ar", "أرشيف الأخبار")])
def test_browsers_learn_to_search_in_the_language_of_the_page(client, language, name):
    _response, values, urls = description(client, f"?l={language}")
    assert values["ShortName"] == name and len(name) <= LONGEST_NAME
    assert values["Language"] == language
    assert values["Image"].startswith(SITE)
    assert urls["results", "text/html"] == f"{SITE}/{language}/search/?q={{searchTerms}}"
    suggestions = urls["suggestions", "application/x-suggestions+json"]
    assert suggestions == f"{SITE}/opensearch/suggestions/?l={language}&q={{searchTerms}}"
    for template in urls.values():
        path = template.removeprefix(SITE).replace("{searchTerms}", quote("باران"))
        assert client.get(path).status_code in {200, 503}


def test_without_a_language_the_browsers_own_is_taken(client):
    response, values, _urls = description(client, accept_language="ar")
    assert values["Language"] == "ar"
    assert "Accept-Language" in response["Vary"]


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_every_page_names_the_description(client, language):
    with override(language):
        path = reverse("source_list")
    document = JustHTML(client.get(path).text, sanitize=False)
    (link,) = document.query('link[rel="search"]')
    assert link.attrs["type"] == "application/opensearchdescription+xml"
    assert link.attrs["href"] == f"/opensearch.xml?l={language}"


def test_suggestions_have_the_form_that_browsers_expect(client, rebuild_index):
    article = make_article("باران در بندر")
    rebuild_index()
    response = client.get("/opensearch/suggestions/", {"q": "بار", "l": "ar"})
    assert response["Content-Type"] == "application/x-suggestions+json"
    search = f"{SITE}/ar/search/?{urlencode({'q': 'باران'})}"
    address = f"{SITE}/ar/articles/{article.key}/"
    found = ["باران", "باران در بندر"]
    assert response.json() == ["بار", found, ["", ""], [search, address]]


def test_there_are_no_suggestions_while_the_index_rests(client, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    assert client.get("/opensearch/suggestions/?q=باران").json() == ["باران", [], [], []]
