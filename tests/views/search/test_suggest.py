"""Suggestions while a reader types, as JSON."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from articles.models import Article, SourceAlias
from articles.search.index.files import index_files
from articles.text.folding import fold_key
from tests.factories import make_article, make_source

pytestmark = pytest.mark.django_db


def suggested(client, typed, **options):
    response = client.get(f"/suggest/?q={quote(typed)}&l=fa", **options)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    return response.json()


def known_source(name, language="fa", **fields):
    source = make_source(name, language, **fields)
    SourceAlias.objects.create(folded_name=fold_key(name), source=source)
    return source


def texts(found, kind=None):
    return [each["text"] for each in found if kind in (None, each["kind"])]


def test_words_stand_before_sources_and_these_before_stories_with_their_addresses(
    client, rebuild_index
):
    known_source("فانوس روز", slug="fanus")
    article = make_article("فانوس‌های بندر")
    english = make_article("Harbour lights", language="en")
    make_article("خبری دیگر")
    rebuild_index()
    assert suggested(client, "فانو") == [
        {
            "kind": "word",
            "label": "واژه",
            "text": "فانوس‌های",
            "url": f"/fa/search/?q={quote('فانوس‌های')}",
            "lang": "fa",
            "marks": [[0, 9]],
        },
        {
            "kind": "source",
            "label": "منبع",
            "text": "فانوس روز",
            "url": "/fa/sources/fanus/",
            "lang": "fa",
            "marks": [[0, 5]],
        },
        {
            "kind": "article",
            "label": "خبر",
            "text": "فانوس‌های بندر",
            "url": f"/fa/articles/{article.key}/",
            "lang": "fa",
            "marks": [[0, 9]],
        },
    ]
    assert suggested(client, "harb")[-1]["url"] == f"/fa/articles/{english.key}/"


def test_the_commonest_words_come_first_and_forms_of_one_word_once(client, rebuild_index):
    for number in range(3):
        make_article(f"ایران {number}")
    make_article("ایراد بزرگ")
    make_article("ایرانی و ایراد")
    make_article("ایراندخت")
    rebuild_index()
    assert texts(suggested(client, "ایر"), "word") == ["ایران", "ایراد", "ایراندخت"]


def test_the_last_word_is_completed_beside_the_words_before_it(client, rebuild_index):
    make_article("قیمت خودرو")
    make_article("قیمت خودرو بالا رفت")
    make_article("خوراک تازه")
    make_article("خوراک خوب")
    make_article("خوراک ماه")
    rebuild_index()
    assert texts(suggested(client, "خو"), "word")[0] == "خوراک"
    assert texts(suggested(client, "قیمت خو"), "word") == ["قیمت خودرو"]
    assert texts(suggested(client, "قیمت "), "word") == []


def test_names_of_several_words_are_suggested_where_an_article_has_them(client, rebuild_index):
    make_article("سفر به کره جنوبی")
    rebuild_index()
    [name] = [each for each in suggested(client, "کره ج") if each["kind"] == "name"]
    assert (name["text"], name["label"]) == ("کرهٔ جنوبی", "نام")
    assert "کرهٔ شمالی" not in texts(suggested(client, "کره"))


def test_words_that_carry_nothing_are_not_suggested(client, rebuild_index):
    for number in range(3):
        make_article(f"برای {number} برادر")
    rebuild_index()
    assert texts(suggested(client, "برا"), "word") == ["برادر"]


@pytest.mark.parametrize(("typed", "text"), [("hdv", "ایران"), ("sghl", "سلام"), ("هقش", "iran")])
def test_what_becomes_nothing_is_completed_as_on_another_keyboard(
    client, rebuild_index, typed, text
):
    make_article("ایران آرام")
    make_article("سلام‌ها")
    make_article("News of Iran", language="en")
    rebuild_index()
    found = suggested(client, typed)
    assert text in texts(found)[0].lower()
    assert found[0]["marks"]


def test_marks_count_as_javascript_does(client, rebuild_index):
    make_article("😀 فانوس")
    rebuild_index()
    [article] = [each for each in suggested(client, "فانوس") if each["kind"] == "article"]
    assert article["marks"] == [[3, 8]]


def test_no_more_than_ten_are_suggested(client, rebuild_index):
    for number in range(20):
        known_source(f"فانوس شمارهٔ {number}")
        make_article(f"فانوس {number} فانوسک{'ا' * number}")
    rebuild_index()
    found = suggested(client, "فانوس")
    assert list(dict.fromkeys(each["kind"] for each in found)) == ["word", "source", "article"]
    assert len(found) == 10


def test_hidden_stories_are_not_suggested(client, rebuild_index):
    make_article("فانوس پنهان", status=Article.Status.HIDDEN)
    later = make_article("فانوس پنهان‌شده پس از نمایه")
    rebuild_index()
    Article.objects.filter(pk=later.pk).update(status=Article.Status.HIDDEN)
    assert suggested(client, "فانوس") == []


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "ف", "\u200c\u064e", "*", '"', "-- OR", "\0", "ف\0", "\u202e", "%", "_"),
        *("a" * 10_000, "فانوس " * 2_000, "فانوس\0بندر", "\ufffd\ufffd"),
    ],
)
def test_any_letters_are_answered(client, rebuild_index, typed):
    known_source("فانوس روز", slug="fanus")
    make_article("فانوس‌های بندر")
    rebuild_index()
    found = suggested(client, typed)
    if len(typed) < 2:
        assert found == []


def test_a_damaged_address_is_answered(client, rebuild_index):
    rebuild_index()
    for query in ("", "q=%ED%A0%80%ED%A0%80", "q=%FF%FE", "q[]=x", "q=ab&l=xx", "q=ab&l=%00"):
        assert client.get(f"/suggest/?{query}").json() == []


@pytest.mark.parametrize(
    ("query", "accepted", "language"),
    [
        ("l=ar", "fa", "ar"),
        ("l=fa", "ar", "fa"),
        ("", "ar-EG", "ar"),
        ("", "de", "fa"),
        ("l=de", "ar", "ar"),
    ],
)
def test_addresses_are_in_the_language_of_the_page_or_else_the_browser(
    client, rebuild_index, query, accepted, language
):
    make_article("فانوس")
    rebuild_index()
    response = client.get(
        f"/suggest/?q={quote('فانوس')}&{query}", headers={"Accept-Language": accepted}
    )
    assert response.json()[0]["url"].startswith(f"/{language}/articles/")


def test_browsers_may_keep_an_answer_for_a_short_time(client, rebuild_index):
    rebuild_index()
    response = client.get("/suggest/?q=ab&l=fa")
    assert response["Cache-Control"] == "max-age=60"
    assert "Accept-Language" in client.get("/suggest/?q=ab")["Vary"]


def test_without_an_index_nothing_is_suggested(client):
    known_source("فانوس روز", slug="fanus")
    assert suggested(client, "فانوس") == []


def test_a_damaged_index_suggests_nothing(client, rebuild_index):
    make_article("فانوس")
    rebuild_index()
    index_files().current().meta.write_text("{", encoding="utf-8")
    assert suggested(client, "فانوس") == []


@pytest.mark.parametrize("count", [3, 60])
def test_queries_do_not_grow_with_the_archive(
    client, rebuild_index, django_assert_num_queries, count
):
    for number in range(count):
        known_source(f"فانوس شمارهٔ {number}")
        make_article(f"فانوس {number}")
    rebuild_index()
    # The state of the editors' names, the sources, the articles.
    with django_assert_num_queries(3):
        suggested(client, "فانوس")
    # And the texts in which the words are read as they are printed.
    with django_assert_num_queries(4):
        suggested(client, "فانو")


def test_only_reading_is_allowed(client):
    assert client.post("/suggest/").status_code == 405


@pytest.mark.parametrize("path", ["", "sources/", "search/", "nowhere/"])
def test_every_page_has_one_search_box_that_is_a_plain_form(client, rebuild_index, path):
    rebuild_index()
    text = client.get(f"/ar/{path}").text
    assert text.count('name="q"') == 1
    assert text.count('role="search" action="/ar/search/" method="get"') == 1
    assert 'data-suggest="/suggest/?l=ar"' in text
