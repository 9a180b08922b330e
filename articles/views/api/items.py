"""Articles as the API writes them, with the types by which it describes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from typing_extensions import TypedDict  # pydantic needs this one until Python 3.12

from articles.calendars import Calendar, format_iso
from articles.fields import PUBLIC, Kind
from articles.models import Article
from articles.models.articles import ArticleQuerySet
from articles.text.leads import lead
from articles.views.article.formats import WITHIN_PUBLISHED, published, source_of
from articles.views.site.listing import listing


class Day(TypedDict):
    """A day in both calendars, as ISO writes it."""

    gregorian: str
    jalali: str


class Published(TypedDict):
    """When an article was published: the day in both calendars (null if it is not known), the time,
    and the date as printed with its calendar."""

    gregorian: str | None
    jalali: str | None
    time: str | None
    text: str
    calendar: str


class SourceItem(TypedDict):
    """A source: its slug, its names by language, its homepage, and its page here."""

    slug: str
    names: dict[str, str]
    homepage: str
    url: str


_TYPES: Mapping[Kind, Any] = {
    Kind.WORDS: str,
    Kind.TEXT: str,
    Kind.ADDRESS: str,
    Kind.CHOICE: str,
    Kind.COUNT: int | None,
}
PLAIN = {
    field.name: _TYPES[field.kind]
    for field in PUBLIC
    if field.kind in _TYPES and field.name not in WITHIN_PUBLISHED
}
"""Fields that are written as they are, with their types."""

USUAL = ("number", "key", "title", "lead", "language", "source", "published", "url", "links")
"""What a list gives of an article where no fields are asked for."""

SHAPED = {
    "number": int,
    "key": str,
    "source": SourceItem | None,
    "published": Published,
    "links": dict[str, str],
    "paragraphs": list[str],
    "added_at": str,
    "changed_at": str,
}
"""The other fields."""

# Made from the one list of fields: mypy knows nothing of what is in it.
ArticleItem = TypedDict(
    "ArticleItem",
    {**PLAIN, **SHAPED, "lead": str},  # type: ignore[misc]
    total=False,
)
"""An article in a list, with the fields that were asked for."""

FIELDS = tuple(sorted(ArticleItem.__annotations__, key=lambda name: (name not in USUAL, name)))
"""All that may be asked for."""

_COLUMNS: Mapping[str, Sequence[str]] = {
    **{name: (name,) for name in PLAIN},
    "source": ("source__homepage",),
    "published": WITHIN_PUBLISHED,
    "paragraphs": ("body",),
    "added_at": ("created_at",),
    "changed_at": ("updated_at",),
}
"""The columns that a field needs beside those of every list."""


def with_columns(articles: ArticleQuerySet, fields: Sequence[str]) -> ArticleQuerySet:
    """With what these fields are written from, and nothing else."""
    return listing(articles, *(column for each in fields for column in _COLUMNS.get(each, ())))


class ArticleWriter:
    """Writes the articles of an answer."""

    def __init__(self, request: HttpRequest, fields: Sequence[str]) -> None:
        self._request = request
        self._root = request.build_absolute_uri("/")[:-1]
        self._sources: dict[int, SourceItem] = {}
        writers: Mapping[str, Callable[[Article], Any]] = {
            "number": lambda article: article.pk,
            "lead": _lead,
            "source": self._source,
            "published": published,
            "links": self._links,
            "added_at": lambda article: article.created_at.isoformat(),
            "changed_at": lambda article: article.updated_at.isoformat(),
        }
        self._writers = [(name, writers.get(name) or _attribute(name)) for name in fields]

    def item(self, article: Article) -> dict[str, Any]:
        """The article with its fields."""
        return {name: write(article) for name, write in self._writers}

    def _source(self, article: Article) -> SourceItem | None:
        if article.source is None:
            return None
        known = self._sources.get(article.source.pk)
        if known is None:
            known = SourceItem(**source_of(self._request, article.source))  # type: ignore[typeddict-item]
            self._sources[article.source.pk] = known
        return known

    def _links(self, article: Article) -> dict[str, str]:
        return {
            "self": f"{self._root}{reverse('api_article', args=[article.key])}",
            "page": f"{self._root}{article.get_absolute_url()}",
        }


def both_calendars(day: date) -> Day:
    """A day as ISO writes it."""
    return Day(gregorian=day.isoformat(), jalali=format_iso(day, Calendar.JALALI))


def _attribute(name: str) -> Callable[[Article], Any]:
    return lambda article: getattr(article, name)


def _lead(article: Article) -> str:
    return lead(article.lead, article.title)  # type: ignore[attr-defined]
