"""What stands around a date, coarse dates, warnings, and safety."""

import time
from datetime import date
from datetime import time as clock_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.calendars import (
    Calendar,
    DayForm,
    Precision,
    day_form,
    find_date,
    parse_date,
)
from articles.calendars.parsing import EXAMINED_LENGTH, MAX_DATE_LENGTH

REFERENCE = date(2026, 6, 1)
DAY = date(2025, 12, 28)


def parse(text):
    return parse_date(text, reference=REFERENCE)


def find(text):
    return find_date(text, reference=REFERENCE)


@pytest.mark.parametrize(
    ("text", "precision", "calendar", "first", "last"),
    [
        ("1404", Precision.YEAR, Calendar.JALALI, date(2025, 3, 21), date(2026, 3, 20)),
        ("سال ۱۴۰۴", Precision.YEAR, Calendar.JALALI, date(2025, 3, 21), date(2026, 3, 20)),
        ("2025", Precision.YEAR, Calendar.GREGORIAN, date(2025, 1, 1), date(2025, 12, 31)),
        ("عام 2025", Precision.YEAR, Calendar.GREGORIAN, date(2025, 1, 1), date(2025, 12, 31)),
        ("1446 هـ", Precision.YEAR, Calendar.HIJRI, date(2024, 7, 7), date(2025, 6, 25)),
        ("1404/10", Precision.MONTH, Calendar.JALALI, date(2025, 12, 22), date(2026, 1, 20)),
        ("10/1404", Precision.MONTH, Calendar.JALALI, date(2025, 12, 22), date(2026, 1, 20)),
        ("دی ۱۴۰۴", Precision.MONTH, Calendar.JALALI, date(2025, 12, 22), date(2026, 1, 20)),
        ("دی‌ماه ۱۴۰۴", Precision.MONTH, Calendar.JALALI, date(2025, 12, 22), date(2026, 1, 20)),
        ("2025-12", Precision.MONTH, Calendar.GREGORIAN, date(2025, 12, 1), date(2025, 12, 31)),
        ("ديسمبر 2025", Precision.MONTH, Calendar.GREGORIAN, date(2025, 12, 1), date(2025, 12, 31)),
        ("Feb 2024", Precision.MONTH, Calendar.GREGORIAN, date(2024, 2, 1), date(2024, 2, 29)),
        ("رجب 1447", Precision.MONTH, Calendar.HIJRI, date(2025, 12, 21), date(2026, 1, 19)),
    ],
)
def test_a_month_or_a_year_is_a_range(text, precision, calendar, first, last):
    match = parse(text)

    assert match is not None
    assert (match.precision, match.calendar) == (precision, calendar)
    assert (match.day, match.last_day) == (first, last)


def test_a_day_is_a_range_of_itself():
    match = parse("1404/10/07")

    assert match is not None
    assert (match.precision, match.last_day) == (Precision.DAY, match.day)


def test_find_date_takes_no_month_or_year():
    assert find("دی ۱۴۰۴ · ایسنا") is None


@pytest.mark.parametrize("text", ["1404/13/45", "30/02/2025", "۳۲ دی ۱۴۰۴", "30 فبراير 2025"])
def test_an_impossible_date_is_bad_and_has_no_day(text):
    match = parse(text)

    assert match is not None
    assert (match.day, match.last_day, match.warnings) == (None, None, ("bad_date",))


def test_a_common_year_has_no_last_day_of_esfand():
    match = parse("۳۰ اسفند ۱۴۰۴")

    assert match is not None
    assert match.warnings == ("bad_date",)


def test_a_weekday_that_contradicts_is_told_and_the_day_kept():
    match = parse("دوشنبه ۷ دی ۱۴۰۴")

    assert match is not None
    assert (match.day, match.warnings) == (DAY, ("weekday_mismatch",))


def test_a_day_after_the_reference_is_told_and_kept():
    match = parse_date("1404/10/07", reference=date(2025, 12, 27))

    assert match is not None
    assert (match.day, match.warnings) == (DAY, ("future_date",))


