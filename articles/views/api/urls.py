"""``/api/v1/``: the addresses of the API that read."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from .answering import reading
from .description import API, description, parameters_of
from .lists import json_answer


def openapi(request: HttpRequest) -> HttpResponse:
    """The description of the API, as OpenAPI."""
    return json_answer(description())


def _reading(pattern: URLPattern) -> URLPattern:
    name = pattern.name or ""
    view = reading(pattern.callback, partial(parameters_of, name))
    return path(str(pattern.pattern), view, name=name)


urlpatterns = [
    path("openapi.json", reading(openapi, frozenset), name="api_openapi"),
    # Without the page of the package itself, whose scripts the policy of this site forbids.
    *(
        _reading(pattern)
        for pattern in API.urls[0]
        if isinstance(pattern, URLPattern) and pattern.name != "api-root"
    ),
]
