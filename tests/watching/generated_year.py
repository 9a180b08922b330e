"""An invented year of an archive: twenty sources, each with its own rhythm, and their holidays.

The days without papers are written down here, not computed as the rules compute them; in each year
the moon shifts the feasts by a day for some. Faults are put into a year and must be found; a year
without faults must raise no alarm.
"""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from articles.watching.figures import (
    HORIZON,
    NO_DAY,
    Disk,
    Figures,
    Finding,
    Kind,
    Limits,
    SourceDay,
    SourceFigures,
    Stuck,
    Upkeep,
)
from articles.watching.rules import judge

LIMITS = Limits(backup_days=2, check_days=9, disk_percent=5, index_changes=10_000)
FIRST, LAST = date(2025, 1, 1), date(2025, 12, 31)
ZONE = ZoneInfo("Asia/Tehran")
DAY = timedelta(1)


def days(first: date, last: date) -> list[date]:
    return [first + DAY * number for number in range((last - first).days + 1)]


def _between(*spans: tuple[tuple[int, int, int], tuple[int, int, int]]) -> frozenset[date]:
    return frozenset(day for first, last in spans for day in days(date(*first), date(*last)))


NOWRUZ = _between(((2024, 3, 20), (2024, 4, 1)), ((2025, 3, 20), (2025, 4, 2)))
SHORT_NOWRUZ = _between(((2025, 3, 20), (2025, 3, 24)), ((2025, 4, 2), (2025, 4, 2)))
MOURNING = _between(
    ((2024, 7, 15), (2024, 7, 16)), ((2025, 7, 5), (2025, 7, 6)), ((2025, 8, 14), (2025, 8, 14))
)
FEASTS = _between(
    ((2024, 6, 16), (2024, 6, 18)), ((2025, 3, 30), (2025, 4, 2)), ((2025, 6, 5), (2025, 6, 9))
)
FEASTS_OF_IRAN = _between(((2025, 3, 31), (2025, 4, 1)), ((2025, 6, 7), (2025, 6, 7)))
OTHER_DAYS_OF_IRAN = frozenset(
    date(*day) for day in (
        (2024, 8, 25), (2024, 9, 2), (2024, 9, 4), (2024, 9, 12), (2024, 9, 21), (2024, 12, 5),
        (2025, 1, 14), (2025, 1, 28), (2025, 2, 10), (2025, 2, 14), (2025, 3, 19), (2025, 4, 24),
        (2025, 6, 4), (2025, 6, 5), (2025, 6, 14), (2025, 8, 22), (2025, 8, 24), (2025, 8, 31),
        (2025, 9, 10), (2025, 11, 24),
    )
)  # fmt: skip
NEW_YEAR = _between(((2025, 6, 26), (2025, 6, 27)))
"""Of the moon: a holiday in some countries, on which the papers here appear."""
CHRISTMAS = _between(((2024, 12, 24), (2025, 1, 1)), ((2025, 12, 24), (2025, 12, 31)))
IRAN = NOWRUZ | MOURNING | FEASTS_OF_IRAN | OTHER_DAYS_OF_IRAN
HOLIDAYS = IRAN | FEASTS | NEW_YEAR | CHRISTMAS
MON, TUE, WED, THU, FRI, SAT, SUN = range(7)


@dataclass(frozen=True, slots=True)
class Habit:
    """How a source publishes: articles by day of the week, how evenly, and what is usual of them.

    ``shape`` is that of a gamma distribution over days: small ones are uneven. ``off`` are days
    without. ``growth`` multiplies over the year. ``lags`` are weights of the places of lags.
    """

    usual: tuple[float, ...]
    off: frozenset[date] = frozenset()
    shape: float = 12
    active: float = 1.0
    growth: float = 1.0
    warned: float = 0.05
    lags: tuple[float, ...] = (0, 96, 3, 1, 0, 0, 0)
    steady: bool = True


