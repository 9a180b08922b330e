"""Sources that fell silent against their own rhythm. Pure.

For each day of the week the rule learns how often a source was silent on it, and how much it
usually brings. A day without articles is as surprising as it was rare; the surprises of the days of
a silence add up, in powers of ten. One silence of a source that else never missed a day was an
accident, and teaches nothing: the next is missed as the first was. Days that are holidays teach
nothing and surprise nobody, but for lesser ones where the source is used to appear.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from math import log10
from statistics import median

from .chances import certainty, evenness, few
from .figures import Figures, Finding, Kind, SourceDay
from .holidays import is_holiday, is_lesser_holiday

LEAST_DAYS = 8
"""Days with articles from which a rhythm is learned."""

RECENT = timedelta(days=84)
"""How much a source brings is learned from its last weeks: it may have grown or shrunk."""

WEAK = 0.5
"""Days of the week that bring less than this part of the fullest one do not tell by themselves that
a source fell silent: who has a small edition on Fridays may leave one out."""

WRONG = 0.5
"""So many silences of a source are found wrongly in half a year if its counts scatter as learned: a
weekly, which could be missed 26 times, needs less to be missed than a daily paper."""

LONGER, BEYOND = 1.5, 1.5
"""How much more surprising than the longest silence before a silence must be: so many times, and by
so much. The latter is one whole day of a source that in half a year never missed one of this day
of the week; before such days the longest silence does not count."""

WRONG_OF_IRREGULAR = 0.002
"""As :data:`WRONG`, of sources that miss days anyway: nothing is lost by waiting a little."""

LEAST_HOLIDAYS = 3
"""From so many lesser holidays is it learned whether a source appears on them."""

MANY = 4
"""If at least so many sources, and half of those that are due, fell silent, it is the archive."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How a source usually publishes, by day of the week (Monday is 0)."""

    counts: Sequence[tuple[date, int]]
    """Its articles of all days but holidays."""
    gaps: Sequence[tuple[int, int]]
    """How many of these days were silent, of how many."""
    by_counts: Sequence[float]
    """How surprising a silent day is, judged by how many articles are usual."""
    weak: frozenset[int]
    """Days of the week that bring little beside the others."""
    is_off: Callable[[date], bool]
    """Whether silence on a day says nothing, since it is a holiday."""

    def by_gaps(self, silent: Sequence[date]) -> float:
        """How surprising silence on all these days is, judged by how often there was none. Each
        makes the next less surprising: the source may be silent more often than was seen."""
        found, more = 0.0, [0] * 7
        for weekday in map(date.weekday, silent):
            gaps, every = self.gaps[weekday]
            found -= log10((gaps + more[weekday] + 0.5) / (every + more[weekday] + 1))
            more[weekday] += 1
        return found

    def is_weak(self, day: date) -> bool:
        return day.weekday() in self.weak

    def longest(self) -> float:
        """The most surprising silence before."""
        found, silent = 0.0, list[date]()
        for day, count in self.counts:
            if count:
                found, silent = max(found, self.by_gaps(silent)), []
            else:
                silent.append(day)
        return found

    def was_never_missed(self, silent: Sequence[date]) -> bool:
        """Whether there never was silence on such days, as far as the source publishes on them:
        what came in on another day once is no rhythm."""
        usual = [gaps for gaps, every in map(self._gaps_of, silent) if gaps * 2 < every]
        return bool(usual) and not any(usual)

    def _gaps_of(self, day: date) -> tuple[int, int]:
        return self.gaps[day.weekday()]


def rhythm_of(days: Sequence[SourceDay]) -> Rhythm:
    """Learn from the days up to the last one with articles."""
    brought = {each.day: each.new for each in days if each.new}
    first, last = days[0].day, days[-1].day
    is_off = _holidays_of(brought, first, last)
    counts = _without_accident(
        [(day, brought.get(day, 0)) for day in _days(first, last) if not is_off(day)]
    )
    by_weekday: list[list[int]] = [[] for _ in range(7)]
    recent: list[list[int]] = [[] for _ in range(7)]
    for day, count in counts:
        by_weekday[day.weekday()].append(count)
        if day > last - RECENT:
            recent[day.weekday()].append(count)
    shape = evenness(map(_without_older_stock, by_weekday))
    means = [sum(each) / len(each) if each else 0.0 for each in map(_without_older_stock, recent)]
    gaps = [(each.count(0), len(each)) for each in by_weekday]
    weak = frozenset(place for place, mean in enumerate(means) if mean < WEAK * max(means))
    return Rhythm(counts, gaps, [few(0, mean, shape) for mean in means], weak, is_off)


