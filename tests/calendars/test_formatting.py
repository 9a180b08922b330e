from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.calendars import (
    Calendar,
    ascii_digits,
    format_date,
    format_iso,
    from_jalali,
    localize_digits,
    month_name,
    parse_date,
    weekday_letter,
    weekday_name,
)
from articles.calendars.formatting import HIJRI_MARKS

DAY = date(2025, 12, 28)
REFERENCE = date(2150, 12, 31)
COVERED = {  # the years that parsing takes for plausible, and the tables of Umm al-Qura
    Calendar.JALALI: (from_jalali(1200, 1, 1), from_jalali(1500, 12, 29)),
    Calendar.GREGORIAN: (date(1800, 1, 1), date(2150, 12, 31)),
    Calendar.HIJRI: (date(1924, 8, 1), date(2077, 11, 16)),
}


@st.composite
def days_of_a_calendar(draw):
    calendar = draw(st.sampled_from(list(Calendar)))
    first, last = COVERED[calendar]
    return calendar, draw(st.dates(first, last))


@pytest.mark.parametrize(
    ("calendar", "language", "expected"),
    [
        (Calendar.JALALI, "fa", "یکشنبه ۷ دی ۱۴۰۴"),
        (Calendar.GREGORIAN, "fa", "یکشنبه ۲۸ دسامبر ۲۰۲۵"),
        (Calendar.HIJRI, "fa", "یکشنبه ۸ رجب ۱۴۴۷ ه‍.ق"),
        (Calendar.JALALI, "ar", "الأحد ٧ دي ١٤٠٤ هـ.ش"),
        (Calendar.GREGORIAN, "ar", "الأحد ٢٨ ديسمبر ٢٠٢٥"),
        (Calendar.HIJRI, "ar", "الأحد ٨ رجب ١٤٤٧ هـ"),
        (Calendar.JALALI, "en", "Sunday 7 Dey 1404"),
        (Calendar.GREGORIAN, "en", "Sunday 28 December 2025"),
        (Calendar.HIJRI, "en", "Sunday 8 Rajab 1447 AH"),
    ],
)
def test_a_day_is_written_by_the_convention_of_the_language(calendar, language, expected):
    assert format_date(DAY, calendar, language, weekday=True) == expected


def test_the_weekday_is_left_out_unless_asked_for():
    assert format_date(DAY, Calendar.JALALI, "fa") == "۷ دی ۱۴۰۴"


def test_the_form_for_machines_is_ascii():
    assert format_iso(DAY, Calendar.JALALI) == "1404-10-07"


@pytest.mark.parametrize("language", ["fa", "ar", "en"])
@pytest.mark.parametrize("weekday", [False, True])
@given(covered=days_of_a_calendar())
def test_words_read_back_as_the_same_day_in_the_same_calendar(language, weekday, covered):
    calendar, day = covered
    match = parse_date(format_date(day, calendar, language, weekday=weekday), reference=REFERENCE)

    assert match is not None
    assert (match.day, match.calendar, match.warnings) == (day, calendar, ())


@pytest.mark.parametrize("language", ["fa", "ar", "en"])
@given(covered=days_of_a_calendar())
def test_numbers_read_back_as_the_same_day_in_the_same_calendar(language, covered):
    calendar, day = covered
    numbers = localize_digits(format_iso(day, calendar).replace("-", "/"), language)
    mark = f" {HIJRI_MARKS[language]}" if calendar is Calendar.HIJRI else ""
    match = parse_date(numbers + mark, reference=REFERENCE)

    assert match is not None
    assert (match.day, match.calendar, match.warnings) == (day, calendar, ())


@given(covered=days_of_a_calendar().filter(lambda covered: covered[0] is not Calendar.HIJRI))
def test_the_form_for_machines_reads_back_where_its_year_tells_the_calendar(covered):
    calendar, day = covered
    match = parse_date(format_iso(day, calendar), reference=REFERENCE)

    assert match is not None
    assert (match.day, match.calendar, match.warnings) == (day, calendar, ())


def test_a_day_outside_the_hijri_tables_is_a_value_error():
    with pytest.raises(ValueError, match="Umm al-Qura"):
        format_date(date(1900, 1, 1), Calendar.HIJRI, "ar")


def test_digits_go_from_any_of_the_three_to_any():
    assert localize_digits("12۳۴٥٦", "fa") == "۱۲۳۴۵۶"
    assert localize_digits("12۳۴٥٦", "ar") == "١٢٣٤٥٦"
    assert ascii_digits("12۳۴٥٦") == "123456"


def test_names_stand_alone():
    assert month_name(Calendar.JALALI, 10, "fa") == "دی"
    assert weekday_name(DAY, "ar") == "الأحد"


@pytest.mark.parametrize("month", [0, 13])
def test_a_month_that_is_none_has_no_name(month):
    with pytest.raises(ValueError, match="month"):
        month_name(Calendar.JALALI, month, "fa")


@pytest.mark.parametrize(
    ("language", "letters"), [("fa", "شیدسچپج"), ("ar", "سحنثرخج"), ("en", "SSMTWTF")]
)
def test_the_letters_of_a_week_from_saturday(language, letters):
    saturday = date(2025, 12, 27)
    week = [saturday + timedelta(days=number) for number in range(7)]
    assert "".join(weekday_letter(day, language) for day in week) == letters
