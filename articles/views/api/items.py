"""Articles as the API writes them, with the types by which it describes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Any

from django.db.models.functions import Left
from django.http import HttpRequest
from typing_extensions import TypedDict  # pydantic needs this one until Python 3.12

from articles.calendars import Calendar, format_iso
from articles.fields import PUBLIC, Kind
from articles.models.addresses import address_of, addresses_of
from articles.models.articles import ArticleQuerySet
from articles.models.sources import NAME_LANGUAGES
from articles.text.leads import lead
from articles.views.article.formats import WITHIN_PUBLISHED, in_iso, named_source, published
from articles.views.site.listing import LEAD_CHARACTERS


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

_NAMES = {code: f"source__name_{code}" for code in NAME_LANGUAGES}

_COLUMNS: Mapping[str, Sequence[str]] = {
    **{name: (name,) for name in PLAIN},
    "lead": ("lead", "title"),
    "source": ("source_id", "source__slug", *_NAMES.values(), "source__homepage"),
    "published": WITHIN_PUBLISHED,
    "paragraphs": ("body",),
    "added_at": ("created_at",),
    "changed_at": ("updated_at",),
}
"""What a field is written from, beside the columns of every row."""

_OF_EVERY_ROW = ("id", "key", "published_on")


def rows(articles: ArticleQuerySet, fields: Sequence[str]) -> Any:
    """The articles as rows with what these fields are written from: to make objects of them takes
    longer than all the rest."""
    columns = dict.fromkeys(_OF_EVERY_ROW)
    for each in fields:
        columns |= dict.fromkeys(_COLUMNS.get(each, ()))
    with_lead = articles.annotate(lead=Left("body", LEAD_CHARACTERS))
    return with_lead.values_list(*columns, named=True)


class ArticleWriter:
    """Writes the articles of an answer from their :func:`rows`."""

    def __init__(self, request: HttpRequest, fields: Sequence[str]) -> None:
        self._root = request.build_absolute_uri("/").removesuffix("/")
        self._self, self._page = (
            f"{self._root}{address_of(view, _ANY_KEY)}".split(_ANY_KEY)
            for view in ("api_article", "article")
        )
        self._day, self._in_iso = None, in_iso(None)
        self._source_address = addresses_of("source")
        self._sources: dict[int, dict[str, Any]] = {}
        writers: Mapping[str, Callable[[Any], Any]] = {
            "number": attrgetter("id"),
            "lead": lambda row: lead(row.lead, row.title),
            "source": self._source,
            "published": self._published,
            "links": self._links,
            "paragraphs": lambda row: row.body.split("\n\n") if row.body else [],
            "added_at": lambda row: row.created_at.isoformat(),
            "changed_at": lambda row: row.updated_at.isoformat(),
        }
        self._writers = {name: writers.get(name) or attrgetter(name) for name in fields}

    def items(self, rows: Sequence[Any]) -> list[dict[str, Any]]:
        """The articles with their fields."""
        columns = [map(write, rows) for write in self._writers.values()]
        names = tuple(self._writers)
        return [dict(zip(names, each, strict=True)) for each in zip(*columns, strict=True)]

    def _source(self, row: Any) -> dict[str, Any] | None:
        if row.source_id is None:
            return None
        known = self._sources.get(row.source_id)
        if known is None:
            names = {code: getattr(row, column) for code, column in _NAMES.items()}
            address = f"{self._root}{self._source_address(row.source__slug)}"
            known = named_source(row.source__slug, names, row.source__homepage, address)
            self._sources[row.source_id] = known
        return known

    def _published(self, row: Any) -> dict[str, Any]:
        """Lists are by day, and the rows of a day have the same object."""
        if row.published_on is not self._day:
            self._day, self._in_iso = row.published_on, in_iso(row.published_on)
        return published(row, self._in_iso)

    def _links(self, row: Any) -> dict[str, str]:
        key = row.key
        (to_self, end), (to_page, end_of_page) = self._self, self._page
        return {"self": f"{to_self}{key}{end}", "page": f"{to_page}{key}{end_of_page}"}


_ANY_KEY = "0" * 16
"""Stands in addresses for the key of each article: to make them one by one costs more than to read
the articles."""


def both_calendars(day: date) -> Day:
    """A day as ISO writes it."""
    return Day(gregorian=day.isoformat(), jalali=format_iso(day, Calendar.JALALI))
