"""Years, months and days as spans of days, and the weeks of a month."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.calendars import Calendar, Period, Precision, from_jalali, to_jalali, weeks
from articles.calendars.periods import YEARS

BOTH = [Calendar.JALALI, Calendar.GREGORIAN]
calendars = st.sampled_from(BOTH)
precisions = st.sampled_from(list(Precision))
days = st.dates(date(1700, 1, 1), date(2300, 12, 31))


@pytest.mark.parametrize(
    ("numbers", "first", "last", "precision"),
    [
        ((Calendar.JALALI, 1404), date(2025, 3, 21), date(2026, 3, 20), Precision.YEAR),
        ((Calendar.JALALI, 1403), date(2024, 3, 20), date(2025, 3, 20), Precision.YEAR),
        ((Calendar.JALALI, 1404, 10), date(2025, 12, 22), date(2026, 1, 20), Precision.MONTH),
        ((Calendar.JALALI, 1404, 10, 7), date(2025, 12, 28), date(2025, 12, 28), Precision.DAY),
        ((Calendar.GREGORIAN, 2024), date(2024, 1, 1), date(2024, 12, 31), Precision.YEAR),
        ((Calendar.GREGORIAN, 2024, 2), date(2024, 2, 1), date(2024, 2, 29), Precision.MONTH),
        ((Calendar.GREGORIAN, 2024, 2, 29), date(2024, 2, 29), date(2024, 2, 29), Precision.DAY),
    ],
)
def test_a_period_knows_its_days(numbers, first, last, precision):
    period = Period.of(*numbers)
    assert (period.first, period.last, period.precision) == (first, last, precision)


@pytest.mark.parametrize(
    "numbers",
    [
        (Calendar.JALALI, 0),
        (Calendar.JALALI, 9377),
        (Calendar.JALALI, 1404, 0),
        (Calendar.JALALI, 1404, 13),
        (Calendar.JALALI, 1404, 7, 31),
        (Calendar.JALALI, 1404, 12, 30),
        (Calendar.JALALI, 1404, 1, 0),
        (Calendar.GREGORIAN, 622),
        (Calendar.GREGORIAN, 9998),
        (Calendar.GREGORIAN, 99999, 1),
        (Calendar.GREGORIAN, 2025, 2, 29),
        (Calendar.GREGORIAN, 2025, 13, 1),
    ],
)
def test_there_is_no_period_with_numbers_outside_the_calendar(numbers):
    with pytest.raises(ValueError):
        Period.of(*numbers)


@pytest.mark.parametrize("calendar", BOTH)
def test_every_day_of_the_years_has_a_date_in_both_calendars(calendar):
    earliest = Period.of(calendar, YEARS[calendar][0])
    latest = Period.of(calendar, YEARS[calendar][-1])
    for day in (earliest.first, latest.last):
        assert from_jalali(*to_jalali(day)) == day
    assert (earliest.previous, latest.next) == (None, None)


@given(days, calendars, precisions)
def test_a_day_lies_in_its_period_and_the_neighbours_touch_it(day, calendar, precision):
    period = Period.holding(day, calendar, precision)
    assert period.first <= day <= period.last
    assert period.precision is precision
    assert period.previous.last == period.first - timedelta(days=1)
    assert period.next.first == period.last + timedelta(days=1)
    assert period.previous.next == period == period.next.previous


@given(days, calendars, precisions)
def test_the_same_days_in_the_other_calendar(day, calendar, precision):
    period = Period.holding(day, calendar, precision)
    other = Calendar.GREGORIAN if calendar is Calendar.JALALI else Calendar.JALALI
    found = period.within(other)
    assert found[0].first <= period.first
    assert found[-1].last >= period.last
    assert {each.calendar for each in found} == {other}
    if precision is Precision.DAY:
        assert [each.first for each in found] == [day]


def test_a_winter_month_lies_in_two_months_and_two_years_of_the_other_calendar():
    month = Period.of(Calendar.JALALI, 1404, 10)
    assert [(each.year, each.month) for each in month.within(Calendar.GREGORIAN)] == [
        (2025, 12),
        (2026, 1),
    ]


def test_the_same_month_and_day_in_another_year():
    leap_day = Period.of(Calendar.JALALI, 1403, 12, 30)
    assert leap_day.same_in(1404) is None
    assert leap_day.same_in(1408) == Period.of(Calendar.JALALI, 1408, 12, 30)
    month = Period.of(Calendar.GREGORIAN, 9997, 5)
    assert month.same_in(9996) == Period.of(Calendar.GREGORIAN, 9996, 5)
    assert month.same_in(9998) is None


@given(days, calendars)
def test_weeks_hold_the_days_of_a_month_in_order_from_saturday_to_friday(day, calendar):
    month = Period.holding(day, calendar, Precision.MONTH)
    rows = weeks(month.first, month.last)
    assert {len(row) for row in rows} == {7}
    shown = [day for row in rows for day in row if day]
    assert shown == [month.first + timedelta(days=n) for n in range(len(shown))]
    assert shown[-1] == month.last
    for row in rows:
        assert any(row)
        for column, day in enumerate(row):
            assert day is None or day.strftime("%A") == WEEK[column]


WEEK = ["Saturday", "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]


def test_a_month_of_four_whole_weeks_has_no_blanks():
    rows = weeks(date(2014, 2, 1), date(2014, 2, 28))  # a February that begins on a Saturday
    assert len(rows) == 4
    assert None not in [day for row in rows for day in row]
