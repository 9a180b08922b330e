"""What all addresses of the API that read have in common: limits, caches, languages, CORS."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from articles.search import IndexUnavailableError
from articles.views.site.http_cache import public_page

from .problems import Problem, bad_parameter, told_as_problems
from .tokens import count_reader

View = Callable[..., HttpResponseBase]

SECONDS_TO_WAIT = 60
"""When to retry if the search index does not answer."""

ON_EVERY_ANSWER = {
    # Pages of other sites may read: nothing here depends on cookies.
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Memento-Datetime, Retry-After, X-Request-ID",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Robots-Tag": "noindex",
}

_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept-Language, Authorization, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def reading(view: View, parameters: Callable[[], frozenset[str]] | None = None) -> View:
    """A view for programs as it is answered to them; ``parameters`` names those that it has, if
    others are refused."""
    public = public_page(varies_on=("Accept-Language",))(view)

    @told_as_problems("GET", "HEAD")
    def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        count_reader(request)
        if parameters:
            _refuse_unknown(request, parameters())
        method, request.method = request.method, "GET"  # HEAD is answered as GET without its body
        try:
            return public(request, *args, **kwargs)
        except IndexUnavailableError as error:
            raise _no_index() from error
        finally:
            request.method = method

    @csrf_exempt  # no cookie is looked at, and nothing is changed
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return HttpResponse(status=HTTPStatus.NO_CONTENT, headers=ON_EVERY_ANSWER | _PREFLIGHT)
        response: HttpResponseBase = told(request, *args, **kwargs)
        for header, value in ON_EVERY_ANSWER.items():
            response[header] = value
        return response

    return answer


def for_tokens(view: View, *methods: str) -> View:
    """A view for those who have a token, which it asks for itself: never kept, and nothing for
    pages of other sites."""

    @wraps(view)
    def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        _refuse_unknown(request, frozenset())
        response: HttpResponseBase = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    # No cookie is looked at: what opens it is the token.
    answer: View = csrf_exempt(told_as_problems(*methods)(told))
    return answer


def _refuse_unknown(request: HttpRequest, known: frozenset[str]) -> None:
    for name in request.GET:
        if name not in known:
            sentence = _("There is no such parameter here. There are: %(names)s.")
            names = ", ".join(sorted(known)) or "–"
            raise bad_parameter(name[:100], sentence % {"names": names})


def _no_index() -> Problem:
    return Problem(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "no_index",
        _("The search index does not answer. Please try again later."),
        {"Retry-After": str(SECONDS_TO_WAIT)},
    )
