"""What stands on the front page beside the newest articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from articles.calendars import Calendar
from articles.models import Article, RelatedStory, Source
from articles.search import Counts
from articles.templatetags.archive import CALENDARS
from articles.views.by_date.day_spans import year_words

from .sources import alphabetical, public_sources

RECENT_LINKS = 3_000
"""Of so many links, the latest stored, those to each article are counted: as fast in an archive of
millions as in a small one, and what is linked to now says more than what once was."""

MOST_LINKED_SHOWN = 6
FEWEST_LINKS = 2
SOURCES_SHOWN = 10

BAR_WIDTH = 10
CHART_HEIGHT = 100
LEAST_BAR = 3
MOST_YEARS = 120
"""A chart of more years, which one wrong date makes, would show none of them."""


@dataclass(frozen=True, slots=True)
class YearBar:
    """A year in the chart, from its right: places and height in units of the drawing."""

    words: str
    count: int
    left: int
    height: int

    @property
    def top(self) -> int:
        return CHART_HEIGHT - self.height


@dataclass(frozen=True, slots=True)
class Holdings:
    """What the archive holds: numbers of articles and sources, and the articles of each year."""

    total: int
    sources: int
    bars: Sequence[YearBar]

    @property
    def width(self) -> int:
        return len(self.bars) * BAR_WIDTH

    @property
    def fullest(self) -> YearBar:
        return max(self.bars, key=lambda bar: bar.count)


def most_linked() -> list[tuple[Article, int]]:
    """The articles that most of the recent ones link to, with the number of those; two queries."""
    hidden = Article.objects.filter(status=Article.Status.HIDDEN).values("pk")
    recent = (
        RelatedStory.objects.exclude(article__in=hidden)
        .exclude(target__in=hidden)
        .order_by("-pk")
        .values_list("article", "target")[:RECENT_LINKS]
    )
    # Counted here: asked to group them, a database may read the links of the whole archive.
    counted = Counter(target for _article, target in set(recent) if target)
    most = sorted(
        ((links, target) for target, links in counted.items() if links >= FEWEST_LINKS),
        reverse=True,
    )[:MOST_LINKED_SHOWN]
    articles = Article.objects.visible().for_listing().in_bulk([target for _links, target in most])
    return [(articles[target], links) for links, target in most if target in articles]


def front_sources(found: Counts | None) -> list[tuple[Source, int | None]]:
    """The sources with the most articles; the first by name while nothing is counted."""
    language = get_language() or "fa"
    if found is None:
        by_name = sorted(public_sources(), key=lambda each: alphabetical(str(each), language))
        return [(source, None) for source in by_name[:SOURCES_SHOWN]]
    most = sorted(
        ((count, pk) for pk, count in found.sources.items() if pk is not None), reverse=True
    )
    sources = Source.objects.in_bulk([pk for _count, pk in most[:SOURCES_SHOWN]])
    return [(sources[pk], count) for count, pk in most[:SOURCES_SHOWN] if pk in sources]


def holdings(found: Counts | None) -> Holdings | None:
    """None while the index does not answer, and of an empty archive."""
    if found is None or not found.total:
        return None
    language = get_language() or "fa"
    named = sum(1 for pk in found.sources if pk is not None)
    return Holdings(found.total, named, _bars(found, CALENDARS[language][0], language))


def _bars(found: Counts, calendar: Calendar, language: str) -> list[YearBar]:
    months = found.jalali_months if calendar is Calendar.JALALI else found.gregorian_months
    by_year: dict[int, int] = {}
    for month, count in months.items():
        if month:
            by_year[month[0]] = by_year.get(month[0], 0) + count
    if not by_year:
        return []
    last = max(by_year)
    years = range(max(min(by_year), last - MOST_YEARS + 1), last + 1)
    highest = max(by_year.get(year, 0) for year in years)
    return [
        YearBar(
            year_words(year, calendar, language),
            by_year.get(year, 0),
            (last - year) * BAR_WIDTH,
            _height(by_year.get(year, 0), highest),
        )
        for year in years
    ]


def _height(count: int, highest: int) -> int:
    return max(round(CHART_HEIGHT * count / highest), LEAST_BAR) if count else 0
