"""Search and numbers by the API: what the search page finds, counts and charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Query, Router
from typing_extensions import TypedDict

from articles.calendars import Calendar
from articles.models import Article
from articles.search import (
    DEEPEST,
    Answer,
    Counts,
    Excerpt,
    Search,
    Sort,
    counts,
    did_you_mean,
    found_articles,
    search,
    wait_anew,
)
from articles.views.counts_by_date import months_of
from articles.views.search.address import NO_SOURCE, SearchAddress
from articles.views.search.choices import COPIES
from articles.views.search.facets import most_frequent
from articles.views.site.sources import sources_by_id

from .cursors import bad_cursor
from .items import FIELDS, USUAL, ArticleItem, ArticleWriter, rows
from .lists import chosen_fields, json_answer, list_answer
from .parameters import Copies, Counting, SearchAsked, limits_of
from .tables import Items

router = Router(tags=["search"])


class ExcerptItem(TypedDict):
    """An excerpt of a body or its captions; ``matches`` are spans of characters in it."""

    text: str
    matches: list[tuple[int, int]]


class FoundItem(ArticleItem, total=False):
    """An article that was found; the score is 0 where the order is by day."""

    score: float
    excerpts: list[ExcerptItem]


class SourceCount(TypedDict):
    """Articles of a source; the slug is “-” where there is none."""

    slug: str
    names: dict[str, str]
    count: int


class LanguageCount(TypedDict):
    """Articles in a language."""

    language: str
    count: int


class MonthCount(TypedDict):
    """Articles of a month."""

    year: int
    month: int
    count: int


class Months(TypedDict):
    """Articles by month of each calendar, and those without a day."""

    jalali: list[MonthCount]
    gregorian: list[MonthCount]
    undated: int


class Numbers(TypedDict):
    """How many articles there are: all, those that are copies of earlier ones, and by source, by
    language and by month."""

    total: int
    copies: int
    sources: list[SourceCount]
    languages: list[LanguageCount]
    months: Months


class Note(TypedDict):
    """A part of the query that was left out, and why."""

    code: str
    text: str


class Found(TypedDict):
    """A page of what was found.

    ``is_partial``: nothing had all words, these have the most. ``spelling``: what may have been
    meant. ``numbers`` are of everything that was found.
    """

    total: int
    is_partial: bool
    other_names: list[str]
    spelling: str | None
    notes: list[Note]
    numbers: Numbers
    items: list[FoundItem]
    next: str | None


@router.get(
    "/search",
    response=Found,
    url_name="api_search",
    operation_id="api_search",
    summary=gettext_noop("Search, with numbers by source, language and month"),
)
def search_articles(request: HttpRequest, asked: Query[SearchAsked]) -> HttpResponseBase:
    fields = chosen_fields(asked.fields, _FIELDS, _USUAL)
    address = SearchAddress.read(request.GET)
    limits = limits_of(request)
    wanted = Search(
        address.text,
        timezone.localdate(),
        limits,
        match=asked.match,
        sort=asked.sort,
        with_names=address.has_names,
    )
    writer = _FoundWriter(request, [each for each in fields if each in FIELDS])
    answers: list[Answer] = []

    def read(place: str, count: int) -> tuple[Items, str]:
        if answers:
            wait_anew()
        if asked.sort is Sort.ADDED:
            part = replace(wanted, limits=replace(limits, after=int(place or 0)), limit=count)
        else:
            offset = _offset(place)
            part = replace(wanted, offset=offset, limit=min(count, DEEPEST - offset))
        answer = search(part, with_counts=not answers)
        if answers and answer.is_partial and not answers[0].is_partial:
            return [], ""  # the rest that has all words was removed meanwhile
        answers[:] = answers[:1] or [answer]
        return writer.items(answer, fields), _goes_on(part, answer)

    def beside() -> dict[str, Any]:
        is_whole = asked.sort is not Sort.ADDED or not asked.cursor
        return _beside(wanted, answers[0] if is_whole else search(wanted, with_counts=True))

    kind = "search added" if asked.sort is Sort.ADDED else "search"
    return list_answer(request, asked, kind, fields, read, beside)


@router.get(
    "/stats/months",
    response=Numbers,
    url_name="api_months",
    operation_id="api_months",
    summary=gettext_noop("Numbers of articles by source, language and month"),
)
def months(request: HttpRequest, asked: Query[Counting]) -> HttpResponse:
    return json_answer(_numbers(counts(limits_of(request))))


_OF_RESULTS = ("score", "excerpts")
_FIELDS = (*FIELDS, *_OF_RESULTS)
_USUAL = (*USUAL, *_OF_RESULTS)


class _FoundWriter:
    def __init__(self, request: HttpRequest, fields: list[str]) -> None:
        self._fields = fields
        self._writer = ArticleWriter(request, fields)

    def items(self, answer: Answer, fields: Any) -> Items:
        """What was found, in order; four queries at most. To make excerpts costs more than all
        else: they are made only where they are asked for."""
        excerpts: dict[int, Sequence[Excerpt]] = {}
        if "excerpts" in fields:
            excerpts = {each.article.pk: each.excerpts for each in found_articles(answer)}
        articles = Article.objects.visible().filter(
            pk__in=[each.article_id for each in answer.hits]
        )
        known = {row.id: row for row in rows(articles, self._fields)}
        # Those that were hidden meanwhile are left out.
        shown = [each for each in answer.hits if each.article_id in known]
        items = self._writer.items([known[each.article_id] for each in shown])
        for item, hit in zip(items, shown, strict=True):
            if "score" in fields:
                item["score"] = hit.score
            if "excerpts" in fields:
                item["excerpts"] = [_excerpt(each) for each in excerpts.get(hit.article_id, ())]
        return items


def _excerpt(excerpt: Excerpt) -> ExcerptItem:
    text, matches = "", []
    for run in excerpt.runs:
        if run.is_match:
            matches.append((len(text), len(text) + len(run.text)))
        text += run.text
    return ExcerptItem(text=text, matches=matches)


def _beside(wanted: Search, answer: Answer) -> dict[str, Any]:
    meant = did_you_mean(wanted, answer)
    return {
        "total": answer.total,
        "is_partial": answer.is_partial,
        "other_names": [other for name in answer.names for other in name.others],
        "spelling": meant.text if meant else None,
        "notes": [
            Note(code=note.code, text=answer.query.text[note.start : note.end])
            for note in answer.query.notes
        ],
        "numbers": _numbers(answer.counts or Counts()),
    }


def _numbers(found: Counts) -> Numbers:
    """One query, for the names of the sources."""
    known = sources_by_id([pk for pk in found.sources if pk])
    by_source = sorted(found.sources.items(), key=lambda each: (-each[1], each[0] or 0))
    sources = [
        SourceCount(
            slug=known[pk].slug if pk else NO_SOURCE,
            names={code: name for code, name in known[pk].names.items() if name} if pk else {},
            count=count,
        )
        for pk, count in by_source
        if not pk or pk in known
    ]
    return Numbers(
        total=found.total,
        copies=found.values.get(COPIES.facet, {}).get(Copies.YES, 0),
        sources=sources,
        languages=[
            LanguageCount(language=code, count=count)
            for code, count in most_frequent(found.languages)
        ],
        months=Months(
            jalali=_months(found, Calendar.JALALI),
            gregorian=_months(found, Calendar.GREGORIAN),
            undated=found.undated,
        ),
    )


def _months(found: Counts, calendar: Calendar) -> list[MonthCount]:
    return [
        MonthCount(year=month[0], month=month[1], count=count)
        for month, count in months_of(found, calendar).items()
        if month
    ]


def _goes_on(part: Search, answer: Answer) -> str:
    """The place behind a part; empty where nothing is behind it."""
    if part.sort is Sort.ADDED:
        return str(answer.hits[-1].article_id) if answer.total > len(answer.hits) else ""
    last = part.offset + part.limit
    return str(last) if last < min(answer.total, DEEPEST) else ""


def _offset(place: str) -> int:
    offset = int(place or 0)
    if offset >= DEEPEST:
        raise bad_cursor()
    return offset
