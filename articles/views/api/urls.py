"""``/api/v1/``: the addresses of the API that are described by OpenAPI."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from .answering import for_tokens, reading
from .description import API, description, parameters_of
from .lists import json_answer


def openapi(request: HttpRequest) -> HttpResponse:
    """The description of the API, as OpenAPI."""
    return json_answer(description())


def _answered(pattern: URLPattern) -> URLPattern:
    name = pattern.name or ""
    if name == "api_corrections":
        view = for_tokens(pattern.callback, "GET", "PATCH")
    else:
        view = reading(pattern.callback, partial(parameters_of, name))
    return path(str(pattern.pattern), view, name=name)


urlpatterns = [
    path("openapi.json", reading(openapi, frozenset), name="api_openapi"),
    # Without the page of the package itself, whose scripts the policy of this site forbids.
    *(
        _answered(pattern)
        for pattern in API.urls[0]
        if isinstance(pattern, URLPattern) and pattern.name != "api-root"
    ),
]
