"""Mappings: which names are proposed, which mapping fits a record, and where values are found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.dumps.formats.mapping import FIELDS, FieldMapping, mapping_for, propose, value_at
from articles.dumps.formats.moments import read_moment
from articles.dumps.formats.record import read_layout
from articles.dumps.formats.record_values import titles_of, views_of
from tests.dumps.formats.test_page import OPTIONS

names = st.sampled_from(["title", "titr", "متن", "body", "a", "b.c", "", "date", "العنوان", "x y"])
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=9,
)
records = st.dictionaries(names, values, max_size=6)


@given(records)
def test_what_is_proposed_leads_to_a_value_of_the_record(record):
    for name, path in propose(record).paths.items():
        assert name in FIELDS
        assert path in record or "." in path
        value_at(record, path)


@given(records, st.dictionaries(st.sampled_from(FIELDS), names, max_size=5))
def test_a_mapping_survives_json_and_fits_only_what_has_title_and_text(record, paths):
    mapping = FieldMapping.from_json(paths)
    assert FieldMapping.from_json(dict(mapping.paths)) == mapping
    if mapping.fits(record):
        assert value_at(record, mapping.paths["title"])
        assert value_at(record, mapping.paths["body"])


@pytest.mark.parametrize(
    ("record", "field", "path"),
    [
        ({"Headline": "x"}, "title", "Headline"),
        ({"news_title": "x", "title": "y"}, "title", "title"),
        ({"articleBody": "x"}, "body", "articleBody"),
        ({"متن خبر": "x"}, "body", "متن خبر"),
        ({"نص الخبر": "x"}, "body", "نص الخبر"),
        ({"publishedAt": "x", "created_at": "y"}, "date", "publishedAt"),
        ({"stats": {"views": 3}}, "views", "stats.views"),
        ({"meta": {"title": "x"}, "titr": "y"}, "title", "titr"),
        ({"stats.views": 3}, "views", "stats.views"),
    ],
)
def test_names_that_scrapers_give(record, field, path):
    assert propose(record).paths[field] == path


def test_a_persons_content_is_no_text():
    assert "body" not in propose({"title": "x", "content": {"id": 3}}).paths


def test_the_mapping_that_names_most_of_a_record_is_taken():
    short = FieldMapping({"title": "a", "body": "b"})
    long = FieldMapping({"title": "a", "body": "b", "source": "c"})
    assert mapping_for({"a": "1", "b": "2", "c": "3"}, [short, long]) == long
    assert mapping_for({"x": "1"}, [short, long]) is None
    assert mapping_for({"title": "1", "text": "2"}, [short], proposes=False) is None


@pytest.mark.parametrize(
    ("text", "day", "clock"),
    [
        ("2025-12-27T08:40:00+03:30", "2025-12-27", "08:40"),
        ("2025-12-27", "2025-12-27", None),
        ("Sat, 27 Dec 2025 14:05:00 +0300", "2025-12-27", "14:05"),
        ("1766812200", "2025-12-27", "08:10"),
        ("1766812200000", "2025-12-27", "08:10"),
        ("۱۴۰۴/۱۰/۰۶ ۰۸:۴۰", "2025-12-27", "08:40"),
        ("1404-10-06", "2025-12-27", None),
        ("27/12/2025 07:43", "2025-12-27", "07:43"),
        ("الأحد 5 يناير 2025 - 08:40", "2025-01-05", "08:40"),
    ],
)
def test_moments(text, day, clock):
    moment = read_moment(text, OPTIONS.reference)
    assert str(moment.day) == day
    assert (moment.clock.strftime("%H:%M") if moment.clock else None) == clock


@pytest.mark.parametrize("text", ["", "دیروز", "12", "2025", "99999999999999999999"])
def test_what_tells_no_day(text):
    moment = read_moment(text, OPTIONS.reference)
    assert moment is None or moment.day is None


def test_a_day_that_does_not_exist_is_told():
    assert read_moment("2025-02-30", OPTIONS.reference).warnings == ("bad_date",)


@pytest.mark.parametrize(
    ("value", "views"),
    [(3, 3), ("1,204", 1204), ("۳٫۲ هزار بازدید", 3200), ("", None), (None, None), (True, None)],
)
def test_views(value, views):
    assert views_of(value) == views


def test_titles_in_one_cell():
    assert titles_of("یک خبر | خبر دیگر") == ["یک خبر", "خبر دیگر"]
    assert titles_of([{"headline": "یک"}, "دو", "https://a.example/x"]) == ["یک", "دو"]


def test_lines_of_a_text_are_paragraphs_unless_they_are_wrapped():
    one = "کارگاه سفالگری پس از سه سال خاموشی دوباره کورهٔ خود را روشن کرد."
    assert read_layout(f"{one}\n{one}")[0] == [one, one]
    wrapped = "کارگاه سفالگری شهر پس از سه سال خاموشی و سکوت\n"
    wrapped += "دوباره کورهٔ بزرگ خود را روشن کرد و نخستین ظرف\n"
    wrapped += "ساختهٔ استاد خود را پس از سال‌ها به بازار شهر\nفرستاد و مردم آن‌ها را خریدند."
    assert read_layout(wrapped)[0] == [wrapped]


def test_offered_titles_and_captions_leave_the_text():
    text = "بند نخست این گزارش است.\nبیشتر بخوانید:\nخبری دیگر از شهر\n"
    text += "نمایی از کارگاه [نیما رود]\nبند دوم آن است."
    paragraphs, figures, related = read_layout(text)
    assert paragraphs == ["بند نخست این گزارش است.", "بند دوم آن است."]
    assert [(each.caption, each.credit) for each in figures] == [("نمایی از کارگاه", "نیما رود")]
    assert related == ["خبری دیگر از شهر"]


def test_a_title_that_is_cut_off_is_offered_like_those_around_it():
    text = (
        "قررت جمعية البحارة تأجيل سباق الزوارق الشراعية إلى مساء الأحد بسبب الرياح.\n"
        "مواضيع ذات صلة\nمدرسة للسباحة في الحي القديم\nالبحارة يتدربون على القوارب الجديدة...\n"
        "سوق للعسل في النخيل البيضاء\nوقال رئيس الجمعية إن الموعد الجديد يعلن غدا."
    )
    paragraphs, _figures, related = read_layout(text)
    assert len(paragraphs) == 2
    assert related == text.split("\n")[2:5]


@pytest.mark.parametrize(
    "title", ["بندر «فانوس» و «کوزه» را می‌سازد", "نمایش «پل چوبی» در «باغ» و «بندر» آغاز شد"]
)
def test_titles_with_quoted_names_below_a_heading_are_related(title):
    body = ["نخستین بند خبر دربارهٔ پل چوبی است و به پایان می‌رسد.", "اخبار مرتبط:", title]
    body += ["آب رود بالا آمد", "دومین بند خبر دربارهٔ پل چوبی است و به پایان می‌رسد."]
    paragraphs, _, related = read_layout("\n\n".join(body))
    assert related == [title, "آب رود بالا آمد"]
    assert paragraphs == [body[0], body[-1]]
