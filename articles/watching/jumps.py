"""Shares that jump: articles with warnings, days that drift, refused items. Pure.

A day is compared with the half year before, but for the week right before it: what jumped is told
for a week, and has then become usual.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from math import sqrt

from .figures import NO_DAY, Figures, Finding, Kind, SourceDay, SourceFigures

BEFORE = timedelta(days=7)
LEAST_DAYS, LEAST_ITEMS = 14, 50
"""From how many days, with how many items together, something usual is learned."""

LEAST_JUMPED = 5
LEAST_REFUSED = 10
RISE, BEYOND = 0.4, 0.15
"""A share must have risen by so much, and be greater by so much than on any day before."""
DEVIATIONS = 5.0
FEW = 5

GONE = 0.3
"""Days drift when, of what is usual, no more than this share is left…"""
ALIKE = (0.3, 2.0)
"""… and the others are about as many as usual: many more are an older stock that was imported, and
say nothing."""


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
        if not is_warned and has_jumped((judged.warned, judged.new), pairs, LEAST_JUMPED):
            is_warned = True
            yield Finding(Kind.WARNINGS, str(source.pk), {**values, "count": judged.warned})
        if not is_drifted and has_drifted(judged, before):
            is_drifted = True
            undated = judged.lags[NO_DAY]
            yield Finding(Kind.DATES, str(source.pk), {**values, "undated": undated})


def _refusals(by_day: Mapping[date, tuple[int, int]], day: date) -> Finding | None:
    before = [pair for each, pair in by_day.items() if each < day - BEFORE and pair[1]]
    if len(before) < LEAST_DAYS or not has_jumped(by_day[day], before, LEAST_REFUSED):
        return None
    count, every = by_day[day]
    return Finding(Kind.REFUSALS, "", {"count": count, "of": every, "day": day.isoformat()})


def has_jumped(now: tuple[int, int], before: Sequence[tuple[int, int]], least: int) -> bool:
    """Whether a share, as (some, all), stands out from those of the days before."""
    some, every = now
    if some < least:
        return False
    # One huge day must not be all that is learned from.
    pairs = [(part * min(1, 200 / whole), min(whole, 200)) for part, whole in before]
    usual = (sum(part for part, _ in pairs) + 0.5) / (sum(whole for _, whole in pairs) + 1)
    # Of few items, a share says little: as if some more were as usual.
    share, *shares = (
        (part + FEW * usual) / (whole + FEW) for part, whole in ((some, every), *pairs)
    )
    if share < usual + RISE:
        return False
    if share < max(shares, default=0) + BEYOND:
        return False
    spread = usual * (1 - usual)
    chance = sum((part - whole * usual) ** 2 / (whole * spread) for part, whole in pairs)
    scatter = max(1.0, chance / len(pairs))
    return (some - every * usual) / sqrt(every * spread * scatter) >= DEVIATIONS


def has_drifted(now: SourceDay, before: Sequence[SourceDay]) -> bool:
    """Whether the articles of a day are not as old as those of this source usually are."""
    weekday = now.day.weekday()
    alike: Sequence[SourceDay] = [each for each in before if each.day.weekday() == weekday][-8:]
    if len(alike) < 4:
        alike = before
    usual = _usual_lags(alike)

    def as_usual(each: SourceDay) -> int:
        return sum(each.lags[place] for place in usual)

    expected = sum(map(as_usual, alike)) / len(alike)
    if expected < LEAST_JUMPED or as_usual(now) > GONE * min(expected, now.new):
        return False
    if not ALIKE[0] * expected <= now.new - as_usual(now) <= ALIKE[1] * expected:
        return False
    odd = sum(1 for each in before if as_usual(each) <= GONE * each.new)
    return odd <= 1 + len(before) // 50


def _usual_lags(days: Sequence[SourceDay]) -> list[int]:
    """The places of lags that a fifth of the articles have, each day counted alike: one day of an
    older stock makes nothing usual."""
    totals = [0.0] * (NO_DAY + 1)
    for each in days:
        for place, count in enumerate(each.lags):
            totals[place] += count / each.new
    return [place for place, total in enumerate(totals) if total * 5 >= len(days)]