def _holidays_of(brought: Mapping[date, int], first: date, last: date) -> Callable[[date], bool]:
    """The holidays of a source: whoever appears on lesser ones is missed on them, too."""
    lesser = [d for d in _days(first, last) if is_lesser_holiday(d) and not is_holiday(d)]
    usual = {day.weekday() for day in brought}
    told = [day in brought for day in lesser if day.weekday() in usual]
    appears = len(told) >= LEAST_HOLIDAYS and told.count(False) <= len(told) // 10
    return is_holiday if appears else lambda day: is_holiday(day) or is_lesser_holiday(day)


def _without_accident(counts: Sequence[tuple[date, int]]) -> Sequence[tuple[date, int]]:
    """All days but those of the only silence, if there was but one on days of the week on which
    the source usually publishes; two are a habit."""
    by_weekday: list[list[bool]] = [[] for _ in range(7)]
    for day, count in counts:
        by_weekday[day.weekday()].append(not count)
    usual = {weekday for weekday, gaps in enumerate(by_weekday) if sum(gaps) * 2 < len(gaps)}
    told = [(day, count) for day, count in counts if day.weekday() in usual]
    silences = [
        {day for day, _count in run}
        for brought, run in groupby(told, lambda each: each[1] > 0)
        if not brought
    ]
    if len(silences) != 1:
        return counts
    return [(day, count) for day, count in counts if day not in silences[0]]


def _without_older_stock(counts: Sequence[int]) -> list[int]:
    """Counts of days, of which none is far above the others: then older articles came in too."""
    most = 3 * median(counts) + 5 if counts else 0
    return [min(count, round(most)) for count in counts]


def silences(figures: Figures) -> Iterator[Finding]:
    """Sources that are silent; one finding for all if nothing comes in any more."""
    due, found = 0, []
    for source in figures.sources:
        days = [each for each in source.days if each.new]
        if len(days) < LEAST_DAYS or days[-1].day >= figures.today:
            continue
        due += 1
        if is_silent(days, figures.today):
            since = days[-1].day
            values = {"source": source.name, "since": since.isoformat()}
            found.append(Finding(Kind.SILENT_SOURCE, str(source.pk), values))
    latest = [each for each in found if _is_new(each, figures.today)]
    if len(latest) >= MANY and len(latest) * 2 >= due:
        first = min(str(each.values["since"]) for each in latest)
        yield Finding(Kind.SILENT_ARCHIVE, "", {"sources": len(latest), "since": first})
        found = [each for each in found if each not in latest]
    yield from found


def _is_new(finding: Finding, today: date) -> bool:
    return date.fromisoformat(str(finding.values["since"])) >= today - timedelta(days=10)


def is_silent(days: Sequence[SourceDay], today: date) -> bool:
    """Whether a source with these days with articles should have had some since the last one."""
    last = days[-1].day
    if last >= today - timedelta(1):
        return False
    rhythm = rhythm_of(days)
    since = _days(last + timedelta(1), today - timedelta(1))
    silent = [day for day in since if not rhythm.is_off(day)]
    by_counts = sum(rhythm.by_counts[day.weekday()] for day in silent)
    if by_counts < certainty(len(days), WRONG) or all(map(rhythm.is_weak, silent)):
        return False
    by_gaps = rhythm.by_gaps(silent)
    if rhythm.was_never_missed(silent):
        return by_gaps >= BEYOND
    irregular = certainty(len(days), WRONG_OF_IRREGULAR)
    return by_gaps >= max(irregular, rhythm.longest() * LONGER + BEYOND)


def _days(first: date, last: date) -> Iterator[date]:
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(ordinal)
