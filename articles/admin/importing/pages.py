"""Leafing through lists that no queryset holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

PER_PAGE = 50


def page_of(request: HttpRequest, count: int) -> Page[Any]:
    """The page that the address asks for, of a list of so many entries."""
    entries: Sequence[int] = range(count)
    return Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))