def test_the_reference_day_itself_is_not_in_the_future():
    match = parse_date("1404/10/07", reference=DAY)

    assert match is not None
    assert match.warnings == ()


def test_a_hijri_day_within_two_of_the_gregorian_one_is_no_contradiction():
    match = parse("6 رجب 1447 هـ الموافق 28 ديسمبر 2025 م")

    assert match is not None
    assert (match.day, match.calendar, match.warnings) == (DAY, Calendar.GREGORIAN, ())


def test_calendars_that_contradict_each_other_are_told():
    match = parse("20 رجب 1447 هـ الموافق 28 ديسمبر 2025 م")

    assert match is not None
    assert (match.day, match.warnings) == (DAY, ("bad_date",))


def test_an_equivalent_stands_in_for_an_impossible_date():
    match = parse("1404/13/07 (28 December 2025)")

    assert match is not None
    assert (match.day, match.warnings) == (DAY, ("bad_date",))


@pytest.mark.parametrize(
    "text",
    [
        "نشر في 3 نوفمبر 2025 آخر تحديث 5 نوفمبر 2025",
        "آخر تحديث 5 نوفمبر 2025 نشر في 3 نوفمبر 2025",
        "3 نوفمبر 2025 - آخر تحديث: 5 نوفمبر 2025 10:00",
        "Published 3 Nov 2025 | Updated 5 Nov 2025",
        "Last updated: November 5, 2025. Published: November 3, 2025.",
        "تاریخ انتشار: ۱۲ آبان ۱۴۰۴ | آخرین به‌روزرسانی: ۱۴ آبان ۱۴۰۴",
    ],
)
@pytest.mark.parametrize("read", [parse, find])
def test_publication_wins_over_an_update(read, text):
    match = read(text)

    assert match is not None
    assert (match.day, match.is_update) == (date(2025, 11, 3), False)


@pytest.mark.parametrize(
    "text",
    [
        "آخر تحديث: 5 نوفمبر 2025",
        "آخرین به‌روزرسانی: ۱۴ آبان ۱۴۰۴",
        "به روز رسانی ۱۴ آبان ۱۴۰۴",
        "Updated: Wednesday, 5 Nov 2025 10:00",
    ],
)
@pytest.mark.parametrize("read", [parse, find])
def test_an_update_alone_is_marked(read, text):
    match = read(text)

    assert match is not None
    assert (match.day, match.is_update) == (date(2025, 11, 5), True)


def test_offsets_cover_weekday_and_clock_but_no_label():
    text = "  تاریخ انتشار: یک‌شنبه ۷ دی ۱۴۰۴ - ۱۴:۳۰  "
    match = parse(text)

    assert match is not None
    assert text[match.start : match.end] == "یک‌شنبه ۷ دی ۱۴۰۴ - ۱۴:۳۰"


def test_offsets_hold_where_folding_shortens_the_text():
    text = "الحَدِيقَة · الأَحَد ٢٨ ديسـمبر ٢٠٢٥ · ٣ مشاهدات"
    match = find(text)

    assert match is not None
    assert text[match.start : match.end] == "الأَحَد ٢٨ ديسـمبر ٢٠٢٥"


def test_offsets_cover_the_brackets_of_an_equivalent():
    text = "خبرخانه | 7 دی 1404 (28 دسامبر 2025) | 12 بازدید"
    match = find(text)

    assert match is not None
    assert text[match.start : match.end] == "7 دی 1404 (28 دسامبر 2025)"


@pytest.mark.parametrize(
    "text",
    [
        "خبرخانه · ۱۴۰۴/۱۰/۰۷ · ۵۲ بازدید",
        "خبرخانه-۷ دی ۱۴۰۴",
        "۵۲ بازدید - 7 دی 1404 - خبرخانه",
        "المرآة | 28 ديسمبر 2025 | 63 مشاهدة",
        "2000 views 28 December 2025 Bay Press",
        "2025-12-28 AP",
        "1404/13/45 - 1404/10/07",
        "کد خبر: 552310 | تاریخ: 1404/10/07",
        "The fair opened on 28 December 2025 in town.",
    ],
)
def test_find_date_finds_the_date_in_a_line(text):
    match = find(text)

    assert match is not None
    assert match.day == DAY


