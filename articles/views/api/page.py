"""The page that describes the API to readers, in their language, without scripts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.views.search.files import MOST_LINES
from articles.views.site.http_cache import public_page

from .description import description
from .lists import MOST_ITEMS


@dataclass(frozen=True, slots=True)
class Operation:
    """An address of the API: what it answers, and its parameters with what each is."""

    method: str
    address: str
    summary: str
    parameters: Sequence[tuple[str, str]]

    @classmethod
    def of(cls, method: str, address: str, described: dict[str, Any]) -> Operation:
        """As OpenAPI describes it, in the language of the page."""
        named = [(each["name"], _(each["description"])) for each in described["parameters"]]
        return cls(method.upper(), address, _(described["summary"]), named)

    @property
    def is_whole(self) -> bool:
        """Whether the address can be opened as it is."""
        return "{" not in self.address

    @property
    def is_read(self) -> bool:
        """Whether it is asked for with GET, as most are."""
        return self.method == "GET"


@require_safe
@public_page()
def api_page(request: HttpRequest) -> HttpResponse:
    paths = description()["paths"]
    context = {
        "operations": [
            Operation.of(method, address, told)
            for address, methods in paths.items()
            for method, told in methods.items()
        ],
        "most_items": MOST_ITEMS,
        "most_lines": MOST_LINES,
    }
    return render(request, "articles/api.html", context)
