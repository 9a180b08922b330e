"""The fields that editors can set, and their values in an article, a version and a capture."""

from __future__ import annotations

from typing import Any

from articles.importing import sources
from articles.importing.content import content_of, keys_of
from articles.importing.reconciling import current_captures
from articles.models import Article, Capture

CORRECTABLE = (
    "title",
    "source",
    "author",
    "language",
    "published_on",
    "published_time",
    "body",
    "url",
    "external_id",
    "machine_translated",
    "duplicate_of",
)
"""Columns that imports write unless an editor has set them."""

PARTS = ("figures", "related")
"""Parts in separate tables, which are corrected as a whole."""

DECISIONS = ("status", "review")
"""Set only by editors; imports write them only to ask for a review."""

VERSIONED = (*CORRECTABLE, *PARTS, *DECISIONS)
"""Everything that the history compares and restores."""

LINKS = {"source": "source_id", "duplicate_of": "duplicate_of_id"}
"""Fields that refer to another record, with the attribute that has its id."""


def values_of(article: Article) -> dict[str, Any]:
    """The article's values by field; records by their ids."""
    return _columns(article) | article.parts


def values_then(version: Any) -> dict[str, Any]:
    """The values of a history row by field; parts are missing in rows that stored none."""
    parts = {name: getattr(version, name) for name in PARTS}
    return _columns(version) | {name: rows for name, rows in parts.items() if rows is not None}


def _columns(row: Any) -> dict[str, Any]:
    names = (*CORRECTABLE, *DECISIONS)
    return {name: getattr(row, LINKS.get(name, name)) for name in names}


def captured_values(article: Article) -> dict[str, Any]:
    """The values of the current capture by field; empty if there is no capture.

    ``machine_translated`` and ``duplicate_of`` are in no capture.
    """
    capture = current_capture(article)
    if capture is None or not capture.parsed:
        return {}
    content = content_of(capture.parsed, keys_of(capture.parsed))
    found = {name: value for name, value in content.fields.items() if name in CORRECTABLE}
    ids = sources.known([content.source_name] if content.source_name else [])
    found["source"] = ids.get(sources.alias_of(content.source_name))
    found["figures"] = [
        [figure.position, figure.alt, figure.caption, figure.credit] for figure in content.figures
    ]
    found["related"] = [title for title, _ in content.related]
    return found


def current_capture(article: Article) -> Capture | None:
    """The live capture whose content is current; None if all are withdrawn."""
    return Capture.objects.filter(pk__in=current_captures([article.pk]).values()).first()
