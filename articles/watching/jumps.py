"""Shares that jump: articles with warnings, days that drift, refused items. Pure.

A day is compared with the half year before, but for the week right before it: what jumped is told
for a week, and has then become usual.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from .chances import alikeness, certainty, evenness, few, many, rather
from .figures import NO_DAY, Figures, Finding, Kind, SourceDay, SourceFigures
from .holidays import is_holiday, is_lesser_holiday

BEFORE = timedelta(days=7)
LEAST_DAYS, LEAST_ITEMS = 14, 50
"""From how many days, with how many items together, something usual is learned."""

LEAST_JUMPED = 5
LEAST_REFUSED = 10
RISE, RISE_OF_REFUSALS = 0.5, 0.4
"""By so much must a share have risen; there are more items than articles of a source, which scatter
less."""

JUMPED, JUMPED_OF_REFUSALS = 0.85, 0.5
"""The shares that are to be expected once something has changed: a new form of pages touches nearly
all of them…"""
RATHER = 2.8
"""… and must explain a day so much better, in powers of ten, than what is usual."""

WRONG, WRONG_DRIFTS = 0.04, 0.002
"""So many jumps of a source, and so many drifts, would be found wrongly in half a year if its days
scatter as learned and nothing else were asked. Days that drift leave less room for doubt: mostly
nothing is left as usual."""

GONE = 0.3
"""Days drift when, of what is usual, no more than this share is left…"""
ALIKE = 2.0
"""… and those of other days in the past are at most so many times what is usual: more are an older
stock that was imported…"""
GONE_BESIDE = 0.1
"""… beside which what is usual of this day must be gone but for this share."""


def jumps(figures: Figures) -> Iterator[Finding]:
    for source in figures.sources:
        yield from _of_source(source, figures.today)
    judged = [figures.today, figures.today - timedelta(1)]
    for day in judged:
        if day in figures.refusals and (found := _refusals(figures.refusals, day)):
            yield found
            break


def _of_source(source: SourceFigures, today: date) -> Iterator[Finding]:
    is_warned = is_drifted = False
    for judged in source.days[:-3:-1]:
        if judged.day < today - timedelta(1) or judged.new < LEAST_JUMPED:
            continue
        before = [each for each in source.days if each.day < judged.day - BEFORE and each.new]
        if len(before) < LEAST_DAYS or sum(each.new for each in before) < LEAST_ITEMS:
            continue
        values = {"source": source.name, "day": judged.day.isoformat(), "of": judged.new}
        pairs = [(each.warned, each.new) for each in before]
        if not is_warned and has_jumped((judged.warned, judged.new), pairs):
            is_warned = True
            yield Finding(Kind.WARNINGS, str(source.pk), {**values, "count": judged.warned})
        if not is_drifted and has_drifted(judged, before):
            is_drifted = True
            undated = judged.lags[NO_DAY]
            yield Finding(Kind.DATES, str(source.pk), {**values, "undated": undated})


def _refusals(by_day: Mapping[date, tuple[int, int]], day: date) -> Finding | None:
    before = [pair for each, pair in by_day.items() if each < day - BEFORE and pair[1]]
    if len(before) < LEAST_DAYS or not has_jumped(
        by_day[day], before, LEAST_REFUSED, RISE_OF_REFUSALS, JUMPED_OF_REFUSALS
    ):
        return None
    count, every = by_day[day]
    return Finding(Kind.REFUSALS, "", {"count": count, "of": every, "day": day.isoformat()})


def has_jumped(
    now: tuple[int, int],
    before: Sequence[tuple[int, int]],
    least: int = LEAST_JUMPED,
    rise: float = RISE,
    jumped: float = JUMPED,
) -> bool:
    """Whether a share, as (some, all), stands out from those of the days before: whether one as
    high as ``jumped`` explains it better than that it was high by chance."""
    some, every = now
    if some < least:
        return False
    # One huge day must not be all that is learned from.
    pairs = [(part * min(1, 200 / whole), min(whole, 200)) for part, whole in before]
    usual = _share(pairs)
    if some / every < usual + rise:
        return False
    alike = alikeness(pairs, usual)
    surprise = many(some, every, usual, alike)
    is_surprising = surprise >= certainty(len(pairs), WRONG)
    return is_surprising and rather(some, every, usual, alike, jumped) >= RATHER


def has_drifted(now: SourceDay, before: Sequence[SourceDay]) -> bool:
    """Whether the articles of a day are not as old as those of this source usually are."""
    weekday = now.day.weekday()
    alike: Sequence[SourceDay] = [each for each in before if each.day.weekday() == weekday][-8:]
    is_usual_day = len(alike) >= 4
    if not is_usual_day:
        alike = before
    usual = _usual_lags(alike)

    def as_usual(each: SourceDay) -> int:
        return sum(each.lags[place] for place in usual)

    counts = [as_usual(each) for each in alike]
    expected, left = sum(counts) / len(counts), as_usual(now)
    if expected < LEAST_JUMPED or now.new < LEAST_JUMPED or left > GONE * min(expected, now.new):
        return False
    sure = certainty(len(before), WRONG_DRIFTS)

    def is_stock(each: SourceDay) -> bool:
        past = range(1, NO_DAY)
        older = sum(each.lags[place] for place in past if place not in usual)
        return older > ALIKE * expected

    if is_stock(now):
        paused = is_holiday(now.day) or is_lesser_holiday(now.day)
        gone = left <= GONE_BESIDE * expected
        gone = gone and is_usual_day and not paused
        return gone and few(left, expected, evenness([counts])) >= sure
    # Days of an older stock say nothing of how old articles usually are.
    pairs = [(as_usual(each), each.new) for each in before if not is_stock(each)]
    odd = [(whole - part, whole) for part, whole in pairs]
    share = _share(odd)
    return many(now.new - left, now.new, share, alikeness(odd, share)) >= sure


def _share(pairs: Sequence[tuple[float, float]]) -> float:
    """What part of all is usual; never none or all, since that was only not seen yet."""
    return (sum(part for part, _ in pairs) + 0.5) / (sum(whole for _, whole in pairs) + 1)


def _usual_lags(days: Sequence[SourceDay]) -> list[int]:
    """The places of lags that a fifth of the articles have, each day counted alike: one day of an
    older stock makes nothing usual."""
    totals = [0.0] * (NO_DAY + 1)
    for each in days:
        for place, count in enumerate(each.lags):
            totals[place] += count / each.new
    return [place for place, total in enumerate(totals) if total * 5 >= len(days)]