def _on(weekdays: Iterable[int], count: float, others: float = 0) -> tuple[float, ...]:
    return tuple(count if day in weekdays else others for day in range(7))


ALL = range(7)
WEEK_OF_IRAN = (SAT, SUN, MON, TUE, WED, THU)
HABITS = (
    Habit(_on(ALL, 45), SHORT_NOWRUZ, warned=0.02),
    Habit(_on(ALL, 30, 0), frozenset(), warned=0.1),
    Habit(_on((SAT, SUN, MON, TUE, WED), 25, 12), SHORT_NOWRUZ, warned=0.05),
    Habit(_on(WEEK_OF_IRAN, 22), IRAN, warned=0.08),
    Habit(_on(WEEK_OF_IRAN, 14), IRAN, warned=0.3, lags=(0, 80, 15, 5, 0, 0, 0)),
    Habit(_on((SAT, SUN, MON, TUE, WED), 18), IRAN, warned=0.01),
    Habit(_on(ALL, 28), FEASTS, warned=0.04),
    Habit(_on((SUN, MON, TUE, WED, THU), 20, 6), FEASTS, warned=0.15),
    Habit(_on((SUN, MON, TUE, WED, THU), 16), FEASTS, lags=(5, 90, 3, 2, 0, 0, 0)),
    Habit(_on((MON, TUE, WED, THU, FRI), 26, 9), CHRISTMAS),
    Habit(_on((MON, TUE, WED, THU, FRI), 19), CHRISTMAS, warned=0.2),
    Habit(_on((THU,), 14), IRAN, lags=(0, 50, 50, 0, 0, 0, 0)),
    Habit(_on((SAT,), 18), FEASTS, lags=(0, 30, 60, 10, 0, 0, 0)),
    Habit(_on(ALL, 12), growth=3.0),
    Habit(_on(ALL, 24), growth=0.35),
    # Those whose rhythm tells little: they must not be reported for it.
    Habit(_on(ALL, 1.2), shape=5, steady=False),
    Habit(_on(ALL, 9), shape=2, active=0.6, steady=False),
    Habit(_on((MON, WED), 7), active=0.8, shape=3, steady=False),
    Habit(_on(ALL, 0.15), shape=1, steady=False),
    Habit(_on(ALL, 6), shape=0.7, lags=(0, 30, 20, 20, 20, 5, 5), warned=0.5, steady=False),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that goes wrong on these days, in a source (by its place) or in the archive."""

    kind: Kind
    first: date
    last: date
    source: int | None = None
    form: str = ""

    @property
    def subject(self) -> str | None:
        return None if self.source is None else str(self.source)

    def holds(self, day: date, source: int | None = None) -> bool:
        return self.source == source and self.first <= day <= self.last


def _poisson(chance: random.Random, mean: float) -> int:
    """By the normal distribution where it is near enough."""
    if mean > 30:
        return max(0, round(chance.gauss(mean, mean**0.5)))
    limit, count, product = 2.718281828**-mean, 0, chance.random()
    while product > limit:
        count += 1
        product *= chance.random()
    return count


@dataclass
class Year:
    """The figures of each morning of a year, with faults, if there are any."""

    seed: int
    faults: tuple[Fault, ...] = ()
    sources: list[list[SourceDay]] = field(default_factory=list)
    refusals: dict[date, tuple[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        every = days(FIRST - HORIZON, LAST)
        for place, habit in enumerate(HABITS):
            chance = random.Random(f"{self.seed} {place}")
            self.sources.append(
                [each for day in every if (each := self._day(place, habit, day, chance))]
            )
        chance = random.Random(f"{self.seed} refusals")
        for day in every:
            whole = sum(self._on(source, day) for source in self.sources)
            whole = max(whole, _poisson(chance, 80))
            share = chance.betavariate(2, 60)
            if any(fault.kind is Kind.REFUSALS and fault.holds(day) for fault in self.faults):
                share = 0.5
            self.refusals[day] = (round(share * whole), whole)

    def _on(self, source: list[SourceDay], day: date) -> int:
        place = bisect_left(source, day, key=lambda each: each.day)
        return source[place].new if place < len(source) and source[place].day == day else 0

    def _day(self, place: int, habit: Habit, day: date, chance: random.Random) -> SourceDay | None:
        passed = (day - FIRST).days / 365
        mean = habit.usual[day.weekday()] * habit.growth ** max(0, passed)
        mean *= chance.gammavariate(habit.shape, 1 / habit.shape)
        count = _poisson(chance, mean) if chance.random() < habit.active else 0
        warned = chance.betavariate(30 * habit.warned + 0.01, 30 * (1 - habit.warned))
        is_older_stock = chance.random() < 0.004
        moved = chance.random()
        kinds = {fault.kind: fault for fault in self.faults if fault.holds(day, place)}
        if day in habit.off or Kind.SILENT_SOURCE in kinds:
            count, is_older_stock = 0, is_older_stock and Kind.SILENT_SOURCE not in kinds
        if not count and not is_older_stock:
            return None
        if Kind.WARNINGS in kinds:
            warned = max(0.85, warned)
        lags = [0] * (NO_DAY + 1)
        for _number in range(count):
            lags[chance.choices(range(NO_DAY + 1), habit.lags)[0]] += 1
        if Kind.DATES in kinds:
            lags = _drifted(lags, kinds[Kind.DATES].form)
        if is_older_stock:
            older = 60 + round(400 * moved)
            count, lags[5] = count + older, lags[5] + older
        return SourceDay(day, count, sum(chance.random() < warned for _ in range(count)), lags)

    def figures(self, today: date) -> Figures:
        """What is known in the morning of a day."""
        sources = []
        for place, source in enumerate(self.sources):
            first, last = (
                bisect_left(source, day, key=lambda each: each.day)
                for day in (today - HORIZON, today)
            )
            sources.append(SourceFigures(place, f"source {place}", source[first:last]))
        refusals = {day: self.refusals[day] for day in days(today - HORIZON, today - DAY)}
        now = datetime.combine(today, time(6), ZONE)
        return Figures(now, today, sources, refusals, self._upkeep(today, now))

    def _upkeep(self, today: date, now: datetime) -> Upkeep:
        broken = {
            fault.kind: (today - fault.first).days for fault in self.faults if fault.holds(today)
        }

        def last(kind: Kind, usual: timedelta) -> datetime:
            return now - max(usual, DAY * broken.get(kind, 0))

        chance = random.Random(f"{self.seed} {today}")
        week = (today.weekday() + 1) % 7
        return Upkeep(
            first_import=now - HORIZON,
            last_backup=last(Kind.BACKUP, timedelta(hours=chance.randrange(1, 30))),
            last_check=last(Kind.CHECK, DAY * week),
            problems=3 if Kind.DAMAGE in broken else 0,
            index_behind=50_000 if Kind.INDEX in broken else chance.randrange(0, 15_000, 300) // 3,
            is_importing=False,
            disks=[Disk("data", 2 if Kind.DISK in broken else chance.randrange(15, 60), 100)],
            jobs_failed=6 if Kind.JOBS_FAIL in broken else chance.choice((0, 0, 0, 1, 2)),
            jobs_ended=8,
            stuck=[Stuck(1, now - timedelta(hours=2))] if Kind.JOB_STUCK in broken else [],
            worker_seen=now - timedelta(hours=1 if Kind.WORKER in broken else 0),
            feeds=[(1, "feed", 9 if Kind.FEED in broken else chance.choice((0, 0, 1, 2)))],
        )

    def cycles(self) -> Iterator[tuple[date, list[Finding]]]:
        """What each morning's cycle finds."""
        for today in days(FIRST, LAST):
            yield today, judge(self.figures(today), LIMITS)


def _drifted(lags: list[int], form: str) -> list[int]:
    count, found = sum(lags), [0] * (NO_DAY + 1)
    if form == "undated":
        found[NO_DAY] = count
    elif form == "future":
        found[0], found[1] = count - count // 10, count // 10
    else:  # month and day exchanged
        found[3], found[4], found[0] = count // 4, count // 2, count - count // 4 - count // 2
    return found


FAULTS_OF_ARCHIVE = (Kind.REFUSALS, Kind.BACKUP, Kind.CHECK, Kind.DAMAGE, Kind.INDEX, Kind.DISK,
                     Kind.JOBS_FAIL, Kind.JOB_STUCK, Kind.WORKER, Kind.FEED)  # fmt: skip
"""Ten; with five silences, two jumps of warnings and three drifts of days: twenty faults."""


def twenty_faults(seed: int) -> tuple[Fault, ...]:
    """Twenty faults on days by chance: silences begin on a day on which the source always
    publishes, and no source has two."""
    chance = random.Random(f"faults {seed}")
    whole = [place for place, habit in enumerate(HABITS) if habit.steady]
    daily = [place for place in whole if sum(map(bool, HABITS[place].usual)) >= 5]
    # Days drift and warnings jump where there are enough of them to tell.
    usual = [place for place in daily if HABITS[place].warned <= 0.2 and place not in (13, 14)]
    taken = chance.sample(usual, 5)
    silent = chance.sample([place for place in whole if place not in taken], 5)
    forms = ["undated", "future", "exchanged"]
    faults = []
    for number, place in enumerate([*taken, *silent]):
        first = _working(chance, HABITS[place])
        kind = Kind.WARNINGS if number < 2 else Kind.DATES if number < 5 else Kind.SILENT_SOURCE
        form = forms[number - 2] if kind is Kind.DATES else ""
        last = first + DAY * (20 if kind is Kind.SILENT_SOURCE else 5)
        faults.append(Fault(kind, first, last, place, form))
    for kind in FAULTS_OF_ARCHIVE:
        first = FIRST + DAY * chance.randrange(30, 330)
        faults.append(Fault(kind, first, first + DAY * 14))
    return tuple(faults)


def _working(chance: random.Random, habit: Habit) -> date:
    """A day on which the source publishes, and for which there is no holiday around."""
    while True:
        day = FIRST + DAY * chance.randrange(20, 340)
        around = days(day - DAY, day + DAY)
        is_usual = habit.usual[day.weekday()] == max(habit.usual)
        if is_usual and not HOLIDAYS & set(around):
            return day


def due_on(fault: Fault) -> date:
    """The morning of the first cycle that can see a fault."""
    if fault.kind is Kind.BACKUP:
        return fault.first + DAY * (LIMITS.backup_days + 1)
    if fault.kind is Kind.CHECK:
        return fault.first + DAY * (LIMITS.check_days + 1)
    if fault.source is not None or fault.kind is Kind.REFUSALS:
        return fault.first + DAY  # its first day has passed
    return fault.first


@dataclass(frozen=True, slots=True)
class Outcome:
    """Faults with the days from when they were due until they were found (None: never), and what
    was found besides: by kind, subject and day."""

    found: dict[Fault, int | None]
    false: list[tuple[str, str, date]]


def run(year: Year) -> Outcome:
    """All cycles of a year. A finding that goes on is one."""
    found: dict[Fault, int | None] = dict.fromkeys(year.faults)
    false, before = [], set()
    for today, findings in year.cycles():
        now = {(finding.kind, finding.subject) for finding in findings}
        for kind, subject in now:
            causes = [fault for fault in year.faults if _explains(fault, kind, subject, today)]
            for fault in causes:
                if found[fault] is None and fault.kind is kind:
                    found[fault] = (today - due_on(fault)).days
            if not causes and (kind, subject) not in before:
                false.append((str(kind), subject, today))
        before = now
    return Outcome(found, false)


def _explains(fault: Fault, kind: Kind, subject: str, today: date) -> bool:
    is_its_own = fault.kind is kind and fault.subject in (None, subject)
    return is_its_own and fault.first <= today <= fault.last + DAY * 10
