"""Words over time: the page, and the same as a table for spreadsheets and as a picture."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.calendars import Calendar
from articles.display import page_language
from articles.exporting.spreadsheets import lines_of
from articles.models.articles import Language
from articles.search import FACETS, IndexUnavailableError
from articles.views.search.choices import COPIES, LANGUAGE
from articles.views.site.http_cache import public_page
from articles.views.site.sources import alphabetical, public_sources
from newsarchive.rate_limits import Limit, rate_limited

from .asked import Asked, By, Names
from .numbers import FEW_WORDS, drawings

COLUMNS = "calendar step first_day last_day group line names occurrences words per_million".split()
"""Of the table for spreadsheets, for programs too: in English whatever the page."""


@require_safe
@rate_limited(Limit.SEARCHES)
@public_page()
def trends_page(request: HttpRequest) -> HttpResponse:
    asked = Asked.read(request.GET)
    context = _form(asked)
    try:
        shown = drawings(asked)
    except IndexUnavailableError as error:
        return _unavailable(request, asked, error)
    context |= {"drawings": shown, "has_years": bool(shown) and shown[0].has_years}
    return render(request, "articles/trends.html", context)


@require_safe
@rate_limited(Limit.SEARCHES)
@public_page()
def trends_table(request: HttpRequest) -> HttpResponse:
    asked = Asked.read(request.GET)
    try:
        lines = list(lines_of(COLUMNS, _rows(asked)))
    except IndexUnavailableError as error:
        return _unavailable(request, asked, error)
    return _file("".join(lines), "text/csv; charset=utf-8", "csv")


@require_safe
@rate_limited(Limit.SEARCHES)
@public_page()
def trends_picture(request: HttpRequest) -> HttpResponse:
    asked = Asked.read(request.GET)
    try:
        shown = drawings(asked)
    except IndexUnavailableError as error:
        return _unavailable(request, asked, error)
    picture = render_to_string("articles/trends.svg", {"asked": asked, "drawings": shown})
    return _file(picture, "image/svg+xml", "svg")


def _file(content: str, kind: str, ending: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="words-over-time.{ending}"'}
    return HttpResponse(content, content_type=kind, headers=headers)


def _unavailable(request: HttpRequest, asked: Asked, error: IndexUnavailableError) -> HttpResponse:
    context = {"address": asked.search.address, "error": error}
    page = render(request, "articles/search_unavailable.html", context)
    page.status_code = HTTPStatus.SERVICE_UNAVAILABLE
    return page


def _rows(asked: Asked) -> Iterator[list[Any]]:
    """A row for each step, group and line, the earliest step first."""
    for drawing in drawings(asked, by_month=True):
        for step, words, _is_thin, lines in reversed(list(drawing.rows)):
            days = (step.days.first, step.days.last)
            of_step = [step.calendar.value, step.name, *days, drawing.group.title]
            for line, said in zip(asked.lines, lines, strict=True):
                names = "، ".join(line.names)
                yield [*of_step, line.label, names, said.count, words, round(said.per_million, 3)]


def _form(asked: Asked) -> dict[str, Any]:
    """What the form shows: the words as typed, and each choice with whether it is made."""
    address, language = asked.search.address, page_language()
    calendars = {
        Calendar.JALALI: _("Jalali"),
        Calendar.GREGORIAN: _("Gregorian"),
        Calendar.HIJRI: _("Hijri"),
    }
    by_name = sorted(public_sources(), key=lambda source: alphabetical(str(source), language))
    return {
        "asked": asked,
        "address": address,
        "remarks": asked.remarks,
        "unreadable": asked.search.unreadable,
        "has_choices": bool(asked.search.unreadable) or asked.has_choices,
        "few_words": FEW_WORDS,
        "calendars": [
            (each.value, name, each is asked.calendar) for each, name in calendars.items()
        ],
        "names": [
            (each.value, name, each is asked.names)
            for each, name in (
                (Names.TOGETHER, _("Those of other languages in the same line")),
                (Names.APART, _("Each name a line of its own")),
                (Names.OFF, _("Only as typed")),
            )
        ],
        "by": [
            (each.value, name, each is asked.by)
            for each, name in (
                (By.NOTHING, _("All in one")),
                (By.LANGUAGE, _("By language")),
                (By.SOURCE, _("By source")),
            )
        ],
        "languages": [
            (code, LANGUAGE.label(code), code in address.chosen.get(LANGUAGE.facet, ()))
            for code in Language.values
        ],
        "copies": [
            (value, COPIES.label(value), value in address.chosen.get(COPIES.facet, ()))
            for value in FACETS[COPIES.facet]
        ],
        "sources": [(each.slug, str(each), each.slug in address.sources) for each in by_name],
        "files": asked.parameters,
    }
