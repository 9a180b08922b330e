"""What a row of the dataset has: one article, flat, so that it fits a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import override

from articles.calendars import Calendar, format_iso
from articles.field_words import label_of
from articles.fields import PUBLIC, Field, Kind
from articles.models import Article
from articles.models.articles import ArticleQuerySet
from articles.models.sources import NAME_LANGUAGES


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its type (``string`` or ``integer``; both may be null), what it is, and
    how it is told."""

    name: str
    type: str
    meaning: str
    told: Callable[[Article], Any]


def _columns() -> Iterator[Column]:
    yield Column("key", "string", "permanent key of the article in the archive", lambda a: a.key)
    with override("en"):
        for field in PUBLIC:
            yield from _OF_KIND[field.kind](field, label_of(field.name))
    yield Column(
        "changed_at",
        "string",
        "when the archive last changed it (ISO 8601)",
        lambda a: a.updated_at.isoformat(),
    )


def _text(field: Field, label: str) -> Iterator[Column]:
    yield Column(field.name, "string", label, lambda a: getattr(a, field.name) or None)


def _count(field: Field, label: str) -> Iterator[Column]:
    yield Column(field.name, "integer", label, lambda a: getattr(a, field.name))


def _time(field: Field, label: str) -> Iterator[Column]:
    def told(article: Article) -> str | None:
        value = getattr(article, field.name)
        return value.isoformat() if value else None

    yield Column(field.name, "string", f"{label} (HH:MM:SS)", told)


def _day(field: Field, label: str) -> Iterator[Column]:
    for calendar in (Calendar.GREGORIAN, Calendar.JALALI):
        yield Column(
            f"{field.name}_{calendar.value}",
            "string",
            f"{label} (YYYY-MM-DD, {calendar.value.title()})",
            lambda a, calendar=calendar: format_iso(a.day, calendar) if a.day else None,  # type: ignore[misc]
        )


def _record(field: Field, label: str) -> Iterator[Column]:
    if Article._meta.get_field(field.name).related_model is Article:
        yield Column(field.name, "string", f"{label} (its key)", lambda a: _key(a, field.name))
        return
    for part in ("slug", *(f"name_{code}" for code in NAME_LANGUAGES)):
        yield Column(
            field.name if part == "slug" else f"{field.name}_{part}",
            "string",
            f"{label} ({part})",
            lambda a, part=part: getattr(getattr(a, field.name), part, None) or None,  # type: ignore[misc]
        )


def _key(article: Article, name: str) -> str | None:
    other = getattr(article, name)
    return other.key if other and other.status == Article.Status.PUBLISHED else None


def _nothing(field: Field, label: str) -> Iterator[Column]:
    """Parts in tables of their own: the API has them."""
    return iter(())


_OF_KIND: Mapping[Kind, Callable[[Field, str], Iterator[Column]]] = {
    Kind.WORDS: _text,
    Kind.TEXT: _text,
    Kind.ADDRESS: _text,
    Kind.CHOICE: _text,
    Kind.PARAGRAPHS: _text,
    Kind.COUNT: _count,
    Kind.TIME: _time,
    Kind.DAY: _day,
    Kind.RECORD: _record,
    Kind.FIGURES: _nothing,
    Kind.TITLES: _nothing,
}

COLUMNS: tuple[Column, ...] = tuple(_columns())
"""In the order of the fields, which are described in :mod:`articles.fields`."""


def rows_of(articles: ArticleQuerySet) -> ArticleQuerySet:
    """The articles, with what the columns need, in the order of the rows."""
    records = [field.name for field in PUBLIC if field.kind is Kind.RECORD]
    return articles.select_related(*records).order_by("published_on", "pk")


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
