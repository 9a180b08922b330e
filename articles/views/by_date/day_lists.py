"""The paper of a day: its articles, its events and its sources, narrowed to a language and a source
as a reader asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import nsmallest
from typing import Self
from urllib.parse import urlencode

from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import gettext as _

from articles.db.prepared import Given, Prepared
from articles.display import page_language
from articles.models import Article, Source
from articles.models.articles import PUBLISHED_ON, ArticleQuerySet
from articles.views.site.errors import Missing
from articles.views.site.event_cards import MOST_OF_DAY, EventCard, events_between
from articles.views.site.list_language import ALL, PARAMETER, LanguageLists, Option, options
from articles.views.site.listing import listing
from articles.views.site.pagination import Page
from articles.views.site.sources import sources_by_id

SOURCE = "source"
"""The parameter with the slug of a source."""

MOST_SOURCES = 200
"""How many sources of a day are offered, those with the most articles."""


@dataclass(frozen=True, slots=True)
class DayLists:
    """What the page of a day lists. ``sources`` are those that are offered, each with how many
    articles of the day it has; ``source`` is the one that was asked for."""

    page: Page
    language: str
    source: Source | None
    sources: Sequence[tuple[Source, int]]
    languages: Sequence[Option]
    total: int
    events: Sequence[EventCard]

    @property
    def query(self) -> str:
        """The query string that shows the start of these lists to others; empty for the day as it
        begins."""
        asked = {} if self.language == page_language() else {PARAMETER: self.language}
        if self.source:
            asked[SOURCE] = self.source.slug
        return f"?{urlencode(asked)}" if asked else ""


def day_lists(request: HttpRequest, day: date, *, is_start: bool) -> DayLists:
    """The lists of a day, in at most eight queries; events stand at the start of its list alone.

    Raises Missing for a source that has no article of this day.
    """
    asked = request.GET.get(SOURCE, "")
    counts = _Counts.of(day)
    sources = counts.sources()
    source = _asked_source(asked, counts) if asked else None
    if source and all(each != source for each, _count in sources):
        sources.append((source, counts.total(ALL, source)))
    if source:
        page, language = _OF_SOURCE.page(request, of=day, source=source.pk)
    else:
        page, language = _OF_DAY.page(request, of=day)
    narrowing = urlencode({SOURCE: source.slug}) if source else ""
    return DayLists(
        page=page.with_parameter(narrowing),
        language=language,
        source=source,
        sources=sources,
        languages=options(language, narrowing),
        total=counts.total(language, source),
        events=_events(day, language, source) if is_start and page.articles else [],
    )


def _visible_of(day: date | Given) -> ArticleQuerySet:
    return Article.objects.visible().filter(published_on=day)


_GIVEN_DAY = Given("of", PUBLISHED_ON)
_OF_DAY = LanguageLists(lambda: listing(_visible_of(_GIVEN_DAY)), is_dated=True)
_OF_SOURCE = LanguageLists(
    lambda: listing(_visible_of(_GIVEN_DAY).filter(source_id=Given("source"))), is_dated=True
)
# What it asks for stands in one index, however long the articles are.
_COUNTS = Prepared(
    lambda: (
        _visible_of(_GIVEN_DAY)
        .order_by()
        .values_list("source", "language")
        .annotate(number=Count("*"))
    )
)


@dataclass(frozen=True, slots=True)
class _Counts:
    """How many articles of a day there are by source and language."""

    by_both: Mapping[tuple[int | None, str], int]

    @classmethod
    def of(cls, day: date) -> Self:
        """Those of this day, in one query."""
        return cls({(source, language): n for source, language, n in _COUNTS.rows(of=day)})

    def total(self, language: str, source: Source | None) -> int:
        """How many are in a language or :data:`ALL`, of one source or all."""
        return sum(
            count
            for (of_source, of_language), count in self.by_both.items()
            if language in (ALL, of_language) and (source is None or source.pk == of_source)
        )

    def sources(self) -> list[tuple[Source, int]]:
        """The sources with the most articles, with how many; in one query."""
        counts: Counter[int] = Counter()
        for (source, _language), count in self.by_both.items():
            if source is not None:
                counts[source] += count
        most = nsmallest(MOST_SOURCES, counts.items(), key=lambda each: (-each[1], each[0]))
        known = sources_by_id([pk for pk, _count in most])
        found = [(known[pk], count) for pk, count in most if pk in known]
        return sorted(found, key=lambda each: (-each[1], each[0].slug))


def _asked_source(slug: str, counts: _Counts) -> Source:
    """The source of this slug; it may have too few articles of the day to be offered."""
    # PostgreSQL takes no NUL.
    found = _OF_SLUG.first(slug=slug) if slug.isprintable() else None
    if found is None or not counts.total(ALL, found):
        raise Missing(_("This source has no article of this day in the archive."))
    return found


_OF_SLUG = Prepared(lambda: Source.objects.filter(slug=Given("slug")))


def _events(day: date, language: str, source: Source | None) -> Sequence[EventCard]:
    """The events of a day of which this language and this source have told."""
    return events_between(
        day,
        day,
        outlets=1,
        most=MOST_OF_DAY,
        language="" if language == ALL else language,
        source=source.pk if source else None,
    )
