"""Each rule, and the input that would make it wrong."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from articles.watching.figures import (
    NO_DAY,
    Disk,
    Figures,
    Kind,
    Limits,
    SourceDay,
    SourceFigures,
    Stuck,
    Upkeep,
    lag_of,
)
from articles.watching.holidays import is_holiday, is_lesser_holiday
from articles.watching.rules import judge

DAY = timedelta(1)
TODAY = date(2025, 12, 10)  # a Wednesday
NOW = datetime(2025, 12, 10, 6, tzinfo=UTC)
LIMITS = Limits(backup_days=2, check_days=9, disk_percent=5, index_changes=100)


def a_day(day, new=20, warned=1, lags=None):
    return SourceDay(day, new, warned, lags or [0, new, 0, 0, 0, 0, 0])


def days_until(last, weekdays=range(7), count=180):
    days = [last - DAY * number for number in reversed(range(count))]
    return [a_day(day) for day in days if day.weekday() in weekdays]


def found(*sources, today=TODAY, **figures):
    listed = [SourceFigures(pk, f"source {pk}", days) for pk, days in enumerate(sources)]
    return judge(Figures(NOW, today, listed, **figures), LIMITS)


def kinds(*sources, **options):
    return [each.kind for each in found(*sources, **options)]


# -- silence ---------------------------------------------------------------------------------------


def test_a_source_that_never_missed_a_day_is_missed_after_one():
    days = days_until(TODAY - 2 * DAY)
    [finding] = found(days)
    assert (finding.kind, finding.subject) == (Kind.SILENT_SOURCE, "0")
    assert finding.values == {"source": "source 0", "since": "2025-12-08"}


@pytest.mark.parametrize(
    ("last", "weekdays"),
    [
        (TODAY - DAY, range(7)),  # yesterday; today is not over
        (date(2025, 12, 6), {5}),  # a weekly of Saturdays
        (TODAY - 3 * DAY, {5, 6}),
    ],
)
def test_what_keeps_its_rhythm_is_not_silent(last, weekdays):
    assert kinds(days_until(last, weekdays)) == []


def test_a_weekly_is_missed_on_the_morning_after_its_day():
    days = days_until(date(2025, 11, 29), {5})
    assert kinds(days, today=date(2025, 12, 6)) == []
    assert kinds(days, today=date(2025, 12, 7)) == [Kind.SILENT_SOURCE]


def test_a_source_that_often_misses_days_must_be_silent_for_longer_than_ever():
    days = [each for each in days_until(TODAY - 4 * DAY) if each.day.toordinal() % 5 > 1]
    assert kinds(days) == []
    later = days[-1].day + 14 * DAY
    assert kinds(days, today=later) == [Kind.SILENT_SOURCE]


@pytest.mark.parametrize(
    ("last", "today"),
    [
        (date(2025, 3, 18), date(2025, 4, 3)),  # Nowruz, until the thirteenth
        (date(2025, 6, 4), date(2025, 6, 10)),  # Eid al-Adha
        (date(2025, 12, 23), date(2026, 1, 3)),  # Christmas
    ],
)
def test_holidays_are_no_silence_and_teach_none(last, today):
    days = days_until(last)
    assert kinds(days, today=today) == []
    assert kinds(days, today=today + 2 * DAY) == [Kind.SILENT_SOURCE]


@pytest.mark.parametrize(("keeps", "expected"), [(True, []), (False, [Kind.SILENT_SOURCE])])
def test_who_appears_on_lesser_holidays_is_missed_on_them(keeps, expected):
    holiday = date(2025, 11, 24)
    days = days_until(holiday - DAY)
    if keeps:
        days = [each for each in days if not is_lesser_holiday(each.day)]
    assert kinds(days, today=holiday + DAY) == expected


def test_what_came_in_once_on_another_day_is_no_rhythm_to_be_missed():
    weekly = days_until(date(2025, 11, 29), {5})
    odd = date(2025, 11, 4)
    days = sorted([*weekly, a_day(odd, 300)], key=lambda each: each.day)
    assert kinds(days, today=date(2025, 12, 7)) == [Kind.SILENT_SOURCE]


def test_one_silence_was_an_accident_and_two_are_a_habit():
    days = days_until(TODAY - 2 * DAY)
    accident = [each for each in days if not 43 <= (TODAY - each.day).days <= 45]
    assert kinds(accident) == [Kind.SILENT_SOURCE]
    habit = [each for each in accident if (TODAY - each.day).days != 15]
    assert kinds(habit) == []


@pytest.mark.parametrize(("few", "expected"), [(9, []), (12, [Kind.SILENT_SOURCE])])
def test_a_small_edition_that_is_left_out_says_nothing_yet(few, expected):
    days = [a_day(each.day, few if each.day.weekday() == 4 else 20)
            for each in days_until(date(2025, 12, 11))]  # fmt: skip
    assert kinds(days, today=date(2025, 12, 13)) == expected
    assert kinds(days, today=date(2025, 12, 14)) == [Kind.SILENT_SOURCE]


def test_a_day_without_papers_that_no_calendar_has_is_told_once_for_all():
    silent = [days_until(TODAY - 2 * DAY) for _ in range(5)]
    [finding] = found(*silent, days_until(TODAY - DAY))
    assert (finding.kind, finding.values["sources"]) == (Kind.SILENT_ARCHIVE, 5)


def test_what_came_in_at_once_and_never_again_has_no_rhythm():
    assert kinds([a_day(TODAY - number * DAY, 5000) for number in (90, 89, 88)]) == []


def test_a_source_that_shrinks_is_judged_by_what_it_brings_now():
    days = [a_day(each.day, 30 if each.day < TODAY - 90 * DAY else 1) for each in days_until(TODAY)]
    days = [each for each in days if each.new > 1 or each.day.toordinal() % 3]
    days = [each for each in days if each.day < TODAY - 2 * DAY]
    assert kinds(days) == []


# -- shares and days -------------------------------------------------------------------------------


def test_warnings_that_jump_are_found_and_become_usual_after_a_week():
    days = days_until(TODAY - 2 * DAY)
    assert kinds([*days, a_day(TODAY - DAY, warned=15)]) == [Kind.WARNINGS]
    worse = [a_day(TODAY - DAY * number, warned=15) for number in range(40, 0, -1)]
    assert kinds([*days_until(TODAY - 41 * DAY), *worse]) == []


@pytest.mark.parametrize(
    "judged",
    [
        a_day(TODAY - DAY, 4, 4),  # few articles say nothing
        a_day(TODAY - DAY, 20, 7),
        a_day(TODAY - DAY, 600, 90),  # an older stock, with some more warnings
    ],
)
def test_what_is_within_the_usual_is_no_jump(judged):
    assert kinds([*days_until(TODAY - 2 * DAY), judged]) == []


@pytest.mark.parametrize(
    ("usual", "warned", "expected"), [(4, 9, [Kind.WARNINGS]), (1, 6, []), (10, 10, [])]
)
def test_it_is_nearly_all_that_jumps_not_somewhat_more(usual, warned, expected):
    days = [a_day(each.day, 20, usual) for each in days_until(TODAY - 2 * DAY)]
    assert kinds([*days, a_day(TODAY - DAY, 10, warned)]) == expected


def test_a_source_whose_warnings_scatter_widely_needs_more_to_stand_out():
    days = [a_day(each.day, 20, 9 if each.day.toordinal() % 9 == 0 else 1)
            for each in days_until(TODAY - 2 * DAY)]  # fmt: skip
    assert kinds([*days, a_day(TODAY - DAY, 20, 11)]) == []
    assert kinds([*days, a_day(TODAY - DAY, 20, 20)]) == [Kind.WARNINGS]


@pytest.mark.parametrize("place", [0, 3, NO_DAY])
def test_days_that_drift_or_are_lost_are_found(place):
    lags = [0] * (NO_DAY + 1)
    lags[place] = 20
    days = [*days_until(TODAY - 2 * DAY), a_day(TODAY - DAY, lags=lags)]
    assert kinds(days) == [Kind.DATES]


@pytest.mark.parametrize(
    "lags",
    [
        [0, 20, 0, 0, 0, 480, 0],  # an older stock beside what is usual
        [0, 3, 0, 0, 0, 300, 0],  # … on a day with little news
        [0, 8, 6, 6, 0, 0, 0],
    ],
)
def test_an_older_stock_is_no_drift(lags):
    days = [*days_until(TODAY - 2 * DAY), a_day(TODAY - DAY, sum(lags), lags=lags)]
    assert kinds(days) == []


@pytest.mark.parametrize(
    ("day", "weekdays", "expected"),
    [
        (TODAY - DAY, range(7), [Kind.DATES]),
        (date(2025, 12, 12), {0, 1, 2, 3, 5, 6}, []),  # a Friday, on which nothing is usual
        (date(2025, 11, 24), range(7), []),  # a holiday
    ],
)
def test_an_older_stock_does_not_hide_that_the_days_of_the_others_are_lost(day, weekdays, expected):
    days = [*days_until(day - DAY, weekdays), a_day(day, 320, lags=[0, 0, 0, 0, 0, 300, 20])]
    assert kinds(days, today=day + DAY) == expected


@pytest.mark.parametrize(
    ("lags", "expected"),
    [
        ([25, 2, 0, 8, 15, 0, 0], [Kind.DATES]),
        ([0, 2, 0, 0, 0, 0, 48], [Kind.DATES]),
        ([0, 4, 0, 0, 0, 46, 0], []),
    ],
)
def test_what_is_of_the_future_or_without_day_is_no_older_stock(lags, expected):
    days = days_until(TODAY - 2 * DAY)
    assert kinds([*days, a_day(TODAY - DAY, 50, lags=lags)]) == expected


def test_few_articles_tell_that_days_are_lost_if_all_of_them_say_so():
    days = days_until(TODAY - 2 * DAY)
    assert kinds([*days, a_day(TODAY - DAY, 5, lags=[0, 0, 0, 0, 0, 0, 5])]) == [Kind.DATES]
    mixed = [a_day(each.day, lags=[0, 16, 3, 1, 0, 0, 0]) for each in days]
    assert kinds([*mixed, a_day(TODAY - DAY, 7, lags=[0, 2, 4, 1, 0, 0, 0])]) == []


def test_the_age_of_an_article_is_counted_from_its_day_to_its_arrival():
    ages = {TODAY + DAY: 0, TODAY: 1, TODAY - 3 * DAY: 2, TODAY - 400 * DAY: 5, None: NO_DAY}
    assert {day: lag_of(day, TODAY) for day in ages} == ages


def test_refusals_that_jump_are_found_but_not_one_bad_file():
    before = {TODAY - DAY * number: (1, 100) for number in range(2, 100)}
    jumped = {**before, TODAY - DAY: (60, 100)}
    assert kinds(refusals=jumped) == [Kind.REFUSALS]
    assert kinds(refusals={**before, TODAY - DAY: (3, 3)}) == []


# -- upkeep ----------------------------------------------------------------------------------------

WELL = {
    "first_import": NOW - 100 * DAY,
    "last_backup": NOW - DAY,
    "last_check": NOW - 5 * DAY,
    "worker_seen": NOW,
}


@pytest.mark.parametrize(
    ("upkeep", "expected"),
    [
        ({}, []),
        ({"last_backup": NOW - 3 * DAY}, [Kind.BACKUP]),
        ({"last_backup": None}, [Kind.BACKUP]),
        ({"last_backup": None, "last_check": None, "first_import": NOW - DAY}, []),  # new
        ({"last_backup": None, "last_check": None, "first_import": None}, []),  # empty
        ({"last_check": NOW - 10 * DAY}, [Kind.CHECK]),
        ({"problems": 2}, [Kind.DAMAGE]),
        ({"index_works": False}, [Kind.INDEX]),
        ({"index_behind": 101}, [Kind.INDEX]),
        ({"index_behind": 101, "is_importing": True}, []),  # it catches up by itself
        ({"disks": [Disk("data", 4, 100)]}, [Kind.DISK]),
        ({"disks": [Disk("data", 5, 100), Disk("none", 0, 0)]}, []),
        ({"jobs_failed": 3, "jobs_ended": 6}, [Kind.JOBS_FAIL]),
        ({"jobs_failed": 2, "jobs_ended": 2}, []),
        ({"jobs_failed": 3, "jobs_ended": 7}, []),
        ({"stuck": [Stuck(7, NOW - timedelta(minutes=16))]}, [Kind.JOB_STUCK]),
        ({"stuck": [Stuck(7, NOW - timedelta(minutes=14))]}, []),
        ({"feeds": [(1, "x", 5), (2, "y", 4)]}, [Kind.FEED]),
        ({"worker_seen": NOW - timedelta(minutes=6)}, [Kind.WORKER]),
        ({"worker_seen": None}, []),  # an archive that has no staff
        ({"worker_seen": None, "waiting_since": NOW - timedelta(hours=3)}, [Kind.WORKER]),
        ({"waiting_since": NOW - timedelta(hours=3), "is_importing": True}, []),  # a long import
    ],
)
def test_what_the_archive_lacks(upkeep, expected):
    assert kinds(upkeep=Upkeep(**{**WELL, **upkeep})) == expected


def test_limits_of_nought_switch_rules_off():
    figures = Figures(NOW, TODAY, upkeep=Upkeep(first_import=NOW - 100 * DAY))
    off = Limits(backup_days=0, check_days=0, disk_percent=0, index_changes=100)
    assert judge(figures, off) == []


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 3, 20), True),
        (date(2025, 4, 2), True),
        (date(2025, 4, 3), False),
        (date(2025, 3, 30), True),
        (date(2026, 5, 27), True),
        (date(2025, 7, 5), True),
        (date(2025, 12, 25), True),
        (date(2025, 12, 23), False),
        (date(2090, 1, 5), False),  # beyond the tables of the lunar calendar
    ],
)
def test_holidays_of_three_calendars(day, expected):
    assert is_holiday(day) is expected
