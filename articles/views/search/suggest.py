"""Suggestions while a reader types, for static/site/suggest.js."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from itertools import accumulate, pairwise
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import search
from articles.search import IndexUnavailableError, Suggestions
from articles.text.highlight import Run
from articles.views.site.errors import come_again
from articles.views.site.http_cache import READERS_LANGUAGE
from newsarchive.rate_limits import Limit, rate_limited

SECONDS_KEPT = 60
"""How long a browser may cache suggestions."""


def nothing_now(request: HttpRequest, seconds: int) -> HttpResponse:
    """An empty answer for clients that ask too often."""
    return come_again(JsonResponse([], safe=False, status=HTTPStatus.TOO_MANY_REQUESTS), seconds)


@require_safe
@rate_limited(Limit.SUGGESTIONS, nothing_now)
def suggest(request: HttpRequest) -> HttpResponse:
    """A list of {"kind", "label", "text", "url", "lang", "marks"}: words and names, then sources,
    then articles, each kind named by its label. The marks are [start, end] of what was typed.

    Empty if too little was typed, and while the index does not answer: the box is a plain form
    then, as without JavaScript. ``l`` is the language of the page that asks.
    """
    with translation.override(language_asked_for(request)):
        response = JsonResponse(suggested(request.GET.get("q", "")), safe=False)
    response["Cache-Control"] = f"max-age={SECONDS_KEPT}"
    vary_by_language(request, response)
    return response


def language_asked_for(request: HttpRequest) -> str:
    """The language of ``l``, otherwise the reader's, as for the root of the site."""
    asked = request.GET.get("l", "")
    return asked if _is_known(asked) else translation.get_language_from_request(request)


def vary_by_language(request: HttpRequest, response: HttpResponse) -> None:
    """Tell caches which headers decided the language of an answer."""
    if not _is_known(request.GET.get("l", "")):
        patch_vary_headers(response, READERS_LANGUAGE)


def _is_known(language: str) -> bool:
    return language in dict(settings.LANGUAGES)


def suggested(typed: str) -> list[dict[str, Any]]:
    """The list of :func:`suggest` for what was typed so far, in the current language."""
    try:
        found = search.suggest(typed.replace("\0", " "))
    except IndexUnavailableError:
        found = Suggestions()
    highlighter = found.highlighter()
    words = [
        _suggestion(each.kind, each.text, _search(each.text), each.language) for each in found.words
    ]
    sources = [
        _suggestion("source", str(each), each.get_absolute_url(), each.name_language)
        for each in found.sources
    ]
    articles = [
        _suggestion("article", each.title, each.get_absolute_url(), each.language)
        for each in found.articles
    ]
    return [
        {**each, "marks": _marks(highlighter.mark(each["text"], each["lang"]))}
        for each in (*words, *sources, *articles)
    ]


def _suggestion(kind: str, text: str, url: str, language: str) -> dict[str, Any]:
    labels = {
        "word": _("Word"),
        "name": _("Name"),
        "source": _("Source"),
        "article": _("Article"),
    }
    return {"kind": kind, "label": labels[kind], "text": text, "url": url, "lang": language}


def _marks(runs: Sequence[Run]) -> list[list[int]]:
    """Where the runs that match begin and end, in UTF-16 units as JavaScript counts."""
    ends = [0, *accumulate(len(run.text.encode("utf-16-le")) // 2 for run in runs)]
    return [[*span] for run, span in zip(runs, pairwise(ends), strict=True) if run.is_match]


def _search(text: str) -> str:
    return f"{reverse('search')}?{urlencode({'q': text})}"
