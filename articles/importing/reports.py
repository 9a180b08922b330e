"""The report of a batch (the outcome of every item) as CSV for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from articles.exporting.spreadsheets import lines_of
from articles.models import Capture

from .outcomes import sentences_of


def reported(captures: QuerySet[Capture]) -> QuerySet[Capture]:
    """Captures in the order of the dumps, with what a report needs, without the articles' texts."""
    return captures.select_related("article").defer("article__body").order_by("pk")


def csv_lines(captures: Iterable[Capture]) -> Iterator[str]:
    """The report's lines: a header, and a line per capture; no cell can be a formula."""
    yield from lines_of(
        [
            _("file"),
            _("item"),
            _("outcome"),
            _("code"),
            _("message"),
            _("title"),
            _("source"),
            _("Gregorian day"),
            _("Jalali day"),
            _("article"),
        ],
        map(_row, captures),
    )


def _row(capture: Capture) -> list[Any]:
    parsed = capture.parsed or {}
    return [
        capture.file_name,
        capture.item_number,
        Capture.Outcome(capture.outcome).label,
        capture.error or ", ".join(capture.warnings),
        sentences_of(capture.error, capture.warnings),
        parsed.get("title", ""),
        parsed.get("source", ""),
        parsed.get("published_gregorian") or "",
        parsed.get("jalali") or "",
        capture.article.key if capture.article else "",
    ]
