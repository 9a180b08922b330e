"""The archive by date: its years, and each year, month and day in both calendars."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.calendars import Calendar, Period
from articles.calendars.parsing import MAX_DATE_LENGTH
from articles.display import CALENDARS, hijri_day, page_language, period_words
from articles.expressions import regex
from articles.views.counts_by_date import counts_by_day, counts_by_month
from articles.views.site.errors import Missing
from articles.views.site.http_cache import public_page
from articles.views.site.list_language import (
    ALL,
    PARAMETER,
)
from articles.views.site.pagination import Cursor

from .bars import counted_months, counted_years
from .day_lists import day_lists
from .month import SHADES, month_grid, weekdays
from .paths import (
    addressed_period,
    day_period,
    days_of,
    other_calendar,
    period_path,
    typed_period,
)
from .steps import Step, crumbs, nearest_steps, steps_beside

BEFORE_UNDATED = Cursor(None, "z" * 16)
"""The place in the list of all articles after the dated ones: no key sorts after this one."""

_CONTROL_CHARACTERS = regex(r"[\x00-\x1f\x7f-\x9f]")


@require_safe
@public_page()
def years(request: HttpRequest) -> HttpResponse:
    """All years in both calendars; ``?date=`` redirects to the day, month or year that it names."""
    calendars = CALENDARS[page_language()]
    typed = _CONTROL_CHARACTERS.sub(" ", request.GET.get("date", "")).strip()
    if period := typed_period(typed, calendars[0], timezone.localdate()):
        return HttpResponseRedirect(period_path(period))
    by_month = counts_by_month()
    context = {
        "typed": typed[:MAX_DATE_LENGTH],
        "calendars": [
            (each.value, _calendar_name(each), counted_years(by_month[each], each))
            for each in calendars
        ],
        "is_empty": not any(by_month.values()),
        "undated": by_month[calendars[0]].get(None, 0),
        "undated_address": f"{reverse('home')}?{PARAMETER}={ALL}&before={BEFORE_UNDATED}",
        "canonical": request.path,
    }
    return render(request, "articles/archive.html", context)


@require_safe
@public_page()
def years_of(request: HttpRequest, calendar: str) -> HttpResponse:
    """An address without its numbers redirects to the years."""
    return HttpResponsePermanentRedirect(f"{reverse('archive')}#{calendar}")


@require_safe
@public_page()
def year(request: HttpRequest, calendar: str, year: str) -> HttpResponse:
    period = addressed_period(calendar, year)
    if moved := _moved(request, period):
        return moved
    months = counted_months(counts_by_month(days_of(period))[period.calendar], period)
    context = {
        **_common(period, sum(month.count for month in months)),
        "title": _("The year %(year)s") % {"year": period_words(period)},
        "steps": steps_beside([("prev", period.previous), ("next", period.next)]),
        "months": months,
    }
    return render(request, "articles/archive_year.html", context)


@require_safe
@public_page()
def month(request: HttpRequest, calendar: str, year: str, month: str) -> HttpResponse:
    period = addressed_period(calendar, year, month)
    if moved := _moved(request, period):
        return moved
    counts = counts_by_day(days_of(period))
    year_ago, year_on = period.same_in(period.year - 1), period.same_in(period.year + 1)
    context = {
        **_common(period, sum(counts.values())),
        "title": period_words(period),
        "steps": steps_beside(
            [
                ("prev", period.previous),
                ("earlier", year_ago),
                ("later", year_on),
                ("next", period.next),
            ]
        ),
        "weekdays": weekdays(page_language()),
        "weeks": month_grid(period, counts, timezone.localdate()),
        "shades": range(SHADES + 1),
    }
    return render(request, "articles/archive_month.html", context)


@require_safe
@public_page()
def day(request: HttpRequest, calendar: str, year: str, month: str, day: str) -> HttpResponse:
    """A day's articles, ordered by key as in every list, with links to the nearest days that have
    some."""
    period = addressed_period(calendar, year, month, day)
    if moved := _moved(request, period):
        return moved
    place = _place(request)
    lists = day_lists(request, period.first, is_start=not place)
    if place and not lists.page.articles:
        raise Missing(_("There is no such place in the list."))
    alternates = {code: f"{path}{place}" for code, path in _paths_by_language(period.first).items()}
    context = {
        **_common(period, lists.total),
        "title": period_words(period, weekday=True),
        "hijri": hijri_day(period.first),
        "steps": nearest_steps(period),
        "lists": lists,
        "page": lists.page,
        "events": lists.events,
        "list_languages": lists.languages,
        "address": f"{period_path(period)}{lists.query}",
        # The same articles are at an address in each calendar; each language has its canonical one.
        "alternates": alternates.items(),
        "canonical": alternates[page_language()],
    }
    return render(request, "articles/archive_day.html", context)


def _moved(request: HttpRequest, period: Period) -> HttpResponse | None:
    """Redirect to the canonical address of a period, from other digits or missing zeros."""
    path = period_path(period)
    if request.path == path:
        return None
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)


def _common(period: Period, total: int) -> dict[str, Any]:
    """The context that all pages of periods share."""
    return {
        "period": period,
        "total": total,
        "crumbs": crumbs(period),
        "others": list(map(Step.to, period.within(other_calendar(period.calendar)))),
        "nearest": [] if total or period.day else nearest_steps(period),
        "canonical": period_path(period),
    }


def _paths_by_language(day: date) -> dict[str, str]:
    """The addresses of a day by language, each in the main calendar of that language."""
    paths = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            paths[code] = period_path(day_period(day, CALENDARS[code][0]))
    return paths


def _place(request: HttpRequest) -> str:
    """The query string of a place in the list; empty for its start."""
    places = {name: request.GET[name] for name in ("before", "after") if name in request.GET}
    return f"?{urlencode(places)}" if places else ""


def _calendar_name(calendar: Calendar) -> str:
    return _("Jalali years") if calendar is Calendar.JALALI else _("Gregorian years")
