from datetime import date, timedelta

import jdatetime
import pytest

from articles.calendars import (
    Calendar,
    from_hijri,
    from_jalali,
    is_leap_jalali,
    month_range,
    to_hijri,
    to_jalali,
    year_range,
)


def test_every_jalali_day_from_1300_to_1500_goes_to_gregorian_and_back():
    day = from_jalali(1300, 1, 1)
    expected = day
    for year in range(1300, 1501):
        for month in range(1, 13):
            length = 31 if month <= 6 else 30 if month <= 11 or is_leap_jalali(year) else 29
            for number in range(1, length + 1):
                day = from_jalali(year, month, number)
                assert day == expected
                assert to_jalali(day) == (year, month, number)
                expected += timedelta(days=1)
    assert day == from_jalali(1500, 12, 29 + is_leap_jalali(1500))


def test_the_first_of_each_month_agrees_with_jdatetime():
    for year in range(1300, 1501):
        for month in range(1, 13):
            assert from_jalali(year, month, 1) == jdatetime.date(year, month, 1).togregorian()


@pytest.mark.parametrize(
    ("jalali", "gregorian"),
    [
        ((1404, 10, 7), date(2025, 12, 28)),
        ((1403, 12, 30), date(2025, 3, 20)),
        ((1404, 1, 1), date(2025, 3, 21)),
        ((1399, 12, 30), date(2021, 3, 20)),
        ((1357, 11, 22), date(1979, 2, 11)),
        ((1300, 1, 1), date(1921, 3, 21)),
    ],
)
def test_known_days_agree(jalali, gregorian):
    assert from_jalali(*jalali) == gregorian
    assert to_jalali(gregorian) == jalali


def test_leap_years_are_those_of_the_official_calendar():
    assert [year for year in range(1395, 1413) if is_leap_jalali(year)] == [
        1395,
        1399,
        1403,
        1408,
        1412,
    ]


@pytest.mark.parametrize("jalali", [(1404, 12, 30), (1404, 13, 1), (1404, 0, 1), (1404, 7, 31)])
def test_an_impossible_jalali_date_is_a_value_error(jalali):
    with pytest.raises(ValueError, match=r"\d"):
        from_jalali(*jalali)


@pytest.mark.parametrize("year", [0, -1, 9377, 10**9])
def test_a_jalali_year_out_of_range_is_a_value_error(year):
    with pytest.raises(ValueError, match="year"):
        from_jalali(year, 1, 1)


@pytest.mark.parametrize("day", [date.min, date.max])
def test_a_day_without_a_jalali_date_is_a_value_error(day):
    with pytest.raises(ValueError, match="outside"):
        to_jalali(day)


def test_a_month_range_holds_its_first_and_last_day():
    assert month_range(Calendar.JALALI, 1404, 12) == (date(2026, 2, 20), date(2026, 3, 20))


def test_a_year_range_holds_its_first_and_last_day():
    assert year_range(Calendar.JALALI, 1403) == (date(2024, 3, 20), date(2025, 3, 20))


def test_a_month_that_is_none_has_no_range():
    with pytest.raises(ValueError, match="month"):
        month_range(Calendar.JALALI, 1404, 13)


def test_known_hijri_days_agree():
    assert to_hijri(date(2025, 12, 28)) == (1447, 7, 8)
    assert from_hijri(1447, 7, 8) == date(2025, 12, 28)


def test_hijri_covers_exactly_the_tables_of_umm_al_qura():
    assert to_hijri(date(1924, 7, 31)) is None
    assert to_hijri(date(1924, 8, 1)) == (1343, 1, 1)
    assert to_hijri(date(2077, 11, 16)) == (1500, 12, 30)
    assert to_hijri(date(2077, 11, 17)) is None


@pytest.mark.parametrize("hijri", [(1342, 1, 1), (1501, 1, 1), (1447, 13, 1), (1447, 7, 31)])
def test_an_impossible_hijri_date_is_a_value_error(hijri):
    with pytest.raises(ValueError, match=r"\d"):
        from_hijri(*hijri)
