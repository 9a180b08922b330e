"""An article as JSON, text and citations."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time

import bibtexparser
import pytest
import rispy

from articles.models import Article, ArticleIdentity, Tombstone
from tests.factories import (
    make_article,
    make_capture,
    make_figure,
    make_related,
    make_source,
)

pytestmark = pytest.mark.django_db

FORMS = ["json", "txt", "bib", "ris", "csl.json"]


def get(client, article, form, language="fa"):
    response = client.get(f"/{language}/articles/{article.key}.{form}")
    assert response.status_code == 200
    return response


@pytest.mark.parametrize(
    ("form", "content_type", "disposition"),
    [
        ("json", "application/json", "inline"),
        ("txt", "text/plain; charset=utf-8", "inline"),
        ("bib", "application/x-bibtex; charset=utf-8", "attachment"),
        ("ris", "application/x-research-info-systems; charset=utf-8", "attachment"),
        ("csl.json", "application/vnd.citationstyles.csl+json", "attachment"),
    ],
)
def test_a_form_is_a_file_of_its_own_type_and_name(client, form, content_type, disposition):
    article = make_article("«خبر»\r\nX-Evil: 1")
    response = get(client, article, form)
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"] == f'{disposition}; filename="{article.key}.{form}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox"
    assert response["X-Robots-Tag"] == "noindex"
    address = f"http://testserver/fa/articles/{article.key}/"
    assert response["Link"] == f'<{address}>; rel="canonical"'


def test_json_is_the_article_complete(client):
    first = make_article("متن نخست")
    article = make_article(
        "دارهای قالی",
        source=make_source(
            "بامداد نو", slug="بامداد", name_ar="الفجر", homepage="https://b.example/"
        ),
        author="مهتاب رستگار",
        body="یک\n\nدو",
        published_time=time(14, 30),
        date_text="۷ دی ۱۴۰۴",
        date_calendar="jalali",
        views=1526,
        url="https://b.example/1",
        external_id="140410",
        machine_translated=Article.MachineTranslated.NO,
        corrected_fields=["title"],
        duplicate_of=first,
    )
    make_figure(article, 1, alt="الف", caption="ب", credit="پ")
    target = make_article("خبر دیگر")
    make_related(article, "عنوانی که هست", target)
    make_related(article, "عنوانی که نیست")
    capture = make_capture(
        article, b"raw", views=1526, captured_at=datetime(2025, 12, 28, 9, tzinfo=UTC)
    )
    make_capture(article, b"withdrawn", withdrawn=True)
    site, page = "http://testserver", f"http://testserver/ar/articles/{article.key}"
    found = get(client, article, "json", "ar").json()
    moments = {"added_at": article.created_at, "changed_at": article.updated_at}
    for name, moment in moments.items():
        assert datetime.fromisoformat(found.pop(name)) == moment
    assert found == {
        "key": article.key,
        "title": "دارهای قالی",
        "source": {
            "slug": "بامداد",
            "names": {"fa": "بامداد نو", "ar": "الفجر"},
            "homepage": "https://b.example/",
            "url": f"{site}/ar/sources/%D8%A8%D8%A7%D9%85%D8%AF%D8%A7%D8%AF/",
        },
        "author": "مهتاب رستگار",
        "language": "fa",
        "published": {
            "gregorian": "2025-12-28",
            "jalali": "1404-10-07",
            "time": "14:30:00",
            "text": "۷ دی ۱۴۰۴",
            "calendar": "jalali",
        },
        "views": 1526,
        "url": "https://b.example/1",
        "external_id": "140410",
        "machine_translated": "no",
        "paragraphs": ["یک", "دو"],
        "figures": [{"position": 1, "alt": "الف", "caption": "ب", "credit": "پ"}],
        "related": [
            {
                "title": "عنوانی که هست",
                "key": target.key,
                "url": f"{site}/ar/articles/{target.key}/",
            },
            {"title": "عنوانی که نیست", "key": None, "url": None},
        ],
        "duplicate_of": {"key": first.key, "url": f"{site}/ar/articles/{first.key}/"},
        "captures": [
            {
                "file": "invented.txt",
                "item": 1,
                "outcome": "created",
                "captured_at": "2025-12-28T09:00:00+00:00",
                "views": 1526,
                "sha256": capture.sha256,
                "warnings": [],
                "url": f"{page}/raw/?capture={capture.pk}",
            }
        ],
        "corrected_fields": ["title"],
        "links": {
            "self": f"{page}.json",
            "ar": f"{page}/",
            "fa": f"{site}/fa/articles/{article.key}/",
            "raw": f"{page}/raw/",
            **{form: f"{page}.{form}" for form in FORMS if form != "json"},
        },
    }


def test_json_has_every_field_of_the_article_that_is_the_publics_business(client):
    """A field that is added to the model is to be added here, or to those left out."""
    left_out = {"id", "status", "review", "title_key", "body_key"}
    renamed = {
        "body": "paragraphs",
        "published_on": "published",
        "published_time": "published",
        "date_text": "published",
        "date_calendar": "published",
        "created_at": "added_at",
        "updated_at": "changed_at",
    }
    names = {field.name for field in Article._meta.concrete_fields} - left_out
    found = get(client, make_article(), "json").json()
    assert {renamed.get(name, name) for name in names} <= found.keys()


def test_json_says_null_where_nothing_is_known(client):
    found = get(client, make_article(day=None, body=""), "json").json()
    assert found["source"] is None and found["views"] is None and found["duplicate_of"] is None
    assert found["published"] == {
        "gregorian": None,
        "jalali": None,
        "time": None,
        "text": "",
        "calendar": "",
    }
    assert found["paragraphs"] == found["figures"] == found["related"] == found["captures"] == []


def test_hidden_articles_are_named_in_no_form(client):
    hidden = make_article("خبر پنهان", status=Article.Status.HIDDEN)
    article = make_article("خبر پیدا", duplicate_of=hidden)
    make_related(article, "عنوان چاپ‌شده", hidden)
    for form in FORMS:
        text = get(client, article, form).text
        assert hidden.key not in text and "خبر پنهان" not in text


def test_the_folders_of_the_importing_machine_stay_unknown(client):
    article = make_article()
    for name in ("/srv/secret/dump.zip/a.txt", "dumps/b.txt"):
        capture = make_capture(article, name.encode())
        capture.file_name = name
        capture.save()
    captures = get(client, article, "json").json()["captures"]
    assert [capture["file"] for capture in captures] == ["a.txt", "dumps/b.txt"]


def test_text_has_title_days_body_and_pictures_in_order(client):
    article = make_article(
        "خبر Reuters",
        source=make_source("بامداد نو"),
        author="مهتاب",
        body="یک\n\nدو",
        language="ar",
    )
    make_figure(article, 1, alt="الف", caption="ب\nپ")
    text = get(client, article, "txt").text
    head, first, picture, second, _rule, citation = text.split("\n\n")
    days = "٢٨ ديسمبر ٢٠٢٥ / ٧ دي ١٤٠٤ هـ.ش"
    assert head.split("\n") == ["خبر Reuters", "بامداد نو", "مهتاب", days]
    assert (first, second) == ("یک", "دو")
    assert picture == "[\u2068الف\u2069 – \u2068ب پ\u2069]"
    assert f"http://testserver/fa/articles/{article.key}/" in citation


def test_citations_are_of_the_article(client):
    source = make_source("The Harbour Ledger", "en", name_fa="دفتر بندر")
    article = make_article(
        "Paper boats", source=source, language="en", day=date(2025, 12, 28), url="https://l.example"
    )
    page = f"http://testserver/fa/articles/{article.key}/"
    (entry,) = bibtexparser.parse_string(get(client, article, "bib").text).entries
    assert entry.key == f"news-{article.key}"
    assert entry["journal"] == "The Harbour Ledger" and entry["url"] == page
    (record,) = rispy.loads(get(client, article, "ris").text)
    assert record["secondary_title"] == "The Harbour Ledger" and record["urls"] == [page]
    (item,) = json.loads(get(client, article, "csl.json").content)
    assert item["container-title"] == "The Harbour Ledger" and item["URL"] == page
    assert "https://l.example" in entry["note"] and "https://l.example" in record["notes"][0]


@pytest.mark.parametrize("form", FORMS)
def test_hidden_and_unknown_articles_are_not_found(client, form):
    article = make_article(status=Article.Status.HIDDEN)
    for key in (article.key, "a" * 16):
        assert client.get(f"/fa/articles/{key}.{form}").status_code == 404


@pytest.mark.parametrize("form", FORMS)
def test_an_erased_article_is_gone(client, form):
    Tombstone.objects.create(key="c" * 16, reason="takedown")
    response = client.get(f"/ar/articles/{'c' * 16}.{form}")
    assert response.status_code == 410
    assert "takedown" not in response.text


@pytest.mark.parametrize("form", FORMS)
def test_the_key_of_an_absorbed_article_leads_to_the_same_form(client, form):
    article = make_article()
    ArticleIdentity.objects.create(article=article, hash="b" * 32, absorbed=True)
    response = client.get(f"/ar/articles/{'b' * 16}.{form}")
    assert response.status_code == 301
    assert response["Location"] == f"/ar/articles/{article.key}.{form}"


@pytest.mark.parametrize("tail", [".xml", ".json/", "/.json", ".JSON", ".csl", "json"])
def test_there_are_no_other_forms(client, tail):
    article = make_article()
    assert client.get(f"/fa/articles/{article.key}{tail}").status_code == 404


@pytest.mark.parametrize("count", [3, 40])
def test_queries_do_not_grow_with_the_archive(client, django_assert_max_num_queries, count):
    article = make_article(source=make_source())
    for _ in range(count):
        make_figure(article)
        make_related(article, "خبر", make_article())
        make_capture(article, b"raw")
    with django_assert_max_num_queries(6):
        get(client, article, "json")
    with django_assert_max_num_queries(3):
        get(client, article, "txt")
    with django_assert_max_num_queries(2):
        get(client, article, "bib")
