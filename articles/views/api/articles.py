"""Articles by the API: the list, one, its captures, its history, and its raw text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from http import HTTPStatus
from typing import Annotated, Any

import jdatetime
from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override
from ninja import Path, Query, Router
from typing_extensions import TypedDict

from articles.models import Article
from articles.models.articles import ArticleQuerySet
from articles.models.days import gregorian_day
from articles.search import Limits
from articles.views.article.captures import capture_of, raw_text
from articles.views.article.corrections import named_corrections
from articles.views.article.formats import captures_of, complete
from articles.views.article.history import listed_captures
from articles.views.article.page import is_erased, successor_of
from articles.views.site.pagination import ArticleList, Cursor

from .cursors import bad_cursor
from .items import (
    FIELDS,
    PLAIN,
    SHAPED,
    USUAL,
    ArticleItem,
    ArticleWriter,
    Day,
    both_calendars,
    rows,
)
from .lists import chosen_fields, json_answer, list_answer
from .parameters import ArticlesAsked, Fields, limits_of
from .problems import Problem, bad_parameter
from .tables import Items

router = Router(tags=["articles"])

Key = Annotated[
    str,
    Path(
        pattern="^[a-z0-9]{16}$",
        description=gettext_noop("The key of the article, as in its address."),
    ),
]


class ArticlePage(TypedDict):
    """A page of a list of articles; ``next`` is the address of the following one."""

    items: list[ArticleItem]
    next: str | None


class CaptureItem(TypedDict):
    """One item of one dump, as it was scraped; ``url`` has its text."""

    file: str
    item: int
    outcome: str
    captured_at: str | None
    views: int | None
    sha256: str
    warnings: list[str]
    url: str


class Captures(TypedDict):
    """The captures of an article, the earliest import first."""

    items: list[CaptureItem]


class Named(TypedDict):
    """Another article."""

    key: str
    url: str


class Related(TypedDict):
    """A recommended story by its title, and the article of that title, if the archive has it."""

    title: str
    key: str | None
    url: str | None


class FigureItem(TypedDict):
    """The text of a picture; ``position`` is the number of paragraphs before it."""

    position: int
    alt: str
    caption: str
    credit: str


WholeArticle = TypedDict(
    "WholeArticle",
    {
        **PLAIN,  # type: ignore[misc]
        **SHAPED,
        "figures": list[FigureItem],
        "related": list[Related],
        "duplicate_of": Named | None,
        "captures": list[CaptureItem],
        "corrected_fields": list[str],
    },
    total=False,
)
"""Everything that the archive has about an article, or the fields that were asked for."""


class HistoryCapture(TypedDict):
    """A capture, numbered from the earliest, and how it differs from the one before."""

    number: int
    capture: int
    captured_at: str | None
    outcome: str
    views: int | None
    has_new_text: bool
    is_the_same: bool


class CorrectionItem(TypedDict):
    """A field that an editor has set, and the day when it was last set."""

    field: str
    made_on: Day | None


class History(TypedDict):
    """What became of an article: its captures, the latest first, and its corrections."""

    captures: list[HistoryCapture]
    corrections: list[CorrectionItem]


@router.get(
    "/articles",
    response=ArticlePage,
    url_name="api_articles",
    operation_id="api_articles",
    summary=gettext_noop("Articles, the newest first"),
)
def articles(request: HttpRequest, asked: Query[ArticlesAsked]) -> HttpResponseBase:
    fields = tuple(chosen_fields(asked.fields, FIELDS, USUAL))
    limits = limits_of(request)
    writer = ArticleWriter(request, fields)

    def read(place: str, count: int) -> tuple[Items, str]:
        found: list[Any] = _list(limits, fields, count).older(_cursor(place))
        goes_on = _place(found[count - 1]) if len(found) > count else ""
        return writer.items(found[:count]), goes_on

    return list_answer(request, asked, "articles", fields, read)


@router.get(
    "/articles/{key}",
    response=WholeArticle,
    url_name="api_article",
    operation_id="api_article",
    summary=gettext_noop("One article, complete"),
)
def article(request: HttpRequest, key: Key, asked: Query[Fields]) -> HttpResponse:
    known = tuple(WholeArticle.__annotations__)
    fields = chosen_fields(asked.fields, known, known)
    found = article_of(request, key)
    with override(settings.LANGUAGE_CODE):
        whole = {"number": found.pk, **complete(request, found, raw="api_raw")}
        whole["links"] |= _links(request, found)
    return json_answer({name: whole[name] for name in fields})


@router.get(
    "/articles/{key}/captures",
    response=Captures,
    url_name="api_captures",
    operation_id="api_captures",
    summary=gettext_noop("The captures of an article"),
)
def captures(request: HttpRequest, key: Key) -> HttpResponse:
    found = article_of(request, key)
    with override(settings.LANGUAGE_CODE):
        return json_answer({"items": captures_of(request, found, "api_raw")})


@router.get(
    "/articles/{key}/history",
    response=History,
    url_name="api_history",
    operation_id="api_history",
    summary=gettext_noop("The captures and corrections of an article"),
)
def history(request: HttpRequest, key: Key) -> HttpResponse:
    found = article_of(request, key)
    shown: dict[str, Any] = {
        "captures": [
            {
                "number": each.number,
                "capture": each.capture.pk,
                "captured_at": each.capture.captured_at and each.capture.captured_at.isoformat(),
                "outcome": each.capture.outcome,
                "views": each.capture.views,
                "has_new_text": each.has_new_text,
                "is_the_same": each.is_the_same,
            }
            for each in listed_captures(found)
        ],
        "corrections": [
            {"field": each.field, "made_on": both_calendars(each.day) if each.day else None}
            for each in named_corrections(found)
        ],
    }
    return json_answer(shown)


@router.get(
    "/articles/{key}/raw",
    url_name="api_raw",
    operation_id="api_raw",
    summary=gettext_noop("The text of a capture, as it was scraped"),
)
def raw(
    request: HttpRequest,
    key: Key,
    capture: Annotated[
        int | None,
        Query(
            ge=1,
            lt=2**63,
            description=gettext_noop("The number of a capture; without it, the latest."),
        ),
    ] = None,
) -> HttpResponse:
    found = article_of(request, key)
    wanted = capture_of(found, capture)
    if wanted is None:
        raise bad_parameter("capture", _("This capture is not in the archive."))
    with override(settings.LANGUAGE_CODE):
        return raw_text(request, found, wanted)


def _list(limits: Limits, fields: Sequence[str], count: int) -> ArticleList:
    if not (any(limits.chosen.values()) or limits.sources or limits.days):
        return _list_of_all(tuple(fields), count)
    return ArticleList(lambda: rows(_within(limits), fields), count)


@lru_cache(maxsize=32)
def _list_of_all(fields: tuple[str, ...], count: int) -> ArticleList:
    """Kept, with its queries: that of the whole archive is what most ask for."""
    return ArticleList(lambda: rows(Article.objects.visible(), fields), count)


def _within(limits: Limits) -> ArticleQuerySet:
    articles = Article.objects.visible()
    if languages := limits.chosen.get("language", ()):
        articles = articles.filter(language__in=languages)
    if limits.sources:
        unknown = Q(source__isnull=True) if 0 in limits.sources else Q()
        articles = articles.filter(Q(source__in=[pk for pk in limits.sources if pk]) | unknown)
    if limits.days:
        first, last = (
            min(max(day, _FIRST), _LAST) for day in (limits.days.first, limits.days.last)
        )
        articles = articles.filter(published_on__range=(first, last))
    return articles


# The days that the column can have.
_FIRST, _LAST = jdatetime.date.min.togregorian(), jdatetime.date.max.togregorian()


def _place(row: Any) -> str:
    return str(Cursor(gregorian_day(row.published_on), row.key))


def _cursor(place: str) -> Cursor | None:
    try:
        return Cursor.parse(place) if place else None
    except ValueError:
        raise bad_cursor() from None


def article_of(request: HttpRequest, key: str, articles: ArticleQuerySet | None = None) -> Article:
    """The article of a key, of those that readers may see if no others are given; one query, or
    three to tell why there is none."""
    articles = Article.objects.visible() if articles is None else articles
    found = articles.select_related("source").filter(key=key).first()
    if found:
        return found
    if successor := successor_of(key):
        address = request.get_full_path().replace(key, successor.key, 1)
        moved = _("This article has another key now.")
        is_read = request.method == "GET"
        status = HTTPStatus.MOVED_PERMANENTLY if is_read else HTTPStatus.PERMANENT_REDIRECT
        raise Problem(status, "moved", moved, {"Location": address})
    if is_erased(key):
        raise Problem(HTTPStatus.GONE, "erased", _("This article was erased."))
    sentence = _("There is no article with this address.")
    raise Problem(HTTPStatus.NOT_FOUND, "no_article", sentence, parameter="key")


def _links(request: HttpRequest, article: Article) -> dict[str, str]:
    names = {"self": "api_article", "captures": "api_captures", "history": "api_history"}
    names["raw"] = "api_raw"
    return {
        name: request.build_absolute_uri(reverse(view, args=[article.key]))
        for name, view in names.items()
    }
