"""The report of a batch (the outcome of every item) as CSV for spreadsheets."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from articles.models import Capture

from .outcomes import sentences_of

_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BYTE_ORDER_MARK = "\ufeff"  # without it spreadsheets do not recognise UTF-8


class _Lines:
    """A file for :mod:`csv` that returns each line."""

    def write(self, line: str) -> str:
        return line


def reported(captures: QuerySet[Capture]) -> QuerySet[Capture]:
    """Captures in the order of the dumps, with what a report needs, without the articles' texts."""
    return captures.select_related("article").defer("article__body").order_by("pk")


def csv_lines(captures: Iterable[Capture]) -> Iterator[str]:
    """The report's lines: a header, and a line per capture; no cell can be a formula."""
    writer = csv.writer(_Lines(), quoting=csv.QUOTE_ALL)
    yield _BYTE_ORDER_MARK
    yield writer.writerow(
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
        ]
    )
    for capture in captures:
        yield writer.writerow(map(_cell, _row(capture)))


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


def _cell(value: Any) -> Any:
    """Escape text that a spreadsheet would evaluate as a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_BEGINS_FORMULA) else value
