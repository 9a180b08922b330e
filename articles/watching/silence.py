"""Sources that fell silent against their own rhythm. Pure.

For each day of the week the rule learns how often a source was silent on it, and how much it
usually brings. A day without articles is as surprising as it was rare; the surprises of the days of
a silence add up, in powers of ten. Days that are holidays teach nothing and surprise nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import log, log10
from statistics import median

from .figures import Figures, Finding, Kind, SourceDay
from .holidays import is_holiday

LEAST_DAYS = 8
"""Days with articles from which a rhythm is learned."""

RECENT = timedelta(days=84)
"""How much a source brings is learned from its last weeks: it may have grown or shrunk."""

SURE = 3.0
"""Powers of ten: a silence that happens by chance once in a thousand times."""

LONGER, BEYOND = 1.5, 1.5
"""How much more surprising than the longest silence before a silence must be: so many times, and by
so much. The latter is one whole day of a source that in half a year never missed one of this day
of the week; before such days the longest silence does not count."""

MANY = 4
"""If at least so many sources, and half of those that are due, fell silent, it is the archive."""

_MOST_OF_A_DAY = 6.0


@dataclass(frozen=True, slots=True)
class Rhythm:
    """By day of the week (Monday is 0): how surprising a silent day is, judged by how often there
    was one, and by how many articles are usual."""

    by_gaps: Sequence[float]
    by_counts: Sequence[float]
    longest: float
    """The most surprising silence before, by gaps."""
    never_missed: frozenset[int]
    """Days of the week without a silent one."""


def rhythm_of(days: Sequence[SourceDay]) -> Rhythm:
    """Learn from the days up to the last one with articles."""
    brought = {each.day: each.new for each in days if each.new}
    last = days[-1].day
    since = last - RECENT
    counts = [(day, brought.get(day, 0)) for day in _working_days(days[0].day, last)]
    by_weekday: list[list[int]] = [[] for _ in range(7)]
    recent: list[list[int]] = [[] for _ in range(7)]
    for day, count in counts:
        by_weekday[day.weekday()].append(count)
        if day > since:
            recent[day.weekday()].append(count)
    by_gaps = [-log10((each.count(0) + 0.5) / (len(each) + 1)) for each in by_weekday]
    longest = gap = 0.0
    for day, count in counts:
        gap = 0.0 if count else gap + by_gaps[day.weekday()]
        longest = max(longest, gap)
    never_missed = frozenset(day for day, each in enumerate(by_weekday) if each and all(each))
    return Rhythm(by_gaps, _by_counts(recent), longest, never_missed)


def _by_counts(recent: Sequence[Sequence[int]]) -> list[float]:
    """How surprising none is where counts scatter as they do (negative binomial)."""
    recent = [_without_older_stock(each) for each in recent]
    means = [sum(each) / len(each) if each else 0.0 for each in recent]
    squares = scatter = 0.0
    for each, mean in zip(recent, means, strict=True):
        if len(each) > 1:
            squares += len(each) * mean**2
            spread = sum((count - mean) ** 2 for count in each) * len(each) / (len(each) - 1)
            scatter += spread - len(each) * mean
    if scatter <= 0:  # no more than by chance
        return [min(_MOST_OF_A_DAY, mean / log(10)) for mean in means]
    shape = squares / scatter
    return [min(_MOST_OF_A_DAY, shape * log10(1 + mean / shape)) for mean in means]


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
    silent = [day.weekday() for day in _working_days(last + timedelta(1), today - timedelta(1))]
    if not silent:
        return False
    rhythm = rhythm_of(days)
    by_gaps = sum(rhythm.by_gaps[weekday] for weekday in silent)
    by_counts = sum(rhythm.by_counts[weekday] for weekday in silent)
    never_before = {*silent} <= rhythm.never_missed
    longest = 0.0 if never_before else rhythm.longest
    return by_counts >= SURE and by_gaps >= longest * LONGER + BEYOND


def _working_days(first: date, last: date) -> Iterator[date]:
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(ordinal)
        if not is_holiday(day):
            yield day
