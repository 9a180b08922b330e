"""Matches in the original text, whatever form the query had."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text.analyzer import Analyzer
from articles.text.highlight import (
    FEW_CHUNKS,
    SHORT,
    Highlighter,
    Terms,
    _searched,
    _walked,
)
from tests.scaling import growth

ANALYZER = Analyzer()


def terms(words="", phrases=(), prefixes=()):
    return Terms(
        words=tuple(ANALYZER.query_forms(words)),
        phrases=tuple(tuple(ANALYZER.phrase(phrase)) for phrase in phrases),
        prefixes=tuple(ANALYZER.prefix(prefix) for prefix in prefixes),
    )


def shown(runs):
    return "".join(f"[{run.text}]" if run.is_match else run.text for run in runs)


def marked(text, language="fa", **wanted):
    return shown(Highlighter(ANALYZER, terms(**wanted)).mark(text, language))


@pytest.mark.parametrize(
    ("query", "language", "expected"),
    [
        ("باغ", "fa", "در [باغ‌هایشان] گل کاشتند"),
        ("پرنده ها", "fa", "شمارش [پرنده‌ها] و [پرنده]"),
        ("می‌پرد", "fa", "کبوتر [می پرد] و می‌نشیند"),
        ("كتاب", "fa", "[کـتابِ] تازه"),
        ("رنگین", "fa", "[رنگین‌کمان] بر فراز شهر"),
        ("رنگین‌کمان", "fa", "[رنگین] [کمان] بر فراز شهر"),
        ("مدرسه", "ar", "عاد إلى [المدرسةِ] أمس"),
        ("فانوس", "ar", "صنع [وفانوسا] و [والفانوس]"),
        ("1404", "fa", "سال [۱۴۰۴] خورشیدی"),
        ("lighthouse", "en", "Two [LIGHTHOUSES]’ keepers, [lighthouse]-born"),
        ("درصد", "fa", "۱۵[درصد] رشد"),
        ("سیب", "fa", "نه انار و نه به"),
    ],
)
def test_matched_words_are_marked_as_written(query, language, expected):
    text = expected.replace("[", "").replace("]", "")
    assert marked(text, language, words=query) == expected


def test_a_phrase_is_marked_only_where_its_words_follow_one_another():
    text = "باغ بزرگ و پل بزرگ شهر"
    assert marked(text, phrases=["پل بزرگ"]) == "باغ بزرگ و [پل] [بزرگ] شهر"


def test_a_phrase_may_overlap_itself():
    assert marked("نی نی نی گل", phrases=["نی نی"]) == "[نی] [نی] [نی] گل"


def test_a_prefix_marks_every_word_that_begins_so():
    assert marked("کتابدار کتاب و مکتب", prefixes=["كتا"]) == "[کتابدار] [کتاب] و مکتب"


def test_an_empty_query_marks_nothing():
    assert marked("باغ") == "باغ"


def test_a_mark_never_parts_a_letter_from_its_signs():
    assert marked("cafe\u0301 ab\U0001e944", words="cafe ab") == "[cafe\u0301] [ab\U0001e944]"


LONG = " ".join(
    ["درخت سبز در باد تکان خورد."] * 20
    + ["باغبان فانوس را برداشت و به باغ رفت."]
    + ["ابرها آهسته گذشتند."] * 20
    + ["فانوس خاموش شد."]
    + ["شب آرام بود."] * 20
)


def fragments(text, query, **options):
    return Highlighter(ANALYZER, terms(words=query)).fragments(text, "fa", **options)


def test_the_fragment_with_the_most_words_of_the_query_is_chosen():
    (fragment,) = fragments(LONG, "باغ فانوس", count=1, length=60)
    assert "[فانوس] را برداشت و به [باغ] رفت" in shown(fragment.runs)


def test_fragments_come_in_the_order_of_the_text():
    found = fragments(LONG, "باغ فانوس", count=2, length=60)
    assert [fragment.start for fragment in found] == sorted(f.start for f in found)
    assert len(found) == 2


def test_fragments_do_not_overlap():
    one, *others = fragments("باغ گل " * 200, "باغ", count=3, length=80)
    for other in others:
        assert other.start >= one.end
        one = other


def test_a_fragment_begins_and_ends_between_words():
    for fragment in fragments(LONG, "باغ فانوس", length=70):
        assert fragment.start == 0 or LONG[fragment.start - 1] == " "
        assert fragment.end == len(LONG) or LONG[fragment.end] == " "


def test_a_fragment_is_about_as_long_as_asked():
    assert all(40 <= f.end - f.start <= 71 for f in fragments(LONG, "باغ فانوس", length=70))


def test_a_text_without_a_match_gives_its_beginning():
    (fragment,) = fragments(LONG, "سیب", length=50)
    assert fragment.start == 0
    assert not any(run.is_match for run in fragment.runs)


def test_a_short_text_is_one_fragment():
    (fragment,) = fragments("باغ و باغ", "باغ")
    assert shown(fragment.runs) == "[باغ] و [باغ]"


def test_an_empty_text_gives_no_fragment():
    assert fragments("", "باغ") == []


def test_a_very_long_word_gives_a_bounded_fragment():
    (fragment, *_) = fragments("ب" * 10_000, "ب" * 10_000, length=100)
    assert fragment.end - fragment.start <= 100


SAMPLE = st.text(
    alphabet=st.one_of(
        st.characters(),
        st.sampled_from("باغ‌ها می ‌ـ\u202e\u200d\r\n\x00\ud800e\u0301👩🏽🇮🇷ﷺ"),
    ),
    max_size=120,
)


@given(SAMPLE, SAMPLE, st.sampled_from(("fa", "ar", "en")))
def test_the_runs_of_a_title_rebuild_it(text, query, language):
    found = Highlighter(ANALYZER, terms(query, [query], [query])).mark(text, language)
    assert "".join(run.text for run in found) == text
    assert all(run.text for run in found)


@given(SAMPLE, st.text(alphabet="باغ هامی‌eé", max_size=6), st.integers(1, 40))
def test_the_runs_of_a_fragment_rebuild_its_span(text, query, length):
    highlighter = Highlighter(ANALYZER, terms(query, [query], [query]))
    for fragment in highlighter.fragments(text, "fa", length=length):
        assert "".join(run.text for run in fragment.runs) == text[fragment.start : fragment.end]


@given(SAMPLE, st.text(alphabet="باغ هامی‌eé", max_size=6), st.integers(1, 40))
def test_no_fragment_begins_or_ends_inside_a_combining_sequence(text, query, length):
    highlighter = Highlighter(ANALYZER, terms(query, [query], [query]))
    for fragment in highlighter.fragments(text, "fa", length=length):
        for at in (fragment.start, fragment.end):
            if 0 < at < len(text):
                assert unicodedata.category(text[at]) not in ("Mn", "Me", "Mc")
                assert text[at] not in "\u200c\u200d"


@pytest.mark.parametrize(
    "unit", ["ه ای ", "ا ها ", "ا1", "a_", "می ", "1,111", "ا\u0301", "a'", "\u200c"]
)
def test_repetition_without_end_costs_no_more_than_its_length(unit):
    text = f"ا{unit * 4_000}ا"
    highlighter = Highlighter(ANALYZER, terms(text[:4_000], [text[:4_000]], [text[:4_000]]))
    quarter = text[: len(text) // 4]
    # Four times the text: 4 is linear, 16 is quadratic.
    assert (
        growth(
            lambda: highlighter.fragments(quarter, "fa"), lambda: highlighter.fragments(text, "fa")
        )
        < 8
    )


@given(st.text(alphabet="اب، \n\t\u00a0\u2003a-", max_size=60), st.data())
def test_chunks_are_found_one_by_one_where_a_walk_finds_them(text, data):
    chunks = text.split()
    sought = data.draw(st.sets(st.sampled_from(chunks))) if chunks else set()
    assert _searched(text, sought) == list(_walked(text, chunks, sought, {}, []))


@pytest.mark.parametrize("word", ["باغ", "ب" * (SHORT + 1)])
@pytest.mark.parametrize("count", [1, FEW_CHUNKS, FEW_CHUNKS + 1])
def test_many_and_long_chunks_are_marked_like_few_and_short_ones(word, count):
    text = " ".join(f"{word}،{'!' * number} سنگ" for number in range(count))
    assert marked(text, words=word) == text.replace(word, f"[{word}]")


def test_a_search_without_words_seeks_nothing():
    assert not Highlighter(ANALYZER, terms()).seeks
    assert Highlighter(ANALYZER, terms(words="باغ")).seeks
    assert Highlighter(ANALYZER, terms(phrases=["باغ گل"])).seeks
    assert Highlighter(ANALYZER, terms(prefixes=["با"])).seeks
