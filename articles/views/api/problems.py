"""Errors as programs read them: problem details (RFC 9457) with a sentence in their language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header


class Problem(Exception):
    """Ends a view with a problem: ``code`` is for programs and stays as it is, ``detail`` for
    people; ``parameter`` is the one that is wrong; ``members`` are what else it tells."""

    def __init__(
        self,
        status: HTTPStatus,
        code: str,
        detail: str,
        headers: Mapping[str, str] | None = None,
        *,
        parameter: str = "",
        members: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.detail = detail
        self.headers = headers or {}
        self.parameter = parameter
        self.members = members or {}

    def response(self) -> HttpResponse:
        told = {
            "type": "about:blank",
            "title": self.status.phrase,
            "status": self.status.value,
            "code": self.code,
            "detail": self.detail,
            **({"parameter": self.parameter} if self.parameter else {}),
            **self.members,
        }
        response = JsonResponse(
            told,
            status=self.status,
            content_type="application/problem+json",
            json_dumps_params={"ensure_ascii": False},
            headers=self.headers,
        )
        response["Content-Language"] = get_language() or ""
        add_never_cache_headers(response)
        patch_vary_headers(response, ["Accept-Language"])
        return response


def callers_language(request: HttpRequest) -> str:
    """The language in which a caller is told problems; that of the site if none is asked for."""
    for code, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        language = code.partition("-")[0]
        if language in ("fa", "ar", "en"):
            return language
    return settings.LANGUAGE_CODE


def bad_parameter(name: str, sentence: str) -> Problem:
    """The problem of a parameter that cannot be used as it is."""
    return Problem(HTTPStatus.BAD_REQUEST, "bad_parameter", sentence, parameter=name)


def told_as_problems(*methods: str) -> Callable[[Callable[..., HttpResponseBase]], Any]:
    """Decorator of a view that takes these methods and raises :class:`Problem`; it answers in the
    language of the caller."""

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            with override(callers_language(request)):
                return told(request, *args, **kwargs)

        def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                if request.method not in methods:
                    allowed = {"Allow": ", ".join(methods)}
                    sentence = _("This address takes only %(methods)s.")
                    raise Problem(
                        HTTPStatus.METHOD_NOT_ALLOWED,
                        "method_not_allowed",
                        sentence % {"methods": allowed["Allow"]},
                        allowed,
                    )
                return view(request, *args, **kwargs)
            except Problem as problem:
                return problem.response()

        return answer

    return decorate
