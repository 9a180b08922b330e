"""The values of fields in an article, in one of its versions and in its captures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from articles.fields import CORRECTABLE, EMPTY, LINKS, PARTS, VERSIONED
from articles.importing import sources
from articles.importing.content import ArticleContent, content_of, keys_of
from articles.importing.reconciling import current_captures
from articles.models import Article, Capture


def values_of(article: Article, names: Iterable[str] = VERSIONED) -> dict[str, Any]:
    """The article's values by field; records by their ids."""
    return _columns(article, names) | article.parts


def values_then(version: Any) -> dict[str, Any]:
    """The values of a history row by field; parts are missing in rows that stored none."""
    parts = {name: getattr(version, name) for name in PARTS}
    return _columns(version, VERSIONED) | {
        name: rows for name, rows in parts.items() if rows is not None
    }


def _columns(row: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, LINKS.get(name, name)) for name in names if name not in PARTS}


def captured_values(article: Article) -> dict[str, Any]:
    """The values of the current capture in the fields that editors may set; empty if there is no
    capture, and without fields that are in no capture."""
    capture = current_capture(article)
    if capture is None or not capture.parsed:
        return {}
    parsed = {**EMPTY, **capture.parsed}  # an older release may not have known some fields
    found = content_values(content_of(parsed, keys_of(parsed)))
    return {name: value for name, value in found.items() if name in (*CORRECTABLE, *PARTS)}


def content_values(content: ArticleContent) -> dict[str, Any]:
    """What a content says, by field as :func:`values_of` has it; a source that is not yet known by
    its name as printed."""
    name = content.source_name
    source_id = sources.known([name] if name else []).get(sources.alias_of(name))
    figures = [[each.position, each.alt, each.caption, each.credit] for each in content.figures]
    return {
        **content.fields,
        "source": source_id or name or None,
        "figures": figures,
        "related": [title for title, _ in content.related],
    }


def current_capture(article: Article) -> Capture | None:
    """The live capture whose content is current; None if all are withdrawn."""
    return Capture.objects.filter(pk__in=current_captures([article.pk]).values()).first()
