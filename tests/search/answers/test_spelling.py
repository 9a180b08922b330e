"""What a query that finds little may have been meant to be."""

from __future__ import annotations

import pytest

from articles import search as engine
from articles.search import Match, Search, Way
from tests.factories import make_article
from tests.search.conftest import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.each_engine]

ARTICLES = [
    ("ایران امروز آرام است", "fa"),
    ("سلام بر بهار تازه", "fa"),
    ("قیمت دلار در بازار بالا رفت", "fa"),
    *[(f"پرسپولیس برد شمارهٔ {number}", "fa") for number in range(40)],
    ("پرسپولیش در آگهی", "fa"),
    ("کتاب تازه", "fa"),
    ("خبر عربي جديد", "ar"),
    ("المحكمة قالت", "ar"),
    ("Terrans of the harbour", "en"),
    ("Iran news today", "en"),
]


@pytest.fixture
def archive(rebuild_index):
    for title, language in ARTICLES:
        make_article(title, language=language)
    rebuild_index()


def meant(text, reader="fa", **options):
    """The text and the way of what a query may have been meant to be; two empty ones for none."""
    wanted = Search(text, TODAY, **options)
    found = engine.did_you_mean(wanted, engine.search(wanted), reader)
    return (found.text, str(found.way)) if found else ("", "")


@pytest.mark.parametrize(
    ("typed", "text", "way"),
    [
        ("hdvhk", "ایران", Way.KEYBOARD),
        ("HDVHK", "ایران", Way.KEYBOARD),
        ("sghl", "سلام", Way.KEYBOARD),
        (";jhf", "کتاب", Way.KEYBOARD),  # punctuation of one layout is a letter of another
        ("hdvhk hlv,c", "ایران امروز", Way.KEYBOARD),
        ('"hdvhk hlv,c"', '"ایران امروز"', Way.KEYBOARD),
        ("title:hdvhk lang:fa", "title:ایران lang:fa", Way.KEYBOARD),
        ("ایران hlv,c", "ایران امروز", Way.KEYBOARD),
        ("هقشد", "iran", Way.KEYBOARD),
        ("salam", "سلام", Way.LATIN),
        ("gheymat", "قیمت", Way.LATIN),
        ("3arabi", "عربي", Way.LATIN),
        ("ma7kama", "المحكمة", ""),  # is not in the vocabulary without its article
        ("پرسپلیس", "پرسپولیس", Way.SPELLING),
        ("پرسپولبس", "پرسپولیس", Way.SPELLING),
        ("پرسپولیش", "پرسپولیس", Way.SPELLING),  # one article has it, forty the other
        ("کتاپ", "کتاب", Way.SPELLING),
        ("harbuor", "harbour", Way.SPELLING),
    ],
)
def test_what_was_meant_is_found(archive, typed, text, way):
    assert meant(typed) == ((text, str(way)) if way else ("", ""))


@pytest.mark.parametrize(
    "typed",
    [
        "ایران",  # finds enough as typed, however few
        "iran",
        "qqqq",
        "کتابخانه‌ای",
        "۱۲۳۴۵",
        "-hdvhk ایران",
        "",
        "؟؟؟",
        "hdvhk zzzzz",  # would not find all words
        "دلاران قطار",
    ],
)
def test_what_is_left_alone(archive, typed):
    assert meant(typed) == ("", "")


def test_any_words_of_a_query_are_left_alone_where_any_may_match(archive):
    assert meant("hdvhk", match=Match.ANY) == ("", "")


def test_transliteration_comes_before_edit_distance(rebuild_index):
    make_article("تهران بارانی", language="fa")
    make_article("A terran ship", language="en")
    rebuild_index()
    wanted = Search("tehran", TODAY, with_names=False)
    found = engine.did_you_mean(wanted, engine.search(wanted))
    assert found is not None
    assert (found.text, found.way) == ("تهران", Way.LATIN)


def test_the_language_of_the_reader_comes_first(rebuild_index):
    make_article("قیمت دلار", language="fa")
    make_article("سعر الدولار دولار", language="ar")
    rebuild_index()
    assert meant("dolar", "fa")[0] == "دلار"
    assert meant("dolar", "ar")[0] == "دولار"


def test_the_command_that_programs_use_stays_literal(archive):
    assert engine.search(Search("hdvhk", TODAY)).total == 0


@pytest.mark.parametrize(
    "typed",
    [
        "hdvhk" * 2_000,
        "hdvhk " * 1_000,
        "a3 " * 1_000,
        "xq" * 12 + " xq" * 60,
        "hا " * 500,
        "ا" * 24,
    ],
    ids=["long", "thousand", "digits", "skeletons", "mixed", "vowels"],
)
def test_bad_input_is_answered(archive, typed):
    meant(typed)
