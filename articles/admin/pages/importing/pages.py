"""Shared by the pages of imports: outcomes with their counts, and pagination."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from articles.models import Capture

PER_PAGE = 50


def page_of(request: HttpRequest, count: int) -> Page[Any]:
    """The page that the address asks for, of a list with ``count`` entries."""
    entries: Sequence[int] = range(count)
    return Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))


def outcomes_of(counts: dict[str, int]) -> list[dict[str, Any]]:
    """The outcomes of items, with their counts."""
    return [
        {"name": outcome.value, "label": outcome.label, "count": counts[outcome]}
        for outcome in Capture.Outcome
        if counts.get(outcome)
    ]
