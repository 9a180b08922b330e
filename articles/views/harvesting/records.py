"""The records of OAI-PMH in the order of their changes: articles, and those that were erased."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import override

from articles.display import own_page_language
from articles.exporting.oai_pmh import Header, Record
from articles.models import Article, Source, Tombstone
from articles.models.articles import Language
from articles.text.leads import lead
from articles.views.article.citing import cited

from .arguments import OaiError, Selection

AT_ONCE = 100
"""Records of one answer."""

Row = TypeVar("Row", bound=Model)

_LANGUAGE, _SOURCE = "language:", "source:"


class Place(NamedTuple):
    """A place in the order of changes: behind a record of a table (0: articles, 1: erased ones)."""

    changed: datetime
    table: int
    pk: int


@dataclass(frozen=True, slots=True)
class Identifiers:
    """How the archive at a host names its records."""

    host: str

    def of(self, key: str) -> str:
        return f"oai:{self.host}:{key}"

    def key(self, identifier: str) -> str:
        """The key in an identifier; empty if it is none of this archive."""
        prefix = self.of("")
        return identifier.removeprefix(prefix) if identifier.startswith(prefix) else ""


def sets() -> list[tuple[str, str]]:
    """The sets: languages, and sources by number, since their slugs may have any letters."""
    languages = [(f"{_LANGUAGE}{code}", str(label)) for code, label in Language.choices]
    sources = [(f"{_SOURCE}{each.pk}", str(each)) for each in Source.objects.order_by("pk")]
    return languages + sources


def earliest_change() -> datetime | None:
    """When what was changed first has changed; None in an empty archive."""
    articles = Article.objects.order_by("updated_at").values_list("updated_at", flat=True)
    erased = Tombstone.objects.order_by("erased_at").values_list("erased_at", flat=True)
    return min(filter(None, (articles.first(), erased.first())), default=None)


def record_of(request: HttpRequest, identifiers: Identifiers, key: str) -> Record | None:
    """The record of a key; None if the archive has never had it."""
    article = Article.objects.filter(key=key).select_related("source").first()
    if article:
        return _of_article(request, identifiers, article)
    tombstone = Tombstone.objects.filter(key=key).first()
    return _of_tombstone(identifiers, tombstone) if tombstone else None


def records_after(
    request: HttpRequest, identifiers: Identifiers, selected: Selection, place: Place | None
) -> tuple[list[Record], Place | None]:
    """The next records behind a place, and the place from which the list goes on, if it does.

    Two queries. What changes while a list is read comes again at its end: nothing is left out.
    An erased article belongs to every set, because nothing is left that tells which it was in.
    """
    articles = _selected(Article.objects.all(), "updated_at", 0, selected, place)
    articles = _in_set(articles.select_related("source"), selected.set_name)
    erased = _selected(Tombstone.objects.all(), "erased_at", 1, selected, place)
    found: list[tuple[Place, Any]] = [
        *((Place(each.updated_at, 0, each.pk), each) for each in articles[: AT_ONCE + 1]),
        *((Place(each.erased_at, 1, each.pk), each) for each in erased[: AT_ONCE + 1]),
    ]
    found.sort(key=lambda each: each[0])
    shown = list(islice(found, AT_ONCE))
    records = [
        _of_article(request, identifiers, each)
        if place.table == 0
        else _of_tombstone(identifiers, each)
        for place, each in shown
    ]
    return records, shown[-1][0] if len(found) > AT_ONCE else None


def _selected(
    rows: QuerySet[Row], column: str, table: int, selected: Selection, place: Place | None
) -> QuerySet[Row]:
    if selected.since:
        rows = rows.filter(**{f"{column}__gte": selected.since})
    if selected.until:
        rows = rows.filter(**{f"{column}__lt": selected.until})
    if place:
        # Both databases find the place in the index by the first condition.
        rows = rows.filter(**{f"{column}__gte": place.changed})
        behind = -1 if table > place.table else place.pk if table == place.table else None
        later = Q(**{f"{column}__gt": place.changed})
        rows = rows.filter(later | Q(pk__gt=behind) if behind is not None else later)
    return rows.order_by(column, "pk")


def _in_set(articles: QuerySet[Article], name: str) -> QuerySet[Article]:
    code, source = name.removeprefix(_LANGUAGE), name.removeprefix(_SOURCE)
    if not name:
        return articles
    if name.startswith(_LANGUAGE) and code in Language.values:
        return articles.filter(language=code)
    is_source = name.startswith(_SOURCE) and source.isascii() and source.isdecimal()
    if is_source and Source.objects.filter(pk=min(int(source[:18]), 2**62)).exists():
        return articles.filter(source=int(source))
    raise OaiError("noRecordsMatch", "There is no such set.")


def _of_article(request: HttpRequest, identifiers: Identifiers, article: Article) -> Record:
    sets = [f"{_LANGUAGE}{article.language}"]
    if article.source_id:
        sets.append(f"{_SOURCE}{article.source_id}")
    is_hidden = article.status != Article.Status.PUBLISHED
    changed = article.updated_at.astimezone(UTC)
    header = Header(identifiers.of(article.key), changed, sets, is_deleted=is_hidden)
    if is_hidden:
        return Record(header)
    with override(own_page_language(article.language)):
        return Record(header, cited(request, article), lead(article.body, article.title))


def _of_tombstone(identifiers: Identifiers, tombstone: Tombstone) -> Record:
    return Record(Header(identifiers.of(tombstone.key), tombstone.erased_at, is_deleted=True))
