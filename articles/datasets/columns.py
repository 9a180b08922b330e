"""What a row of the dataset has: one article, flat, so that it fits a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from articles.calendars import Calendar, format_iso
from articles.models import Article
from articles.models.articles import ArticleQuerySet


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its type (``string`` or ``integer``; both may be null), what it is, and
    how it is told."""

    name: str
    type: str
    meaning: str
    told: Callable[[Article], Any]


def _source(article: Article, name: str) -> str | None:
    return getattr(article.source, name) or None if article.source else None


COLUMNS: tuple[Column, ...] = (
    Column("key", "string", "the archive's permanent key of the article", lambda a: a.key),
    Column("language", "string", "fa, ar, en, or und where it is not known", lambda a: a.language),
    Column("title", "string", "the title", lambda a: a.title),
    Column("author", "string", "the byline as printed", lambda a: a.author or None),
    Column("source", "string", "the short name of the outlet", lambda a: _source(a, "slug")),
    Column("source_fa", "string", "its Persian name", lambda a: _source(a, "name_fa")),
    Column("source_ar", "string", "its Arabic name", lambda a: _source(a, "name_ar")),
    Column("source_en", "string", "its English name", lambda a: _source(a, "name_en")),
    Column(
        "published_gregorian",
        "string",
        "the day, YYYY-MM-DD",
        lambda a: a.day.isoformat() if a.day else None,
    ),
    Column(
        "published_jalali",
        "string",
        "the same day in the Jalali calendar, YYYY-MM-DD",
        lambda a: format_iso(a.day, Calendar.JALALI) if a.day else None,
    ),
    Column(
        "published_time",
        "string",
        "the time of day as printed, HH:MM:SS",
        lambda a: a.published_time.isoformat() if a.published_time else None,
    ),
    Column("date_text", "string", "the date as printed", lambda a: a.date_text or None),
    Column("views", "integer", "the number of views as last scraped", lambda a: a.views),
    Column("url", "string", "where it was published", lambda a: a.url or None),
    Column("external_id", "string", "the outlet's own number", lambda a: a.external_id or None),
    Column(
        "machine_translated",
        "string",
        "yes, no, or unknown",
        lambda a: a.machine_translated,
    ),
    Column(
        "duplicate_of",
        "string",
        "the key of the article that had this text first",
        lambda a: _original(a),
    ),
    Column(
        "changed_at",
        "string",
        "when the archive last changed it, ISO 8601",
        lambda a: a.updated_at.isoformat(),
    ),
    Column("body", "string", "the text; a blank line parts two paragraphs", lambda a: a.body),
)


def _original(article: Article) -> str | None:
    original = article.duplicate_of
    return original.key if original and original.status == Article.Status.PUBLISHED else None


def rows_of(articles: ArticleQuerySet) -> ArticleQuerySet:
    """The articles, with what the columns need, in the order of the rows."""
    return articles.select_related("source", "duplicate_of").order_by("published_on", "pk")


def row_of(article: Article) -> dict[str, Any]:
    """The row of an article."""
    return {column.name: column.told(article) for column in COLUMNS}


def schema() -> dict[str, Any]:
    """The rows of the JSON Lines as JSON Schema."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "required": [column.name for column in COLUMNS],
        "additionalProperties": False,
        "properties": {
            column.name: {"type": [column.type, "null"], "description": column.meaning}
            for column in COLUMNS
        },
    }
