"""The paper of a day: its articles, its events and its sources, narrowed to a language and a source
as a reader asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
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

SOURCE = "source"
"""The parameter with the slug of a source."""

MOST_SOURCES = 200
"""How many sources of a day are offered, those with the most articles."""


@dataclass(frozen=True, slots=True)
class DayLists:
    """What the page of a day lists. ``sources`` are all that the day has, each with its
    ``article_count``; ``source`` is the one that was asked for."""

    page: Page
    language: str
    source: Source | None
    sources: Sequence[Source]
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
    """The lists of a day, in at most nine queries; events stand at the start of its list alone.

    Raises Missing for a source that has no article of this day.
    """
    asked = request.GET.get(SOURCE, "")
    sources = _SOURCES.rows(of=day)
    source = next((each for each in sources if each.slug == asked), None)
    if asked and source is None:
        raise Missing(_("This source has no article of this day in the archive."))
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
        total=_total(day, page, language, source),
        events=_events(day, language, source) if is_start and page.articles else [],
    )


def _visible_of(day: date | Given) -> ArticleQuerySet:
    return Article.objects.visible().filter(published_on=day)


_GIVEN_DAY = Given("of", PUBLISHED_ON)
_OF_DAY = LanguageLists(lambda: listing(_visible_of(_GIVEN_DAY)))
_OF_SOURCE = LanguageLists(
    lambda: listing(_visible_of(_GIVEN_DAY).filter(source_id=Given("source")))
)
_SOURCES = Prepared(
    lambda: (
        Source.objects.filter(
            articles__published_on=_GIVEN_DAY, articles__status=Article.Status.PUBLISHED
        )
        .annotate(article_count=Count("articles"))
        .order_by("-article_count", "slug")[:MOST_SOURCES]
    )
)


def _total(day: date, page: Page, language: str, source: Source | None) -> int:
    """How many articles there are, of which this is a page."""
    if not page.newer and not page.older:
        return len(page.articles)
    articles = _visible_of(day)
    if language != ALL:
        articles = articles.filter(language=language)
    return (articles.filter(source=source) if source else articles).count()


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
