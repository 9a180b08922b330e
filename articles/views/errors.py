"""What readers see when a page cannot be shown, in their language."""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation


class Missing(Http404):
    """A page that is not there; its message is a sentence for readers, in their language."""


def _answer(request: HttpRequest, status: HTTPStatus, **context: str) -> HttpResponse:
    # Rendered without context processors, and in a language found anew: some errors happen before
    # the middlewares have run, others because one of them failed.
    with translation.override(translation.get_language_from_request(request, check_path=True)):
        page = render_to_string(f"{status.value}.html", {"request": request, **context})
    return HttpResponse(page, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, HTTPStatus.BAD_REQUEST)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    reason = str(exception) if isinstance(exception, Missing) else ""
    return _answer(request, HTTPStatus.NOT_FOUND, reason=reason)


def gone(request: HttpRequest) -> HttpResponse:
    return _answer(request, HTTPStatus.GONE)


def server_error(request: HttpRequest) -> HttpResponse:
    return _answer(request, HTTPStatus.INTERNAL_SERVER_ERROR)
