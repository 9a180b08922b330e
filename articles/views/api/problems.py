"""Errors as programs read them: problem details (RFC 9457) with a sentence in their language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.translation import gettext as _


class Problem(Exception):
    """Ends a view with a problem: ``code`` is for programs and stays as it is, ``detail`` for
    people."""

    def __init__(
        self,
        status: HTTPStatus,
        code: str,
        detail: str,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.detail = detail
        self.headers = headers or {}

    def response(self) -> HttpResponse:
        told = {
            "type": "about:blank",
            "title": self.status.phrase,
            "status": self.status.value,
            "code": self.code,
            "detail": self.detail,
        }
        response = JsonResponse(
            told,
            status=self.status,
            content_type="application/problem+json",
            json_dumps_params={"ensure_ascii": False},
            headers=self.headers,
        )
        add_never_cache_headers(response)
        patch_vary_headers(response, ["Accept-Language"])
        return response


def told_as_problems(*methods: str) -> Callable[[Callable[..., HttpResponse]], Any]:
    """Decorator of a view that takes these methods and raises :class:`Problem`."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
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
