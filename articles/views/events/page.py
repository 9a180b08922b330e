"""The page of an event: its reports side by side, day by day, and what they share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.display import digits, number, page_language, readers_day
from articles.events.reading import maker, reports
from articles.events.scoring import Evidence, evidence, is_told
from articles.events.signatures import Signature
from articles.models import Article, EventReport
from articles.models.articles import Language
from articles.search import name_in
from articles.views.article.page import retired
from articles.views.site.event_cards import cards
from articles.views.site.http_cache import public_page

_MOST_TOLD = 14
_LEAST_NUMBER = 1.0


@dataclass(frozen=True, slots=True)
class Facts:
    """Names, numbers and days, in the words of the page."""

    names: list[str]
    numbers: list[str]
    days: list[str]

    def __bool__(self) -> bool:
        return bool(self.names or self.numbers or self.days)


@dataclass(frozen=True, slots=True)
class Side:
    """The reports of one language, with what only they say."""

    language: str
    label: str
    only: Facts


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a report stands beside the one that leads the event."""

    article: Article
    shared: Facts
    words: list[str]
    is_related: bool


@require_safe
@public_page()
def event(request: HttpRequest, key: str) -> HttpResponse:
    """Any report's key leads to its event; a report that stands alone, to its own page."""
    visible = Article.objects.visible().filter(key=key)
    report = EventReport.objects.filter(article__in=visible).first()
    if report is None and not visible.exists():
        return retired(request, key, "event")
    shown = cards([report.event]) if report else []
    if report is None or not shown:
        return HttpResponseRedirect(reverse("article", args=[key]))
    if shown[0].key != key:
        return HttpResponseRedirect(reverse("event", args=[shown[0].key]))
    event_card = shown[0]
    signatures = _signatures(event_card.reports)
    context = {
        "event": event_card,
        "days": [(day, list(articles)) for day, articles in groupby(event_card.reports, _day)],
        "shared": _shared(signatures.values()),
        "sides": _sides(signatures.values()),
        "reasons": _reasons(event_card.reports, signatures, report.event),
    }
    return render(request, "articles/event.html", context)


def _day(article: Article) -> date | None:
    return article.day


def _signatures(articles: Sequence[Article]) -> dict[int, Signature]:
    rows = EventReport.objects.filter(pk__in=[each.pk for each in articles])
    stored = dict(rows.values_list("pk", "signature"))
    return {
        each.pk: Signature.from_bytes(stored[each.pk]) for each in articles if each.pk in stored
    }


def _shared(signatures: Iterable[Signature]) -> Facts:
    """What at least two reports say, what most say first."""
    signatures = list(signatures)

    def several(of: Callable[[Signature], Iterable[object]]) -> list[object]:
        counts = Counter(each for signature in signatures for each in set(of(signature)))
        common = [(-count, str(each), each) for each, count in counts.items() if count > 1]
        return [each for _, _, each in sorted(common, key=lambda found: found[:2])]

    return _facts(several(_names), several(_numbers), several(lambda one: one.days))


def _sides(signatures: Iterable[Signature]) -> list[Side]:
    """What the reports of each language alone say, where there are several languages."""
    by_language: dict[str, list[Signature]] = {}
    for signature in signatures:
        by_language.setdefault(signature.language, []).append(signature)
    if len(by_language) < 2:
        return []
    sides = []
    for code in (code for code in Language.values if code in by_language):
        own = by_language[code]
        rest = [one for other, several in by_language.items() if other != code for one in several]

        def only(
            of: Callable[[Signature], Iterable[object]],
            own: list[Signature] = own,
            rest: list[Signature] = rest,
        ) -> list[object]:
            elsewhere = {each for one in rest for each in of(one)}
            return [each for one in own for each in of(one) if each not in elsewhere]

        facts = _facts(only(_names), only(_numbers), only(lambda one: one.days))
        if facts:
            sides.append(Side(code, str(Language(code).label), facts))
    return sides


def _reasons(
    articles: Sequence[Article], signatures: dict[int, Signature], leader: int
) -> list[Reason]:
    """What ties each report to the one that leads; words as the leading report prints them."""
    first = signatures.get(leader)
    texts = reports([leader]) if first else {}
    if first is None or leader not in texts:
        return []
    printed = maker().printed(texts[leader])
    found = []
    for article in articles:
        if article.pk == leader or article.pk not in signatures:
            continue
        told = evidence(first, signatures[article.pk])
        shared = _facts(
            [key for key in told.names if is_told(key)], list(told.numbers), list(told.days)
        )
        found.append(Reason(article, shared, _words(told, printed), told.is_related))
    return found


def _words(told: Evidence, printed: dict[str, str]) -> list[str]:
    return list(
        dict.fromkeys(printed[each] for each in (*told.stems, *told.sounds) if each in printed)
    )


def _names(signature: Signature) -> list[str]:
    return [key for key in signature.names if is_told(key)]


def _numbers(signature: Signature) -> list[str]:
    return [each for each, weight in signature.numbers.items() if weight >= _LEAST_NUMBER]


def _facts(names: Iterable[object], numbers: Iterable[object], days: Iterable[object]) -> Facts:
    language = page_language()
    said = (name_in(str(key), language) for key in names)
    return Facts(
        list(dict.fromkeys(filter(None, said)))[:_MOST_TOLD],
        [_number_words(str(each)) for each in dict.fromkeys(numbers)][:_MOST_TOLD],
        [readers_day(date.fromordinal(int(str(day)))) for day in sorted(set(map(str, days)))][
            :_MOST_TOLD
        ],
    )


def _number_words(text: str) -> str:
    """A number of a signature as readers write it: ۷۹۷٬۰۰۰٬۰۰۰, ۷٫۱."""
    return number(int(text)) if text.isdecimal() else digits(text.replace(".", "٫"))