@pytest.mark.parametrize(
    "text",
    [
        "تلفن: 021-1404-10-07",
        "نسخه 1.2.3",
        "نتیجه 3-2 در نیمه اول",
        "فشار خون 120/80",
        "192.168.10.1",
        "سال‌های 1390-1400",
        "https://news.example/1404/10/07/item",
    ],
)
def test_find_date_finds_none_in_other_numbers(text):
    assert find(text) is None


def test_find_date_takes_the_clock_but_not_the_count_of_views():
    match = find("خبرخانه | ۱۴۰۴/۱۰/۰۷ | ۱۴:۳۰ | ۵۲ بازدید")

    assert match is not None
    assert str(match.time) == "14:30:00"


def test_a_text_longer_than_any_date_is_none():
    assert parse("1404/10/07" + " - " * MAX_DATE_LENGTH + ".") is None


def test_find_date_looks_at_the_beginning_only():
    assert find("x" * EXAMINED_LENGTH + " 1404/10/07") is None


@pytest.mark.parametrize(
    "unit", ["1", "/", "1/", "1 ", "1404/", "1404/10/", " ", "(", "شنبه ", "14:"]
)
def test_hostile_length_costs_no_time(unit):
    text = unit * (1_000_000 // len(unit)) + "1"
    started = time.thread_time()
    parse(text)
    find(text)

    assert time.thread_time() - started < 0.5


@given(st.text())
def test_any_text_is_read_or_not_but_never_raises(text):
    parse(text)
    find(text)


_WORDS = """
    1404 1447 2025 12 28 7 0 99 ٠ ۹ ２ / - . : ، | ( ) [ ] دی رجب ديسمبر كانون الأول Dec شنبه الأحد
    هـ م ق ش ساعت at T Z AM ب.ظ GMT +03:30 الموافق Updated نشر سال ﻻ ﷲ \u200c \u200f
"""
_PIECES = st.sampled_from(_WORDS.split())


@given(st.lists(st.one_of(_PIECES, st.just(" ")), max_size=25).map("".join))
def test_any_pieces_of_dates_never_raise_and_offsets_fit(text):
    for match in (parse(text), find(text)):
        if match is not None:
            assert 0 <= match.start < match.end <= len(text)


@pytest.mark.parametrize(
    ("text", "day", "clock"),
    [
        ("28th, May 2025", date(2025, 5, 28), None),
        ("Published On 28 Dec 202528 Dec 2025", date(2025, 12, 28), None),
        ("۷ دی ۱۴۰۴۷ دی ۱۴۰۴", date(2025, 12, 28), None),
        ("1404/10/071404/10/07", date(2025, 12, 28), None),
        ("28 Dec 2025 | 28 Dec 2025", date(2025, 12, 28), None),
        ("30/3/201712:40 م (مكة المكرمة)", date(2017, 3, 30), clock_time(12, 40)),
        ("29/3/2017|آخر تحديث: 30/3/201712:40 م (مكة المكرمة)", date(2017, 3, 29), None),
        ("سی‌ام اسفند ماه ۱۳۸۷", date(2009, 3, 20), None),
        ("یکشنبه هفتم دی‌ماه ۱۴۰۴ ساعت ۱۴:۳۰", date(2025, 12, 28), clock_time(14, 30)),
        ("الثامن والعشرون من ديسمبر 2025", date(2025, 12, 28), None),
        ("الخامس والعشرين من ديسمبر 2025", date(2025, 12, 25), None),
        ("11 - 11 - 2025", date(2025, 11, 11), None),
        (
            "Sun Dec 28 2025 14:30:00 GMT+0330 (Iran Standard Time)",
            date(2025, 12, 28),
            clock_time(14, 30),
        ),
        (
            "28 ديسمبر 2025 الساعة 10:00 ص (توقيت مكة) 7:00 ص (غرينتش)",
            date(2025, 12, 28),
            clock_time(10, 0),
        ),
        ("۱۳۹۸/۰۶/۳۱ در ۱۴:۵۲", date(2019, 9, 22), clock_time(14, 52)),
        ("7 دی 1404 | 14:30 | 15:10", date(2025, 12, 28), clock_time(14, 30)),
        (
            "Published 28 Dec 2025, 14:30 GMT Updated 3 hours ago",
            date(2025, 12, 28),
            clock_time(14, 30),
        ),
        ("۷ مرغومی ۱۴۰۴", date(2025, 12, 28), None),
    ],
)
def test_forms_of_pages_that_print_more_than_one_date(text, day, clock):
    found = parse_date(text, reference=date(2026, 11, 23))
    assert found is not None
    assert (found.day, found.time, found.warnings) == (day, clock, ())


@pytest.mark.parametrize(
    ("text", "day", "warnings"),
    [
        ("۱۴۴۷/۷/۹", date(2025, 12, 29), ("assumed_calendar",)),
        ("9/7/1447", date(2025, 12, 29), ("assumed_calendar",)),
        ("1447/07/09 ش", date(2068, 9, 30), ("future_date",)),  # its mark says so
        ("1405/12/10", date(2027, 3, 1), ("future_date",)),  # as Hijri it would be of 1985
        ("1404/12/30", None, ("bad_date",)),
        ("1455/01/01", date(2076, 3, 20), ("future_date",)),  # neither has been
    ],
)
def test_a_day_in_numbers_that_can_only_be_lunar_is_told(text, day, warnings):
    found = parse_date(text, reference=date(2026, 11, 23))
    assert found is not None
    assert (found.day, found.warnings) == (day, warnings)


@pytest.mark.parametrize(
    "text", ["28 Dec 2025 | 29 Dec 2025", "کتاب سی و یکم ۱۴۰۴", "12 - 45 - 2025 x"]
)
def test_two_days_or_no_month_are_no_date(text):
    assert parse_date(text, reference=date(2026, 11, 23)) is None


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("12/28/2025", DayForm.MONTH_FIRST),
        ("۱۲/۲۸/۲۰۲۵ - ۱۰:۳۰", DayForm.MONTH_FIRST),
        ("28.12.2025", DayForm.DAY_FIRST),
        ("03/05/2025", None),
        ("12/12/2025", None),
        ("2025/12/28", None),
        ("28 Dec 2025", None),
        ("1404/10/07", DayForm.JALALI),
        ("1447/07/07", DayForm.HIJRI),
        ("1447/07/07هـ", None),  # its mark tells the calendar
        ("86/10/07", None),
        ("7", None),
        ("", None),
    ],
)
def test_what_the_numbers_of_a_day_tell_of_its_form(text, form):
    assert day_form(text, reference=REFERENCE) is form


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("03/05/2025", date(2025, 3, 5)),
        ("03/25/2025", date(2025, 3, 25)),
        ("25/03/2025", date(2025, 3, 25)),
        ("Monday 03/05/2025", date(2025, 3, 5)),
        ("Saturday 03/05/2025", date(2025, 5, 3)),
        ("07/10/1404", date(2025, 12, 28)),
    ],
)
def test_the_form_of_days_decides_only_about_numbers_that_leave_the_day_open(text, day):
    found = parse_date(text, reference=REFERENCE, form=DayForm.MONTH_FIRST)
    assert found is not None
    assert found.day == day


def test_lunar_days_of_a_source_that_prints_them_are_not_assumed():
    assert parse("1447/07/07").warnings == ("assumed_calendar",)
    lunar = parse_date("1447/07/07", reference=REFERENCE, form=DayForm.HIJRI)
    assert (lunar.day, lunar.calendar, lunar.warnings) == (date(2025, 12, 27), Calendar.HIJRI, ())
    solar = parse_date("1404/10/07", reference=REFERENCE, form=DayForm.HIJRI)
    assert (solar.day, solar.calendar) == (DAY, Calendar.JALALI)
