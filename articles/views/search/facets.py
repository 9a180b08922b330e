"""Facets of a search (counts as links that narrow it), and the chart of its months."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import nlargest

from django.utils.translation import gettext as _

from articles.bar_chart import BarChart, Counted
from articles.calendars import Calendar
from articles.display import Month, month_words, year_words
from articles.models.articles import Language
from articles.search import Counts
from articles.views.by_date.paths import MONTHS_OF_YEAR
from articles.views.counts_by_date import by_year, months_of
from articles.views.site.sources import sources_by_id

from .address import NO_SOURCE, SearchAddress
from .choices import CHOICES, COPIES, LANGUAGE, Choice

VALUES_SHOWN = 10
"""How many values of a facet are visible; others are collapsed below them."""

MOST_SOURCES = 100
"""How many sources a facet lists, those with the most articles."""

MOST_YEARS_BY_MONTH = 8
"""A chart of more years has a bar for each year instead of each month."""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value with its count. ``address`` adds it to the search, or removes it if it is already
    chosen; it is empty if nothing can be chosen. ``language`` is that of the label."""

    label: str
    count: int
    address: str = ""
    is_chosen: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of one kind. ``all_address`` removes a choice that is not a value of this facet
    (the year above its months)."""

    title: str
    shown: Sequence[FacetValue]
    folded: Sequence[FacetValue] = ()
    all_address: str = ""

    @classmethod
    def of(cls, title: str, values: Sequence[FacetValue], all_address: str = "") -> Facet:
        """With the first values visible; a single extra one is not collapsed."""
        cut = VALUES_SHOWN if len(values) > VALUES_SHOWN + 1 else len(values)
        return cls(title, values[:cut], values[cut:], all_address)


def facets(counts: Counts, calendar: Calendar, address: SearchAddress) -> list[Facet]:
    """Every facet of a search, in the order of the page; takes one query."""
    return [
        _source_facet(counts, address),
        *(_facet_of(choice, counts, address) for choice in CHOICES if _tells(choice, counts)),
        _day_facet(counts, calendar, address),
    ]


def _source_facet(counts: Counts, address: SearchAddress) -> Facet:
    """The most frequent sources; equal ones by age in the archive."""
    most = nlargest(
        MOST_SOURCES, counts.sources.items(), key=lambda each: (each[1], -(each[0] or 0))
    )
    sources = sources_by_id([pk for pk, _count in most if pk])
    values = []
    for pk, count in most:
        source = sources.get(pk or 0)
        if pk is not None and source is None:
            continue
        slug = source.slug if source else NO_SOURCE
        values.append(
            FacetValue(
                str(source) if source else _("Source unknown"),
                count,
                address.changed(sources=_toggled(address.sources, slug)),
                slug in address.sources,
                source.name_language if source else "",
            )
        )
    return Facet.of(_("Source"), values)


def _tells(choice: Choice, counts: Counts) -> bool:
    """Nothing is to be chosen where there is no copy."""
    return choice is not COPIES or len(counts.values[choice.facet]) > 1


def _facet_of(choice: Choice, counts: Counts, address: SearchAddress) -> Facet:
    """The values of a facet, most frequent first."""
    chosen = address.chosen.get(choice.facet, ())
    values = [
        FacetValue(
            choice.label(value),
            count,
            address.choosing(choice.facet, *_toggled(chosen, value)),
            value in chosen,
        )
        for value, count in most_frequent(counts.values[choice.facet])
    ]
    return Facet.of(str(choice.title), values)


def most_frequent(counted: Mapping[str, int]) -> list[tuple[str, int]]:
    """Values with their counts, the most frequent first."""
    return sorted(counted.items(), key=lambda each: (-each[1], each[0]))


def _toggled(chosen: Sequence[str], value: str) -> tuple[str, ...]:
    others = tuple(each for each in chosen if each != value)
    return others if value in chosen else (*others, value)


def _day_facet(counts: Counts, calendar: Calendar, address: SearchAddress) -> Facet:
    """Years, latest first; the months of the year if there is only one."""
    months = _months(counts, calendar)
    undated = counts.undated
    years = by_year(months_of(counts, calendar))
    without_days = address.changed(first="", last="") if address.first or address.last else ""
    if len(years) == 1:
        values = [
            _chosen_by_days(month_words(month, calendar), months[month], _iso_month(month), address)
            for month in sorted(months)
        ]
        title = year_words(next(iter(years)), calendar)
    else:
        values = [
            _chosen_by_days(year_words(year, calendar), count, str(year), address)
            for year, count in sorted(years.items(), reverse=True)
        ]
        title = _("Year")
    if undated:
        values.append(FacetValue(_("Day unknown"), undated))
    return Facet.of(title, values, without_days)


def charts(counts: Counts, calendar: Calendar, address: SearchAddress) -> list[BarChart]:
    """The chart of what was found, or one of each language, all of one scale; none if they would
    have a single bar."""
    months = _months(counts, calendar)
    if len(months) < 2:
        return []
    years = range(min(months)[0], max(months)[0] + 1)
    if not address.is_split or len(counts.languages) < 2:
        return [_chart(months, years, calendar, address)]
    made = []
    for code in filter(counts.languages.get, Language.values):
        of_language = counts.months_of_language(code, calendar)
        dated = {month: count for month, count in of_language.items() if month}
        chosen = {**address.chosen, LANGUAGE.facet: (code,)}
        drawn = _chart(dated, years, calendar, replace(address, chosen=chosen))
        title = _("%(chart)s: %(language)s")
        words = {"chart": drawn.title, "language": LANGUAGE.label(code)}
        made.append(replace(drawn, title=title % words))
    most = max(value.count for drawn in made for value in drawn.values)
    return [replace(drawn, most=most) for drawn in made]


def _chart(
    months: dict[Month, int], years: range, calendar: Calendar, address: SearchAddress
) -> BarChart:
    names = [year_words(year, calendar) for year in years]

    def counted(label: str, days: str, count: int) -> Counted:
        return Counted(label, count, address.changed(first=days, last=days))

    if len(years) <= MOST_YEARS_BY_MONTH:
        of_months = [
            counted(month_words(month, calendar), _iso_month(month), months.get(month, 0))
            for year in years
            for month in itertools.product((year,), range(1, MONTHS_OF_YEAR + 1))
        ]
        title = _("Articles by month")
        return BarChart(title, of_months, _("Month"), names, bars_between_lines=MONTHS_OF_YEAR)
    totals = by_year(months)
    of_years = [
        counted(name, str(year), totals.get(year, 0))
        for name, year in zip(names, years, strict=True)
    ]
    return BarChart(_("Articles by year"), of_years, _("Year"), [names[0], names[-1]])


@dataclass(frozen=True, slots=True)
class ChartRange:
    """What a span is chosen by below the chart: its first year, how many bars it has and whether
    they are months, and what else the search asks for."""

    first: int
    steps: int
    is_by_month: bool
    kept: Sequence[tuple[str, str]]


def chart_range(counts: Counts, calendar: Calendar, address: SearchAddress) -> ChartRange | None:
    """The range of :func:`charts`; None where there is no chart."""
    months = _months(counts, calendar)
    if len(months) < 2:
        return None
    first, years = min(months)[0], max(months)[0] - min(months)[0] + 1
    is_by_month = years <= MOST_YEARS_BY_MONTH
    steps = years * MONTHS_OF_YEAR if is_by_month else years
    kept = [pair for pair in address.parameters() if pair[0] not in ("from", "to", "page")]
    return ChartRange(first, steps, is_by_month, kept)


def _months(counts: Counts, calendar: Calendar) -> dict[Month, int]:
    return {month: count for month, count in months_of(counts, calendar).items() if month}


def _iso_month(month: Month) -> str:
    return "{:04}-{:02}".format(*month)


def _chosen_by_days(label: str, count: int, days: str, address: SearchAddress) -> FacetValue:
    is_chosen = address.first == address.last == days
    to = "" if is_chosen else days
    return FacetValue(label, count, address.changed(first=to, last=to), is_chosen)
