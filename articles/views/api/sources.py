"""Sources by the API."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override
from ninja import Path, Query, Router
from typing_extensions import TypedDict

from articles.models import Source
from articles.models.days import gregorian_day
from articles.views.article.formats import source_of
from articles.views.site.sources import known_counts, sources_with_latest

from .items import Day, SourceItem, both_calendars
from .lists import json_answer, lines_answer
from .parameters import Lined, Whole
from .problems import Problem

router = Router(tags=["sources"])


class CountedSource(SourceItem):
    """A source with its language, how many articles it has here (null while the search index does
    not answer), and the day of its latest one."""

    number: int
    language: str
    articles: int | None
    latest: Day | None


class Sources(TypedDict):
    """All sources that have articles here, by slug."""

    items: list[CountedSource]


@router.get(
    "/sources",
    response=Sources,
    url_name="api_sources",
    operation_id="api_sources",
    summary=gettext_noop("All sources"),
)
def sources(request: HttpRequest, asked: Query[Whole]) -> HttpResponse:
    with override(settings.LANGUAGE_CODE):
        items = _items(request)
    return json_answer({"items": items}) if asked.format is Lined.JSON else lines_answer(items)


@router.get(
    "/sources/{slug}",
    response=CountedSource,
    url_name="api_source",
    operation_id="api_source",
    summary=gettext_noop("One source"),
)
def source(
    request: HttpRequest,
    slug: Annotated[
        str,
        Path(
            max_length=120, description=gettext_noop("The slug of the source, as in its address.")
        ),
    ],
) -> HttpResponse:
    with override(settings.LANGUAGE_CODE):
        for item in _items(request):
            if item["slug"] == slug:
                return json_answer(item)
    sentence = _("There is no source with this address.")
    raise Problem(HTTPStatus.NOT_FOUND, "no_source", sentence, parameter="slug")


def _items(request: HttpRequest) -> list[dict[str, Any]]:
    """The sources; one query, and the counts of the index."""
    found = known_counts()
    return [
        {
            "number": each.pk,
            **source_of(request, each),
            "language": each.language,
            "articles": found.sources.get(each.pk, 0) if found else None,
            "latest": _latest(each),
        }
        for each in sources_with_latest()
    ]


def _latest(source: Source) -> Day | None:
    day = gregorian_day(source.latest)  # type: ignore[attr-defined]
    return both_calendars(day) if day else None
