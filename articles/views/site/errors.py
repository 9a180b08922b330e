"""Error pages for readers, in their language."""

from __future__ import annotations

import math
import sys
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import add_never_cache_headers

from articles.db.outages import is_outage

SECONDS_OF_OUTAGE = 30
"""When to retry if the database did not answer."""


class Missing(Http404):
    """A missing page; the message is a sentence for readers, in their language."""


def _answer(request: HttpRequest, status: HTTPStatus, **context: str | int) -> HttpResponse:
    # Rendered without context processors, and with the language determined again: some errors
    # happen before the middleware has run, others because one of them failed.
    with translation.override(translation.get_language_from_request(request, check_path=True)):
        page = render_to_string(f"{status.value}.html", {"request": request, **context})
    return HttpResponse(page, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, HTTPStatus.BAD_REQUEST)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    user = getattr(request, "user", None)  # some refusals come before the middleware that sets it
    return _answer(request, HTTPStatus.FORBIDDEN, is_signed_in=bool(user and user.is_authenticated))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    reason = str(exception) if isinstance(exception, Missing) else ""
    return _answer(request, HTTPStatus.NOT_FOUND, reason=reason)


def gone(request: HttpRequest) -> HttpResponse:
    return _answer(request, HTTPStatus.GONE)


def too_many_requests(request: HttpRequest, seconds: int) -> HttpResponse:
    """For clients that ask too often: when to retry."""
    response = _answer(request, HTTPStatus.TOO_MANY_REQUESTS)
    return come_again(response, seconds)


def locked_out(
    request: HttpRequest, original: HttpResponse, credentials: dict[str, Any] | None
) -> HttpResponse:
    """For an address with too many failures to sign in; called by django-axes."""
    minutes = math.ceil(settings.LOGIN_PAUSE.total_seconds() / 60)
    response = _answer(request, HTTPStatus.TOO_MANY_REQUESTS, minutes=minutes)
    return come_again(response, minutes * 60)


def come_again(response: HttpResponse, seconds: int) -> HttpResponse:
    """The answer with Retry-After, not cached."""
    response["Retry-After"] = str(seconds)
    add_never_cache_headers(response)
    return response


def unavailable(request: HttpRequest) -> HttpResponse:
    """For everybody, while the database does not answer."""
    response = _answer(request, HTTPStatus.SERVICE_UNAVAILABLE)
    return come_again(response, SECONDS_OF_OUTAGE)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for errors outside of views; :class:`OutageMiddleware` handles the rest."""
    if is_outage(sys.exception()):
        return unavailable(request)
    return _answer(request, HTTPStatus.INTERNAL_SERVER_ERROR)
