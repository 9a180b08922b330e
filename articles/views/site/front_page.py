"""What the front page shows next to the newest articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nlargest
from operator import itemgetter

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from articles.bar_chart import BarChart, Counted
from articles.db.prepared import Prepared
from articles.display import article_count, first_calendar, page_language, year_words
from articles.models import Article, RelatedStory, Source
from articles.search import Counts
from articles.views.counts_by_date import by_year, months_of

from .listing import named
from .sources import alphabetical, public_sources, sources_by_id

RECENT_LINKS = 3_000
"""How many of the latest links are counted: so it is as fast in an archive of millions as in a
small one, and recent links matter more."""

MOST_LINKED_SHOWN = 6
FEWEST_LINKS = 2
SOURCES_SHOWN = 10

MOST_YEARS = 120
"""The most years of the chart: with more, which one wrong date can cause, bars would be
invisible."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """The contents of the archive: numbers of articles, sources and years, and their chart."""

    total: int
    sources: int
    years: int
    chart: BarChart | None


def _recent_links() -> QuerySet[RelatedStory, tuple[int, int | None]]:
    hidden = Article.objects.filter(status=Article.Status.HIDDEN).values("pk")
    shown = RelatedStory.objects.exclude(article__in=hidden).exclude(target__in=hidden)
    return shown.order_by("-pk").values_list("article", "target")[:RECENT_LINKS]


_RECENT_LINKS = Prepared(_recent_links)


def most_linked() -> list[tuple[Article, int]]:
    """The articles that most recent ones link to, with the number of links; two queries."""
    # Counted here: to group them, a database may read the links of the whole archive.
    counted = Counter(map(itemgetter(1), set(_RECENT_LINKS.rows())))
    several = [(links, pk) for pk, links in counted.items() if pk and links >= FEWEST_LINKS]
    most = nlargest(MOST_LINKED_SHOWN, several)
    articles = named([target for _links, target in most])
    return [(articles[target], links) for links, target in most if target in articles]


def front_sources(found: Counts | None) -> list[tuple[Source, int | None]]:
    """The sources with the most articles; the first by name if there are no counts."""
    language = page_language()
    if found is None:
        by_name = sorted(public_sources(), key=lambda each: alphabetical(str(each), language))
        return [(source, None) for source in by_name[:SOURCES_SHOWN]]
    most = sorted(
        ((count, pk) for pk, count in found.sources.items() if pk is not None), reverse=True
    )
    sources = sources_by_id([pk for _count, pk in most[:SOURCES_SHOWN]])
    return [(sources[pk], count) for count, pk in most[:SOURCES_SHOWN] if pk in sources]


def holdings(found: Counts | None) -> Holdings | None:
    """None while the index does not answer, and for an empty archive."""
    if found is None or not found.total:
        return None
    named = sum(1 for pk in found.sources if pk is not None)
    calendar = first_calendar()
    totals = by_year(months_of(found, calendar))
    last = max(totals, default=0)
    years = range(max(min(totals, default=1), last - MOST_YEARS + 1), last + 1)
    values = [Counted(year_words(year, calendar), totals.get(year, 0)) for year in years]
    return Holdings(found.total, named, len(years), _chart(values) if len(values) > 1 else None)


def _chart(values: Sequence[Counted]) -> BarChart:
    fullest = max(values, key=lambda value: value.count)
    title = _(
        "Articles by year, from %(first)s to %(last)s; most are of %(year)s: %(articles)s."
    ) % {
        "first": values[0].label,
        "last": values[-1].label,
        "year": fullest.label,
        "articles": article_count(fullest.count),
    }
    return BarChart(title, values, names=[values[0].label, values[-1].label])
