"""Suggestions while a reader types, for static/site/suggest.js."""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from articles import search
from articles.search import IndexUnavailableError, Suggestions
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
    """A list of {"kind": "source" or "article", "text", "url", "lang"}, sources first.

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


def suggested(typed: str) -> list[dict[str, str]]:
    """The list of :func:`suggest` for what was typed so far, in the current language."""
    try:
        found = search.suggest(typed.replace("\0", " "))
    except IndexUnavailableError:
        found = Suggestions()
    return [
        {
            "kind": "source",
            "text": str(source),
            "url": source.get_absolute_url(),
            "lang": source.name_language,
        }
        for source in found.sources
    ] + [
        {
            "kind": "article",
            "text": article.title,
            "url": article.get_absolute_url(),
            "lang": article.language,
        }
        for article in found.articles
    ]
