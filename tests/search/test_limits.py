"""Limits as people type them: languages, sources and days to what the index filters by."""

from datetime import date

import pytest

from articles.calendars import DayRange
from articles.models import SourceAlias
from articles.search.limits import (
    EmptySpanError,
    UnreadableLimitError,
    read_limits,
    sources_called,
)
from articles.text.folding import fold_key
from tests.factories import make_source

TODAY = date(2026, 11, 20)


def limits(**options):
    return read_limits(reference=TODAY, **options)


def test_nothing_typed_limits_nothing():
    nothing = limits()
    assert not any(nothing.chosen.values())
    assert not nothing.sources
    assert nothing.days is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("fa", "fa"),
        ("AR", "ar"),
        ("en", "en"),
        ("und", "und"),
        ("فارسی", "fa"),
        ("فارسي", "fa"),
        ("العربية", "ar"),
        ("English", "en"),
    ],
)
def test_a_language_is_a_code_or_a_name(text, code):
    assert limits(languages=[text]).chosen["language"] == {code}


def test_several_languages_are_alternatives():
    assert limits(languages=["fa", "عربی"]).chosen["language"] == {"fa", "ar"}


@pytest.mark.parametrize("text", ["xx", "", "f", "klingon", "\x00", "*"])
def test_an_unknown_language_is_unreadable(text):
    with pytest.raises(UnreadableLimitError) as caught:
        limits(languages=["fa", text])
    assert (caught.value.limit, caught.value.value) == ("language", text)


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("1404/10/07", "1404/10/07", ("2025-12-28", "2025-12-28")),
        ("۱۴۰۴/۱۰", "۱۴۰۴/۱۰", ("2025-12-22", "2026-01-20")),
        ("دی ۱۴۰۴", "", ("2025-12-22", "9999-12-31")),
        ("", "2025", ("0001-01-01", "2025-12-31")),
        ("28 December 2025", "2026-02", ("2025-12-28", "2026-02-28")),
        ("١ رجب ١٤٤٧ هـ", "٢٨ ديسمبر ٢٠٢٥", ("2025-12-21", "2025-12-28")),
        ("1404", "2026-01-01", ("2025-03-21", "2026-01-01")),
    ],
)
def test_days_may_be_of_any_calendar_and_precision(first, last, days):
    assert limits(first=first, last=last).days == DayRange(*map(date.fromisoformat, days))


@pytest.mark.parametrize("text", ["روزی", "1404/13", "2025-02-30", "99", "\x00", "1404/10/07x"])
def test_a_day_that_is_none_is_unreadable(text):
    for limit, options in (("from", {"first": text}), ("to", {"last": text})):
        with pytest.raises(UnreadableLimitError) as caught:
            limits(**options)
        assert (caught.value.limit, caught.value.value) == (limit, text)


def test_a_span_that_ends_before_it_begins_is_refused():
    assert limits(first="1404/10", last="1404/10/01").days
    with pytest.raises(EmptySpanError):
        limits(first="1404/10", last="1404/09/30")


@pytest.fixture
def outlets(db):
    """Two sources of which one's name begins with the other's."""
    sepidar = make_source("خبرگزاری سپیدار", slug="sepidar", name_ar="وكالة سبيدار")
    plus = make_source("خبرگزاری سپیدار نو", slug="sepidar-now")
    for source, printed in ((sepidar, "خبرگزاری سپیدار"), (sepidar, "سپیدار"), (plus, "سپیدار نو")):
        SourceAlias.objects.create(source=source, folded_name=fold_key(printed))
    return sepidar, plus


@pytest.mark.parametrize(
    "text",
    [
        "sepidar",
        " sepidar ",
        "خبرگزاری سپیدار",
        "خبرگزاري سپيدار",
        "سپیدار",
        "خبرگزاری  سپیدار",
        "وکاله سبیدار",
        "وكالة سبيدار",
    ],
)
def test_a_source_is_its_slug_or_one_of_its_names_on_either_keyboard(outlets, text):
    assert sources_called(text) == {outlets[0].pk}
    assert limits(sources=[text]).sources == {outlets[0].pk}


def test_several_sources_are_alternatives(outlets):
    assert limits(sources=["sepidar", "سپیدار نو"]).sources == {each.pk for each in outlets}


@pytest.mark.parametrize("text", ["خبرگزاری", "sepi", "", " ", "\x00", "‌", "x" * 10_000])
def test_a_part_of_a_name_or_anything_else_is_no_source(outlets, text):
    assert sources_called(text) == set()
    with pytest.raises(UnreadableLimitError) as caught:
        limits(sources=["sepidar", text])
    assert (caught.value.limit, caught.value.value) == ("source", text)


def test_a_name_that_two_sources_have_means_both(db):
    one, other = make_source("کوچه", "fa"), make_source("كوچه", "fa")
    assert sources_called("کوچه") == {one.pk, other.pk}
