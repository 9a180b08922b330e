"""Lists and searches as tables, and searches that go on to their end."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import User
from django.utils.translation import override

from articles.models import ApiToken, Article, NameSet
from articles.views.api.description import ROOT
from tests.factories import make_article, make_source

pytestmark = [pytest.mark.django_db, pytest.mark.each_database, pytest.mark.each_engine]


@pytest.fixture(autouse=True)
def languages_of_requests_end_with_the_test():
    """A request leaves its language to what the thread does next."""
    with override("fa"):
        yield


@pytest.fixture
def token():
    owner = User.objects.create_superuser("owner")
    _token, text = ApiToken.objects.issue(name="x", owner=owner, scopes=["read"])
    return {"authorization": f"Bearer {text}"}


def body_of(client, address, **headers):
    answer = client.get(address if address.startswith("/") else ROOT + address, headers=headers)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer.status_code == 200, body
    return answer, body.decode()


def rows_of(client, address, **headers):
    answer, body = body_of(client, address, **headers)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.streaming
    assert body.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(body[1:])))


def test_a_search_is_a_table(client, rebuild_index):
    source = make_source("روزنامهٔ سپیده", slug="sepideh")
    article = make_article("پل تازه", body="یک، «دو»\n\nسه\nچهار", source=source)
    unknown = make_article("پل بی‌نام", day=None)
    rebuild_index()

    [first, second] = rows_of(
        client,
        "search?q=پل&sort=newest&format=csv&fields=number,title,source,published,paragraphs,links",
    )
    assert first == {
        "number": str(article.pk),
        "title": "پل تازه",
        "source": "sepideh",
        "source_name": "روزنامهٔ سپیده",
        "published_gregorian": "2025-12-28",
        "published_jalali": "1404-10-07",
        "published_time": "",
        "published_text": "",
        "published_calendar": "",
        "paragraphs": "یک، «دو»\n\nسه\nچهار",
        "page": f"http://testserver/fa/articles/{article.key}/",
    }
    assert (second["number"], second["source"], second["published_jalali"]) == (
        str(unknown.pk),
        "",
        "",
    )


@pytest.mark.parametrize(
    "title", ["=1+1", "+989120000000", "-2", "@SUM(A1)", "\t=1", '=HYPERLINK("x")']
)
def test_no_cell_is_a_formula(client, rebuild_index, title):
    make_article(title)
    rebuild_index()

    for asked in ("search?format=csv&fields=title", "articles?format=csv&fields=title"):
        assert [row["title"] for row in rows_of(client, asked)] == [f"'{title}"]


def test_every_list_is_a_table(client, rebuild_index):
    make_article("پل تازه", body="پل را دیروز گشودند.")
    NameSet.objects.create(names="شهرک نمونه\nNemooneh")
    rebuild_index()

    [article] = rows_of(client, "articles?format=csv")
    assert list(article)[:3] == ["number", "key", "title"]
    [found] = rows_of(client, "search?q=پل&format=csv")
    assert "پل" in found["excerpts"]
    [names] = rows_of(client, "names?format=csv")
    assert names["names"] == "شهرک نمونه\nNemooneh"


def test_an_empty_table_has_its_columns(client, rebuild_index):
    rebuild_index()

    _answer, body = body_of(client, "search?q=هیچ&format=csv&fields=key,source")
    assert body == '\ufeff"key","source","source_name"\r\n'


def test_as_they_were_added_results_go_on_behind_the_bound(
    client, token, rebuild_index, monkeypatch
):
    monkeypatch.setattr("articles.views.api.lists._READ_AT_ONCE", 3)
    monkeypatch.setattr("articles.views.api.searching.DEEPEST", 4)
    made = [make_article(f"پل {number}", day=date(2025, 12, 28 - number)).pk for number in range(8)]
    make_article("برف")
    rebuild_index()

    by_day = rows_of(client, "search?q=پل&sort=newest&limit=5000&format=csv&fields=number", **token)
    assert len(by_day) == 4
    added = rows_of(client, "search?q=پل&sort=added&limit=5000&format=csv&fields=number", **token)
    assert [int(row["number"]) for row in added] == made
    _answer, lines = body_of(client, "search?q=پل&sort=added&limit=5&format=ndjson&fields=number")
    *first, last = map(json.loads, lines.splitlines())
    _answer, rest = body_of(client, last["next"].removeprefix("http://testserver"))
    assert [each["number"] for each in [*first, *map(json.loads, rest.splitlines())]] == made


def test_pages_of_results_as_they_were_added_count_all_of_them(client, rebuild_index):
    made = [make_article(f"پل {number}").pk for number in range(5)]
    rebuild_index()
    found, address = [], ROOT + "search?q=پل&sort=added&limit=2&fields=number"

    while address:
        page = json.loads(client.get(address).content)
        assert (page["total"], page["numbers"]["total"]) == (5, 5)
        found += [each["number"] for each in page["items"]]
        address = page["next"]
        make_article(f"پل دیگر {len(found)}")  # not in the index: it changes nothing
    assert found == made


def test_a_part_that_matched_most_words_ends_where_they_end(client, rebuild_index, monkeypatch):
    monkeypatch.setattr("articles.views.api.lists._READ_AT_ONCE", 1)
    wanted = [make_article(f"پل رودخانه {number}").pk for number in range(3)]
    make_article("پل کوهستان")
    rebuild_index()

    _answer, lines = body_of(
        client, "search?q=پل رودخانه کهکشان&sort=added&format=ndjson&fields=number"
    )
    assert [json.loads(line)["number"] for line in lines.splitlines()] == wanted


def test_a_cursor_of_one_order_is_none_of_another(client, rebuild_index):
    for number in range(3):
        make_article(f"پل {number}")
    rebuild_index()
    page = json.loads(client.get(ROOT + "search?q=پل&sort=added&limit=1").content)
    cursor = parse_qs(urlsplit(page["next"]).query)["cursor"][0]

    answer = client.get(ROOT + "search", {"q": "پل", "cursor": cursor})
    assert (answer.status_code, json.loads(answer.content)["parameter"]) == (400, "cursor")


def test_readers_get_so_many_rows_and_no_more(client, token, rebuild_index):
    make_article("پل")
    rebuild_index()

    assert client.get(ROOT + "search?format=csv&limit=1001").status_code == 400
    assert rows_of(client, "search?format=csv&limit=1000")
    assert rows_of(client, "search?format=csv&limit=1000000", **token)


def test_what_was_hidden_meanwhile_is_in_no_table(client, rebuild_index):
    hidden, _shown = make_article("پل یک"), make_article("پل دو")
    rebuild_index()
    Article.objects.filter(pk=hidden.pk).update(status="hidden")

    assert [row["title"] for row in rows_of(client, "search?q=پل&format=csv")] == ["پل دو"]


# -- the links of the results page -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "words"), [("fa", "این نتیجه‌ها در یک فایل"), ("ar", "هذه النتائج في ملف")]
)
def test_the_page_of_results_links_them_as_files(client, rebuild_index, language, words):
    make_article("پل & رود", source=make_source(slug="sepideh"))
    make_article("پل دیگر")
    rebuild_index()
    address = f"/{language}/search/?q=پل&source=sepideh&from=1404&to=someday&calendar=jalali"

    page = client.get(f"{address}&page=1&spelling=off")
    assert words in page.content.decode()
    for file in page.context["files"]:
        assert file.address.replace("&", "&amp;") in page.content.decode()
        _answer, body = body_of(client, file.address)
        assert "پل &" in body
        assert "پل دیگر" not in body


def test_the_page_says_how_many_are_in_the_file(client, rebuild_index, monkeypatch):
    monkeypatch.setattr("articles.views.search.page.MOST_LINES", 1)
    make_article("پل یک")
    make_article("پل دو")
    rebuild_index()

    assert "۱ نتیجهٔ نخست" in client.get("/fa/search/?q=پل").content.decode()
    assert "files" in client.get("/fa/search/?q=هیچ").context
    assert "format=csv" not in client.get("/fa/search/?q=هیچ").content.decode()
