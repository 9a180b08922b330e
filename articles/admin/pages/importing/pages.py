"""What several pages of imports show: outcomes with their numbers, and lists to leaf through."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from articles.models import Capture

PER_PAGE = 50


def page_of(request: HttpRequest, count: int) -> Page[Any]:
    """The page that the address asks for, of a list of so many entries."""
    entries: Sequence[int] = range(count)
    return Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))


def outcomes_of(counts: dict[str, int]) -> list[dict[str, Any]]:
    """The outcomes that items have had, with their numbers."""
    return [
        {"name": outcome.value, "label": outcome.label, "count": counts[outcome]}
        for outcome in Capture.Outcome
        if counts.get(outcome)
    ]
