"""Events in a few lines: on the front page, on the page of a day, and beside an article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db.models import Count, F, Min, QuerySet

from articles.db.prepared import Given, Prepared
from articles.display import number, page_language
from articles.models import Article, EventDecision, EventReport, Source
from articles.models.articles import ArticleQuerySet, Language
from articles.views.site.listing import listing

MOST_BESIDE_ARTICLE = 12
MOST_OF_DAY = 12
MOST_ON_FRONT_PAGE = 5
MOST_REPORTS = 60
"""How many reports of one event are read."""

DAYS_ON_FRONT_PAGE = 3


@dataclass(frozen=True, slots=True)
class EventCard:
    """An event with the report that stands for it and all that tell of it, earliest first."""

    key: str
    name: str
    headline: Article
    reports: Sequence[Article]

    @property
    def title(self) -> str:
        return self.name or self.headline.title

    @property
    def language(self) -> str:
        """The language of the title; that of a name is the editors'."""
        return "und" if self.name else self.headline.language

    @property
    def sources(self) -> list[Source]:
        """The outlets, each once, in the order of their first reports."""
        found = {each.source_id: each.source for each in self.reports if each.source}
        return list(found.values())

    @property
    def languages(self) -> list[tuple[str, str, str]]:
        """The languages of the reports: code, name, and how many there are, in words."""
        return [
            (
                code,
                str(Language(code).label),
                number(sum(each.language == code for each in self.reports)),
            )
            for code in Language.values
            if any(each.language == code for each in self.reports)
        ]


def _others() -> ArticleQuerySet:
    own = EventReport.objects.filter(article=Given("article")).values("event")[:1]
    others = Article.objects.visible().for_listing("published_time").exclude(pk=Given("article"))
    return earliest_first(others.filter(report__event__in=own))[:MOST_BESIDE_ARTICLE]


def _in_order_of_outlets(narrowing: dict[str, Given]) -> QuerySet[Any, Any]:
    """Events with reports between two days, with the numbers of their outlets; ``narrowing`` are
    conditions on one of these reports."""
    between = EventReport.objects.filter(
        day__gte=Given("first", _DAY), day__lte=Given("last", _DAY), **narrowing
    )
    visible = EventReport.objects.filter(article__status=Article.Status.PUBLISHED)
    counted = (
        visible.filter(event__in=between.values("event"))
        .order_by()
        .values("event")
        .annotate(
            outlets=Count("article__source", distinct=True),
            reports=Count("pk"),
            first=Min("article__key"),
        )
        .filter(reports__gt=1)
    )
    return counted.order_by("-outlets", "-reports", "first").values_list("event", "outlets")[
        :MOST_OF_DAY
    ]


def _reports() -> ArticleQuerySet:
    articles = listing(Article.objects.visible(), "published_time")
    of_events = articles.filter(report__event__among=Given("events"))
    return earliest_first(of_events.annotate(event=F("report__event")))


def earliest_first(articles: ArticleQuerySet) -> ArticleQuerySet:
    """In the order in which they were published."""
    return articles.order_by("published_on", F("published_time").asc(nulls_last=True), "key")


_DAY = EventReport._meta.get_field("day")
_OTHERS = Prepared(_others)
_LANGUAGE = {"article__language": Given("language")}
_SOURCE = {"article__source": Given("source")}
_EVENTS = {
    (bool(language), bool(source)): Prepared(partial(_in_order_of_outlets, {**language, **source}))
    for language in ({}, _LANGUAGE)
    for source in ({}, _SOURCE)
}
_REPORTS = Prepared(_reports)
_NAMES = Prepared(
    lambda: EventDecision.objects.standing().filter(
        kind=EventDecision.Kind.NAME, key__among=Given("keys")
    )
)


def told_by_others(article: Article) -> list[Article]:
    """The other reports of the event of an article, earliest first; one query."""
    return _OTHERS.rows(article=article.pk)


def events_between(
    first: date,
    last: date,
    *,
    outlets: int,
    most: int,
    language: str = "",
    source: int | None = None,
) -> list[EventCard]:
    """The events of some days, those of the most outlets first; one query, three where there are
    any. With a language or a source, those of which it has told."""
    query = _EVENTS[bool(language), source is not None]
    found = query.rows(first=first, last=last, language=language, source=source)[:most]
    events = [event for event, count in found if count >= outlets]
    return cards(events) if events else []


def latest_events(articles: Iterable[Article]) -> list[EventCard]:
    """The events of the days before the newest of some articles."""
    newest = next((each.day for each in articles if each.day), None)
    if newest is None:
        return []
    first = newest - timedelta(days=DAYS_ON_FRONT_PAGE - 1)
    return events_between(first, newest, outlets=2, most=MOST_ON_FRONT_PAGE)


def cards(events: Collection[int]) -> list[EventCard]:
    """Some events in their order, without those of which fewer than two reports are visible."""
    by_event: defaultdict[int, list[Article]] = defaultdict(list)
    for report in _REPORTS.rows(events=events):
        by_event[report.event].append(report)  # type: ignore[attr-defined]
    names = names_of(report.key for reports in by_event.values() for report in reports)
    return [card(event, by_event[event], names) for event in events if len(by_event[event]) > 1]


def names_of(keys: Iterable[str]) -> dict[str, str]:
    """What editors have called the events of some articles, by the keys that they were given."""
    return {each.key: each.name for each in _NAMES.rows(keys=list(keys))}


def card(event: int, reports: Sequence[Article], names: dict[str, str]) -> EventCard:
    """An event of its visible reports."""
    leading = next((each for each in reports if each.pk == event), reports[0])
    own = page_language()
    shown = leading
    if leading.language != own:
        shown = next((each for each in reports if each.language == own), leading)
    named = [names[each.key] for each in reports if each.key in names]
    return EventCard(leading.key, named[-1] if named else "", shown, reports[:MOST_REPORTS])
