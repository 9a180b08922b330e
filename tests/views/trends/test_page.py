"""Words over time: what is drawn, where its points lead, and the same as a table and a picture."""

from __future__ import annotations

import csv
import re
from datetime import date
from html import unescape
from io import StringIO
from urllib.parse import quote

import pytest
from lxml import etree, html

from articles.models import Article
from articles.views.trends import numbers
from tests.factories import make_article, make_source

pytestmark = pytest.mark.django_db

WORDS = "روسیه,گاز"


def address(ending="/", language="fa", **parameters):
    query = "&".join(f"{name.rstrip('_')}={quote(text)}" for name, text in parameters.items())
    return f"/{language}/trends{ending}?{query}"


def rows(client, **parameters):
    text = client.get(address(".csv", **parameters)).text.removeprefix("\ufeff")
    return list(csv.DictReader(StringIO(text)))


def said(client, **parameters):
    """How often each line is said, by step and group, where it is said at all."""
    return {
        (row["step"], row["group"], row["line"]): int(row["occurrences"])
        for row in rows(client, **parameters)
        if row["occurrences"] != "0"
    }


@pytest.fixture
def archive(rebuild_index):
    bamdad = make_source("بامداد", slug="bamdad")
    difaf = make_source("الضفاف", "ar", slug="difaf")
    make_article("گاز روسیه", source=bamdad, day=date(2025, 12, 28), body="گاز و گازهای روسیه")
    make_article("باران", source=bamdad, day=date(2026, 2, 1), body="باران")
    make_article("روسيا", source=difaf, language="ar", day=date(2025, 12, 1), body="في روسيا غاز")
    hidden = make_article("گاز", source=bamdad, day=date(2026, 2, 1))
    Article.objects.filter(pk=hidden.pk).update(status=Article.Status.HIDDEN)
    make_article("گاز بی‌روز", source=bamdad, day=None)
    rebuild_index()


def test_words_are_counted_by_month_with_their_names_in_other_languages(client, archive):
    assert said(client, q=WORDS) == {
        ("1404-09", "", "روسیه"): 2,
        ("1404-10", "", "روسیه"): 2,
        ("1404-10", "", "گاز"): 3,
    }
    [row] = [row for row in rows(client, q="گاز") if row["occurrences"] != "0"]
    assert (row["words"], row["per_million"]) == ("6", "500000.0")
    assert (row["first_day"], row["last_day"]) == ("2025-12-22", "2026-01-20")


def test_names_stand_apart_or_are_left_out(client, archive):
    assert said(client, q="روسیه", names="apart") == {
        ("1404-09", "", "روسيا"): 2,
        ("1404-10", "", "روسیه"): 2,
    }
    assert said(client, q="روسیه", names="off") == {("1404-10", "", "روسیه"): 2}


def test_languages_and_sources_have_drawings_of_their_own(client, archive):
    assert said(client, q="روسیه", by="language") == {
        ("1404-09", "عربی", "روسیه"): 2,
        ("1404-10", "فارسی", "روسیه"): 2,
    }
    assert said(client, q="روسیه", by="source", calendar="gregorian") == {
        ("2025-12", "الضفاف", "روسیه"): 2,
        ("2025-12", "بامداد", "روسیه"): 2,
    }
    assert said(client, q="روسیه", source="difaf", calendar="hijri") == {
        ("1447-06", "", "روسیه"): 2
    }


def test_a_point_leads_to_its_articles(client, archive):
    text = client.get(address(q=WORDS)).text
    points = html.fromstring(text).xpath("//svg[contains(@class, 'trend__drawing')]//a")
    [link] = {
        unescape(each.get("href"))
        for each in points
        if "دی ۱۴۰۴: ۵۰۰٬۰۰۰ (۳)" in each.text_content()
    }
    found = client.get(link).text
    assert re.findall(r'<h2 class="result__title">.*?<bdi[^>]*>(.*?)</bdi>', found, re.DOTALL) == [
        "<mark>گاز</mark> روسیه"
    ]
    assert text.count("کم‌متن") >= 2


def test_many_months_are_drawn_by_year(client, archive, monkeypatch):
    monkeypatch.setattr(numbers, "MOST_POINTS", 2)
    text = client.get(address(q="گاز")).text
    assert "هر نقطه یک سال است" in text
    assert "<title>۱۴۰۴: " in text
    assert ("1404-10", "", "گاز") in said(client, q="گاز")


def test_the_picture_is_a_document_of_its_own(client, archive):
    response = client.get(address(".svg", q=WORDS, by="language"))
    assert response["Content-Type"] == "image/svg+xml"
    tree = etree.fromstring(response.content)
    assert len(tree.findall(".//{*}polyline")) == 4
    assert "روسیه، روسيا" in response.text


TYPED = ["", "q=%00", "q=-%22*,(", "q=" + "x" * 900, "q=" + "a,b,c,d," * 90, "by=x&names=y"]


def test_nothing_typed_is_an_error(client, archive):
    for query in TYPED:
        for more in ("", "&calendar=z&from=z&source=z&lang=z", "&from=1&to=9999&by=language"):
            for ending in ("/", ".csv", ".svg"):
                assert client.get(f"/ar/trends{ending}?{query}{more}").status_code == 200


def test_what_is_left_out_is_said(client, archive):
    text = client.get(address(q="یک,دو,سه,چهار,پنج,شش,هفت," + "دراز" * 30)).text
    assert "در نمودار جای شش خط هست" in text
    assert "<bdi>هفت</bdi>" in text
    assert "برای یک خط نمودار بلند بود" in text


def test_without_an_index_it_says_so(client):
    for ending in ("/", ".csv", ".svg"):
        assert client.get(address(ending, q=WORDS)).status_code == 503


@pytest.mark.parametrize("count", [1, 8])
def test_queries_do_not_grow_with_sources_or_words(
    client, rebuild_index, django_assert_num_queries, count
):
    for number in range(count):
        make_article("باران و گاز", source=make_source(f"منبع {number}", slug=f"source-{number}"))
    rebuild_index()
    client.get(address(q="باران"))
    # The state of the archive, that of the editors' names, the sources of the form.
    with django_assert_num_queries(3):
        client.get(address(q="گاز"))
    with django_assert_num_queries(5):
        client.get(
            address(q=",".join(map(str, range(count))) + ",گاز", by="source", source="source-0")
        )


@pytest.mark.parametrize(
    ("asked", "is_open"),
    [
        ({}, False),
        # What the form sends when nothing of it was touched.
        (
            {"names": "", "by": "", "calendar": "jalali", "lang": "", "source": "", "from": ""},
            False,
        ),
        ({"source": "bamdad"}, True),
        ({"by": "language"}, True),
        ({"calendar": "hijri"}, True),
        ({"from": "1404"}, True),
        ({"to": "روزی"}, True),
    ],
)
def test_choices_beside_the_words_stand_open_where_some_were_made(client, archive, asked, is_open):
    page = html.fromstring(client.get(address(q=WORDS, **asked)).text)
    [choices] = page.find_class("more-choices")
    assert ("open" in choices.attrib) is is_open
