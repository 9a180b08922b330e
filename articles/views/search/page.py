"""The search page: the query, the results, and how to refine it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.calendars import Calendar, DayRange
from articles.display import CALENDARS, page_language, span_words
from articles.models import Article, Source
from articles.models.articles import Language
from articles.search import (
    DEEPEST,
    Answer,
    Counts,
    Filter,
    FoundArticle,
    IndexUnavailableError,
    LanguageFilter,
    Limits,
    Match,
    NoteCode,
    Query,
    Search,
    Sort,
    SourceFilter,
    Way,
    did_you_mean,
    found_articles,
    search,
    without,
)
from articles.views.site.http_cache import public_page
from newsarchive.rate_limits import Limit, rate_limited

from .address import LONGEST_TEXT, NO_SOURCE, Remark, SearchAddress, no_such_source
from .choices import CHOICES
from .facets import chart_range, charts, facets
from .files import MOST_LINES, files_of
from .offers import offers

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter, and the address of the search without it."""

    kind: str
    words: str
    address: str
    is_negated: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """A result, and its duplicates on the same page."""

    found: FoundArticle
    duplicates: list[Article] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """One page of results among the others; addresses are empty where there is no page."""

    number: int
    last: int
    previous: str
    next: str
    is_deepest: bool

    @classmethod
    def of(cls, address: SearchAddress, total: int) -> ResultsPage:
        last = max(-(-min(total, DEEPEST) // PAGE_SIZE), 1)
        number = address.page
        return cls(
            number,
            last,
            address.changed(page=min(number - 1, last)) if number > 1 else "",
            address.changed(page=number + 1) if number < last else "",
            number == last and total > DEEPEST,
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """A search from an address, with what was resolved.

    ``sources`` are by slug, ``days`` those of ``from`` and ``to``; ``unreadable`` names which of
    these two are not dates.
    """

    address: SearchAddress
    sources: dict[str, Source]
    days: DayRange | None
    unreadable: Sequence[str]
    wanted: Search


def asked_for(parameters: QueryDict) -> Asked:
    """Read a query string; takes one query if it names sources, else none."""
    today = timezone.localdate()
    address, sources = _known_sources(SearchAddress.read(parameters))
    days, unreadable = address.days(today)
    limits = Limits(
        address.chosen, [sources[slug].pk if slug in sources else 0 for slug in address.sources]
    )
    wanted = Search(
        address.text,
        today,
        replace(limits, days=days),
        match=address.match,
        sort=address.sort,
        with_names=address.has_names,
        reader=page_language(),
        offset=min((address.page - 1) * PAGE_SIZE, DEEPEST),
        limit=PAGE_SIZE,
    )
    return Asked(address, sources, days, unreadable, wanted)


@require_safe
@rate_limited(Limit.SEARCHES)
@public_page()
def search_page(request: HttpRequest) -> HttpResponse:
    asked = asked_for(request.GET)
    context: dict[str, Any] = {
        "address": asked.address,
        "unreadable": asked.unreadable,
        "longest": LONGEST_TEXT,
        "kept": [pair for pair in asked.address.parameters() if pair[0] in _KEPT_BY_FORM],
    }
    try:
        answer, address, correction = _answered(asked)
    except IndexUnavailableError as error:
        page = render(request, "articles/search_unavailable.html", {**context, "error": error})
        page.status_code = HTTPStatus.SERVICE_UNAVAILABLE
        return page
    context |= correction
    context |= _found(answer, address)
    context |= {"files": files_of(address, asked.unreadable), "most_lines": MOST_LINES}
    context |= offers(answer, address, asked.wanted.reference)
    context |= _narrowing(answer, address, asked.days, asked.sources)
    return render(request, "articles/search.html", context)


_KEPT_BY_FORM = {"source", "sort", "names", "calendar", "chart"}.union(
    each.parameter for each in CHOICES
)
"""Parameters without a visible form field, sent as hidden fields."""


def _known_sources(address: SearchAddress) -> tuple[SearchAddress, dict[str, Source]]:
    """The address without unknown slugs, and the sources by slug."""
    slugs = [slug for slug in address.sources if slug != NO_SOURCE]
    if not slugs:
        return address, {}
    sources = {source.slug: source for source in Source.objects.filter(slug__in=slugs)}
    unknown = [slug for slug in slugs if slug not in sources]
    known = replace(
        address,
        sources=tuple(slug for slug in address.sources if slug not in unknown),
        remarks=(*address.remarks, *map(no_such_source, unknown)),
    )
    return known, sources


def _answered(asked: Asked) -> tuple[Answer, SearchAddress, dict[str, Any]]:
    """The answer, the address of the search that it answers, and what is to be said of that.

    Where nothing has all the words as typed, the answer is that of what was probably meant; where
    they find a little, or most of them, another spelling is only proposed.
    """
    address = asked.address
    answer = search(asked.wanted, with_counts=True)
    if address.is_as_typed or not address.text:
        return answer, address, {}
    correction = did_you_mean(asked.wanted, answer, page_language())
    if correction is None:
        return answer, address, {}
    meant = replace(address, text=correction.text)
    if answer.total and (correction.way is Way.SPELLING or not answer.is_partial):
        proposal = {"corrected": correction.text, "corrected_address": meant.changed()}
        return answer, address, proposal
    typed = {
        "address": meant,
        "meant": correction.text,
        "typed": address.text,
        "typed_address": address.changed(is_as_typed=True),
    }
    return search(replace(asked.wanted, text=correction.text), with_counts=True), meant, typed


def _found(answer: Answer, address: SearchAddress) -> dict[str, Any]:
    """The results, with remarks about them."""
    is_ranked = any(not clause.negated for clause in answer.query.clauses)
    orders = [(Sort.RELEVANCE, _("Best match"))] if is_ranked else []
    orders += [(Sort.NEWEST, _("Newest")), (Sort.OLDEST, _("Oldest"))]
    unordered = address.sort is Sort.RELEVANCE and not is_ranked
    current = Sort.NEWEST if unordered else address.sort
    return {
        "answer": answer,
        "has_no_words": bool(address.text) and answer.query.is_empty,
        "results": grouped(found_articles(answer)),
        "leaf": ResultsPage.of(address, answer.total),
        "deepest": DEEPEST,
        "remarks": [*address.remarks, *_remarks(answer.query)],
        "other_names": [other for name in answer.names for other in name.others],
        "trend_words": "،".join(
            clause.text for clause in answer.query.clauses if not clause.negated
        ),
        "names_address": address.changed(has_names=not address.has_names),
        "orders": [
            (label, address.changed(sort=order), order is current) for order, label in orders
        ],
    }


def _narrowing(
    answer: Answer, address: SearchAddress, days: DayRange | None, sources: dict[str, Source]
) -> dict[str, Any]:
    """The active filters, and the facets that can narrow the search."""
    calendars = CALENDARS[page_language()]
    calendar = address.calendar or calendars[0]
    chips = [
        *_address_chips(address, days, sources, calendar),
        *(_query_chip(answer.query, each, address, calendar) for each in answer.query.filters),
    ]
    context: dict[str, Any] = {"chips": chips, "all_cleared": _without_filters(answer, address)}
    if answer.counts is None or not answer.total:
        return context
    return context | {
        "facets": facets(answer.counts, calendar, address),
        "charts": charts(answer.counts, calendar, address),
        "splits": _splits(answer.counts, address),
        "range": chart_range(answer.counts, calendar, address),
        "calendars": [
            (
                _calendar_name(each),
                address.changed(calendar=None if each is calendars[0] else each),
                each is calendar,
            )
            for each in calendars
        ],
    }


def _splits(counts: Counts, address: SearchAddress) -> list[tuple[str, str, bool]]:
    """One chart or one for each language: words, address, and whether it is so; none where there is
    one language."""
    if len(counts.languages) < 2:
        return []
    choices = ((_("All in one"), False), (_("By language"), True))
    return [
        (words, address.changed(is_split=is_split), is_split is address.is_split)
        for words, is_split in choices
    ]


def grouped(found: Sequence[FoundArticle]) -> list[Result]:
    """The articles in order, each with the later ones that have the same text."""
    results: dict[int, Result] = {}
    for each in found:
        original = each.article.duplicate_of_id or each.article.pk
        if original in results:
            results[original].duplicates.append(each.article)
        else:
            results[original] = Result(each)
    return list(results.values())


def _remarks(query: Query) -> list[Remark]:
    sentences = {
        NoteCode.LEFT_OUT: _("This was too much for one search and was left out:"),
        NoteCode.BAD_DATE: _("This is not a date, so it was ignored:"),
        NoteCode.UNKNOWN_LANGUAGE: _("This language is not known, so it was ignored:"),
        NoteCode.SHORT_PREFIX: _("A star needs two letters before it, so it was ignored:"),
        NoteCode.OR_BESIDE_FILTER: _("OR does not go with a filter, so it was ignored:"),
    }
    return [Remark(sentences[note.code], query.text[note.start : note.end]) for note in query.notes]


def _address_chips(
    address: SearchAddress,
    days: DayRange | None,
    sources: dict[str, Source],
    calendar: Calendar,
) -> list[Chip]:
    chips = [
        Chip(
            _("Source"),
            str(sources[slug]) if slug in sources else _("Source unknown"),
            address.changed(sources=tuple(each for each in address.sources if each != slug)),
        )
        for slug in address.sources
    ]
    chips += [
        Chip(
            str(choice.title),
            choice.label(value),
            address.choosing(choice.facet, *(each for each in chosen if each != value)),
        )
        for choice in CHOICES
        for chosen in (address.chosen.get(choice.facet, ()),)
        for value in chosen
    ]
    if days:
        words = span_words(days, calendar)
        chips.append(Chip(_("Date"), words, address.changed(first="", last="")))
    if address.match is Match.ANY:
        chips.append(Chip(_("Words"), _("Any of them"), address.changed(match=Match.ALL)))
    return chips


def _without_filters(answer: Answer, address: SearchAddress) -> str:
    """The same words in the same order of results, without anything that narrows them."""
    return address.changed(
        text=without(answer.query, *answer.query.filters),
        sources=(),
        chosen={},
        first="",
        last="",
        match=Match.ALL,
    )


def _query_chip(query: Query, part: Filter, address: SearchAddress, calendar: Calendar) -> Chip:
    """For a typed filter: removing it changes the text of the query."""
    if isinstance(part, SourceFilter):
        kind, words = _("Source"), part.text
    elif isinstance(part, LanguageFilter):
        kind, words = _("Language"), str(Language(part.language).label)
    else:
        kind, words = _("Date"), span_words(part.days, calendar)
    return Chip(kind, words, address.changed(text=without(query, part)), part.negated)


def _calendar_name(calendar: Calendar) -> str:
    return _("Jalali") if calendar is Calendar.JALALI else _("Gregorian")
