"""Lists begin with the articles in the language of the page, and offer the others."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

import pytest

from tests.factories import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.each_database]

DAY = date(2025, 12, 28)
PERSIAN, ARABIC, ENGLISH = "فانوس روی پل", "فانوس على الجسر", "A lantern on the bridge"
TITLES = {"fa": PERSIAN, "ar": ARABIC, "en": ENGLISH}
PLACES = ["", "archive/jalali/1404/10/07/"]


@pytest.fixture
def articles():
    return [make_article(title, language=code, day=DAY) for code, title in TITLES.items()]


def titles_on(response):
    return {title for title in TITLES.values() if title in response.text}


@pytest.mark.parametrize("place", ["", "archive/gregorian/2025/12/28/", "feed/"])
@pytest.mark.parametrize("language", ["fa", "ar"])
def test_lists_begin_with_the_language_of_the_page(client, articles, place, language):
    response = client.get(f"/{language}/{place}")
    assert titles_on(response) == {TITLES[language]}
    other = {"fa": "ar", "ar": "fa"}[language]
    assert titles_on(client.get(f"/{language}/{place}?lang={other}")) == {TITLES[other]}
    client.cookies.clear()
    assert titles_on(client.get(f"/{language}/{place}?lang=all")) == set(TITLES.values())


@pytest.mark.parametrize("place", PLACES)
def test_what_is_chosen_is_marked(client, articles, place):
    chosen = client.get(f"/fa/{place}?lang=all")
    assert '<a href="?lang=all" aria-current="true">همهٔ زبان‌ها</a>' in chosen.text


def test_what_is_chosen_is_kept_for_the_front_page(client, articles):
    client.get("/fa/?lang=all")
    response = client.get("/fa/")
    assert titles_on(response) == set(TITLES.values())
    assert "Cookie" in response["Vary"]
    assert titles_on(client.get("/fa/?lang=fa")) == {PERSIAN}
    assert titles_on(client.get("/fa/")) == {PERSIAN}


def test_other_pages_are_the_same_for_all_readers(client, articles):
    client.get("/fa/?lang=all")
    assert titles_on(client.get(f"/fa/{PLACES[1]}")) == {PERSIAN}


def test_the_language_of_the_page_needs_no_cookie(client, articles):
    assert not client.get("/fa/?lang=fa", headers={"Accept-Language": "fa"}).cookies


@pytest.mark.parametrize("asked", ["de", "", "ALL", "fa&lang=xx"])
@pytest.mark.parametrize("place", [*PLACES, "feed/"])
def test_other_languages_are_no_choice(client, articles, asked, place):
    response = client.get(f"/fa/{place}?lang={asked}")
    assert titles_on(response) == {PERSIAN}
    assert "list-language" not in client.cookies


def test_a_damaged_cookie_is_no_choice(client, articles):
    client.cookies["list-language"] = '"><script>'
    assert titles_on(client.get("/fa/")) == {PERSIAN}


@pytest.mark.parametrize("place", [*PLACES, "feed/"])
def test_where_a_language_has_no_article_all_are_shown(client, place):
    make_article(PERSIAN, language="fa", day=DAY)
    assert titles_on(client.get(f"/ar/{place}")) == {PERSIAN}


def test_a_feed_that_names_a_language_has_no_other(client):
    make_article(PERSIAN, language="fa", day=DAY)
    assert titles_on(client.get("/fa/feed/?lang=ar")) == set()


def test_feeds_of_each_choice_name_themselves(client, articles):
    atom = "{http://www.w3.org/2005/Atom}"

    def links(address):
        root = ElementTree.fromstring(client.get(address).content)
        return root.findtext(f"{atom}id"), {
            link.get("rel"): link.get("href") for link in root.findall(f"{atom}link")
        }

    plain, chosen = links("/fa/feed/"), links("/fa/feed/?lang=all")
    assert plain[0] != chosen[0]
    assert chosen[1]["self"].endswith("/fa/feed/?lang=all")
    assert chosen[1]["alternate"].endswith("/fa/?lang=all")


def test_the_choice_goes_along_through_the_pages(client):
    for number in range(40):
        make_article(f"خبر {number}", language="fa", day=DAY)
        make_article(f"نبأ {number}", language="ar", day=DAY)
    page = client.get("/fa/?lang=ar").text
    assert 'href="?lang=ar&amp;before=2025-12-28.' in page
    client.cookies.clear()
    own = client.get("/fa/").text
    assert 'href="?before=2025-12-28.' in own
    address = own.partition('rel="next" href="')[2].partition('"')[0]
    older = client.get(f"/fa/{address}").text
    assert "نبأ" not in older
    assert "خبر" in older


def test_a_day_counts_what_it_lists(client):
    for number in range(35):
        make_article(f"خبر {number}", language="fa", day=DAY)
    make_article("نبأ واحد", language="ar", day=DAY)
    place = "archive/jalali/1404/10/07/"
    assert "۳۵ خبر" in client.get(f"/fa/{place}").text
    assert "۳۶ خبر" in client.get(f"/fa/{place}?lang=all").text
    assert "۱ خبر" in client.get(f"/fa/{place}?lang=ar").text
