"""How often the words of an address are said, by step of time, as drawings and rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

from django.utils.translation import gettext as _

from articles.calendars import Calendar, DayRange, month_range, overlap, year_range
from articles.display import Month, month_words, page_language, year_words
from articles.line_chart import LineChart, Said, top_of
from articles.models import Source
from articles.models.addresses import address_of
from articles.models.articles import Language
from articles.search import Limits, counts, trends
from articles.views.search.address import NO_SOURCE
from articles.views.search.choices import LANGUAGE
from articles.views.site.sources import sources_by_id

from .asked import Asked, By, Line, Names

FEW_WORDS = 10_000
"""A step of fewer words is thin: one word more or less is a hundred of a million or more."""

MOST_GROUPS = 6
MOST_POINTS = 750
"""Of all drawings of a page; where months would be more, there is a step for each year."""

MOST_MONTHS = 1_200
"""From the latest back; an article of a wrong year does not stretch the drawing to nothing."""

MONTHS_OF_YEAR = 12


@dataclass(frozen=True)
class Step:
    """A month of a calendar, or a year of it (``month`` is None)."""

    calendar: Calendar
    year: int
    month: int | None

    @cached_property
    def label(self) -> str:
        """In words."""
        if self.month is None:
            return year_words(self.year, self.calendar)
        return month_words((self.year, self.month), self.calendar)

    @property
    def name(self) -> str:
        """For programs: 1404-10."""
        return f"{self.year:04}" if self.month is None else f"{self.year:04}-{self.month:02}"

    @cached_property
    def days(self) -> DayRange:
        """Its first and last day."""
        if self.month is None:
            return DayRange(*year_range(self.calendar, self.year))
        return DayRange(*month_range(self.calendar, self.year, self.month))

    @cached_property
    def place(self) -> tuple[int, int]:
        """Year and month, as numbers are kept by; the month of a year is 0."""
        return self.year, self.month or 0

    @cached_property
    def within(self) -> str:
        """What limits a search to its days, as parameters."""
        return _within(self.days)


@lru_cache(maxsize=8_192)
def _step(calendar: Calendar, year: int, month: int | None, language: str) -> Step:
    """The step for pages in a language: its words and days are worked out once, not for each
    reader."""
    return Step(calendar, year, month)


def _within(days: DayRange) -> str:
    return f"&from={days.first}&to={days.last}"


@dataclass(frozen=True, slots=True)
class Group:
    """What has a drawing of its own: ``limits`` and the parameters of a search for it."""

    title: str
    limits: Limits
    parameters: Mapping[str, Any]
    language: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """The drawing of a group, and the words of each step in which it has any."""

    group: Group
    chart: LineChart
    steps: Sequence[Step]
    words: Sequence[int]

    @property
    def has_years(self) -> bool:
        """Whether steps are years."""
        return self.steps[0].month is None

    @property
    def rows(self) -> Iterator[tuple[Step, int, bool, list[Said]]]:
        """Steps with their words, whether they are few, and each line, the latest first."""
        for at in reversed(range(len(self.steps))):
            if self.words[at]:
                lines = [line[at] for line in self.chart.lines]
                yield self.steps[at], self.words[at], self.chart.thin[at], lines

    @property
    def totals(self) -> list[Said]:
        """Each line over all steps."""
        words = sum(self.words)
        return [Said("", sum(said.count for said in line), words) for line in self.chart.lines]


def drawings(asked: Asked, *, by_month: bool = False) -> list[Drawing]:
    """The drawings of a page, all of one scale and the same steps; none without lines or words.
    ``by_month`` keeps months, however many they are. Raises IndexUnavailableError."""
    if not asked.lines:
        return []
    groups = _groups(asked)
    found = trends([line.names for line in asked.lines], [group.limits for group in groups])
    words_of_groups = [each.words_in(asked.calendar) for each in found]
    months = _months(words_of_groups)
    has_years = not by_month and len(months) * len(asked.lines) * len(groups) > MOST_POINTS
    measured = []
    for group, of_group, words_of_group in zip(groups, found, words_of_groups, strict=True):
        words = _by_step(words_of_group, years=has_years)
        lines = [_by_step(each, years=has_years) for each in of_group.lines_in(asked.calendar)]
        measured.append((group, words, lines))
    if not months:
        return []
    steps = _steps(months, asked.calendar, years=has_years)
    said = [
        [
            _said(asked, group, line, steps, words, counted)
            for line, counted in zip(asked.lines, lines, strict=True)
        ]
        for group, words, lines in measured
    ]
    top = top_of(said)
    made = []
    for (group, words, _lines), lines_of_group in zip(measured, said, strict=True):
        of_steps = [words.get(step.place, 0) for step in steps]
        thin = [number < FEW_WORDS for number in of_steps]
        made.append(Drawing(group, LineChart(lines_of_group, thin, top), steps, of_steps))
    return made


def _groups(asked: Asked) -> list[Group]:
    limits = asked.search.wanted.limits
    if asked.by is By.LANGUAGE:
        chosen = limits.chosen.get(LANGUAGE.facet) or counts(limits).languages
        return [
            Group(
                LANGUAGE.label(code),
                replace(limits, chosen={**limits.chosen, LANGUAGE.facet: (code,)}),
                {"chosen": {**asked.search.address.chosen, LANGUAGE.facet: (code,)}},
            )
            for code in Language.values
            if code in chosen
        ]
    if asked.by is By.SOURCE:
        by_size = sorted(counts(limits).sources.items(), key=lambda each: (-each[1], each[0] or 0))
        largest = [pk or 0 for pk, _count in by_size][:MOST_GROUPS]
        known = sources_by_id([pk for pk in largest if pk])
        return [_of_source(known.get(pk), pk, limits) for pk in largest if pk in known or not pk]
    return [Group("", limits, {})]


def _of_source(source: Source | None, pk: int, limits: Limits) -> Group:
    return Group(
        str(source) if source else _("Source unknown"),
        replace(limits, sources=(pk,)),
        {"sources": (source.slug if source else NO_SOURCE,)},
        source.name_language if source else "",
    )


def _months(words: Sequence[Mapping[Month, int]]) -> range:
    """The months, as numbers, from the first that has words to the last."""
    numbers = [_number(*month) for of_group in words for month in of_group]
    if not numbers:
        return range(0)
    return range(max(min(numbers), max(numbers) - MOST_MONTHS + 1), max(numbers) + 1)


def _number(year: int, month: int) -> int:
    return year * MONTHS_OF_YEAR + month - 1


def _steps(months: range, calendar: Calendar, *, years: bool) -> list[Step]:
    language = page_language()
    if years:
        found = range(months[0] // MONTHS_OF_YEAR, months[-1] // MONTHS_OF_YEAR + 1)
        return [_step(calendar, year, None, language) for year in found]
    return [
        _step(calendar, number // MONTHS_OF_YEAR, number % MONTHS_OF_YEAR + 1, language)
        for number in months
    ]


def _by_step(numbers: Mapping[Month, int], *, years: bool) -> Mapping[tuple[int, int], int]:
    """By (year, month), or by (year, 0)."""
    if not years:
        return numbers
    by_year: dict[tuple[int, int], int] = {}
    for (year, _month), count in numbers.items():
        by_year[year, 0] = by_year.get((year, 0), 0) + count
    return by_year


def _said(
    asked: Asked,
    group: Group,
    line: Line,
    steps: Sequence[Step],
    words: Mapping[tuple[int, int], int],
    counted: Mapping[tuple[int, int], int],
) -> list[Said]:
    """A line, with the address of a search for each step in which it is said."""
    address = asked.search.address
    has_names = asked.names is Names.TOGETHER
    shown = {"first": "", "last": "", "calendar": None, "has_names": has_names}
    path = address_of("search") + address.changed(text=line.query, **shown, **group.parameters)
    limit = asked.search.days
    made = []
    for step in steps:
        count = counted.get(step.place, 0)
        link = ""
        if count:
            days = overlap(step.days, limit) if limit else None
            link = path + (_within(days) if days else step.within)
        made.append(Said(step.label, count, words.get(step.place, 0), link))
    return made
