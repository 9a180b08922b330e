"""Counts of what a search found, as links that narrow it down, and the chart of its months."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest

from django.utils.translation import gettext as _

from articles.calendars import Calendar
from articles.models import Source
from articles.models.articles import Language
from articles.search import Counts
from articles.views.by_date.day_spans import Month, month_words, year_words

from .address import NO_SOURCE, SearchAddress

VALUES_SHOWN = 10
"""Values of a facet that stand open; the others are folded away below them."""

MOST_SOURCES = 100
"""Sources that a facet lists, those with the most articles."""

MOST_YEARS_BY_MONTH = 8
"""A chart of more years has a bar for each year instead of each month."""

BAR_WIDTH = 10
CHART_HEIGHT = 100
"""Units of the chart's drawing, which the page stretches to its own width."""

LEAST_BAR = 2
"""Height of the bar of a single article, however many another month has."""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value with its count. ``address`` narrows the search to it, or lets it go when it is
    chosen already; it is empty where nothing can be chosen. ``language`` is that of the label."""

    label: str
    count: int
    address: str = ""
    is_chosen: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of one kind. ``all_address`` lets go of what was chosen, where that is no value of
    this facet (the year above its months)."""

    title: str
    shown: Sequence[FacetValue]
    folded: Sequence[FacetValue] = ()
    all_address: str = ""

    @classmethod
    def of(cls, title: str, values: Sequence[FacetValue], all_address: str = "") -> Facet:
        """With the first values open; a single one too many is not worth folding away."""
        cut = VALUES_SHOWN if len(values) > VALUES_SHOWN + 1 else len(values)
        return cls(title, values[:cut], values[cut:], all_address)


@dataclass(frozen=True, slots=True)
class Bar:
    """A month or year of the chart: ``left`` and ``height`` in units of the drawing."""

    label: str
    count: int
    address: str
    left: int
    height: int

    @property
    def top(self) -> int:
        return CHART_HEIGHT - self.height


@dataclass(frozen=True, slots=True)
class Chart:
    """How many articles there are of each month or year, the earliest on the right as the page
    reads. ``years`` are the names below it, ``lines`` where one year ends and the next begins."""

    bars: Sequence[Bar]
    width: int
    years: Sequence[str]
    lines: Sequence[int]
    has_months: bool

    @property
    def filled(self) -> list[Bar]:
        """The bars of months that have articles, the latest first: the chart as a table."""
        return [bar for bar in reversed(self.bars) if bar.count]


def most_frequent_sources(counts: Counts) -> dict[int | None, int]:
    """Those that a facet lists, the most frequent first; equal ones by age in the archive."""
    return dict(
        nlargest(MOST_SOURCES, counts.sources.items(), key=lambda each: (each[1], -(each[0] or 0)))
    )


def source_facet(
    counts: Mapping[int | None, int], sources: Mapping[int, Source], address: SearchAddress
) -> Facet:
    """Of :func:`most_frequent_sources`; a source that is not among ``sources`` is left out."""
    values = []
    for pk, count in counts.items():
        source = sources.get(pk or 0)
        if pk is not None and source is None:
            continue
        slug = source.slug if source else NO_SOURCE
        is_chosen = slug in address.sources
        others = tuple(each for each in address.sources if each != slug)
        values.append(
            FacetValue(
                str(source) if source else _("Source unknown"),
                count,
                address.changed(sources=others if is_chosen else (*others, slug)),
                is_chosen,
                source.name_language if source else "",
            )
        )
    return Facet.of(_("Source"), values)


def language_facet(counts: Counts, address: SearchAddress) -> Facet:
    """The languages of articles, the most frequent first."""
    values = []
    for code, count in sorted(counts.languages.items(), key=lambda each: (-each[1], each[0])):
        is_chosen = code in address.languages
        others = tuple(each for each in address.languages if each != code)
        chosen = others if is_chosen else (*others, code)
        values.append(
            FacetValue(
                str(Language(code).label), count, address.changed(languages=chosen), is_chosen
            )
        )
    return Facet.of(_("Language"), values)


def day_facet(counts: Counts, calendar: Calendar, language: str, address: SearchAddress) -> Facet:
    """Years, the latest first; the months of the year where there is only one."""
    months = _months(counts, calendar)
    undated = counts.undated
    years = _by_year(months)
    without_days = address.changed(first="", last="") if address.first or address.last else ""
    if len(years) == 1:
        values = [
            _chosen_by_days(
                month_words(month, calendar, language), months[month], _iso_month(month), address
            )
            for month in sorted(months)
        ]
        title = year_words(next(iter(years)), calendar, language)
    else:
        values = [
            _chosen_by_days(year_words(year, calendar, language), count, str(year), address)
            for year, count in sorted(years.items(), reverse=True)
        ]
        title = _("Year")
    if undated:
        values.append(FacetValue(_("Day unknown"), undated))
    return Facet.of(title, values, without_days)


def chart(
    counts: Counts, calendar: Calendar, language: str, address: SearchAddress
) -> Chart | None:
    """The chart of what was found; None when it would be a single bar."""
    months = _months(counts, calendar)
    if len(months) < 2:
        return None
    years = range(min(months)[0], max(months)[0] + 1)
    has_months = len(years) <= MOST_YEARS_BY_MONTH
    if has_months:
        spans = [
            (month_words((year, month), calendar, language), _iso_month((year, month)), count)
            for year in years
            for month in range(1, 13)
            for count in [months.get((year, month), 0)]
        ]
        named = list(years)
    else:
        by_year = _by_year(months)
        spans = [
            (year_words(year, calendar, language), str(year), by_year.get(year, 0))
            for year in years
        ]
        named = [years[0], years[-1]]
    highest = max(count for _label, _days, count in spans)
    width = len(spans) * BAR_WIDTH
    bars = [
        Bar(
            label,
            count,
            address.changed(first=days, last=days),
            width - (place + 1) * BAR_WIDTH,
            max(round(CHART_HEIGHT * count / highest), LEAST_BAR if count else 0),
        )
        for place, (label, days, count) in enumerate(spans)
    ]
    return Chart(
        bars,
        width,
        [year_words(year, calendar, language) for year in named],
        range(12 * BAR_WIDTH, width, 12 * BAR_WIDTH) if has_months else (),
        has_months,
    )


def _months(counts: Counts, calendar: Calendar) -> dict[Month, int]:
    months = counts.jalali_months if calendar is Calendar.JALALI else counts.gregorian_months
    return {month: count for month, count in months.items() if month is not None}


def _by_year(months: Mapping[Month, int]) -> dict[int, int]:
    years: defaultdict[int, int] = defaultdict(int)
    for (year, _month), count in months.items():
        years[year] += count
    return dict(years)


def _iso_month(month: Month) -> str:
    return "{:04}-{:02}".format(*month)


def _chosen_by_days(label: str, count: int, days: str, address: SearchAddress) -> FacetValue:
    is_chosen = address.first == address.last == days
    to = "" if is_chosen else days
    return FacetValue(label, count, address.changed(first=to, last=to), is_chosen)
