"""Compares the index with the database: missing, surplus and outdated articles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import tantivy
from django.utils.translation import gettext_lazy as _

from articles.models import ArticleChange
from articles.search.index import schema
from articles.search.index.checksums import damaged_files
from articles.search.index.documents import numbers
from articles.search.index.files import IndexFiles
from articles.search.index.loading import all_indexed_articles
from articles.search.index.reading import IndexReader, answering, count_of
from articles.search.index.writing import last_change

_COMPARED = (schema.DAY, *schema.COUNTED_OR_SORTED)


class Difference(StrEnum):
    """How the index differs from the database."""

    DAMAGED = "damaged"
    STALE = "stale"
    BEHIND = "behind"
    PRUNED = "pruned"
    MISSING = "missing"
    SURPLUS = "surplus"
    OUTDATED = "outdated"


_SENTENCES: dict[Difference, Any] = {
    Difference.DAMAGED: _("The file has changed since it was written: rebuild the index."),
    Difference.STALE: _("The index was built by another release."),
    Difference.BEHIND: _("Later changes are not in the index yet."),
    Difference.PRUNED: _("The change log no longer has all later changes."),
    Difference.MISSING: _("The article is not in the index."),
    Difference.SURPLUS: _("The index has an article that is not in the archive, or has it twice."),
    Difference.OUTDATED: _("The index has an older state of the article."),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference; ``where`` is an article's key, a number where there is none, or a file."""

    difference: Difference
    where: str

    @property
    def sentence(self) -> str:
        return str(_SENTENCES[self.difference])


def compare(
    files: IndexFiles, *, advance: Callable[[int], None] = lambda count: None
) -> Iterator[Finding]:
    """Every difference. Raises :class:`.reading.IndexUnavailableError` without an index.

    ``advance`` is called with the number of articles that were compared.
    """
    generation = files.current()
    if generation:
        with answering():
            damaged = list(damaged_files(generation))
        yield from (Finding(Difference.DAMAGED, name) for name in damaged)
    index = IndexReader(files).index()
    with answering():
        state = generation.state() if generation else None
    if state and not state.is_of_today:
        yield Finding(Difference.STALE, f"{state.schema}.{state.analyzer}")
    if state and state.position != last_change():
        yield Finding(Difference.BEHIND, str(state.position))
        if not ArticleChange.objects.reaches_back_to(state.position):
            yield Finding(Difference.PRUNED, str(state.position))
    searcher = index.searcher()
    last = 0
    for articles in all_indexed_articles():
        ids = [article.pk for article in articles]
        indexed = _indexed(searcher, index.schema, last + 1, ids[-1]) if ids else {}
        for article in articles:
            found = indexed.pop(article.pk, None)
            if found is None:
                yield Finding(Difference.MISSING, article.key)
            elif len(found) > 1:
                yield Finding(Difference.SURPLUS, article.key)
            elif found[0] != tuple(numbers(article)[name] for name in _COMPARED):
                yield Finding(Difference.OUTDATED, article.key)
        yield from (Finding(Difference.SURPLUS, str(pk)) for pk in sorted(indexed))
        last = ids[-1] if ids else last
        advance(len(articles))
    beyond = _indexed(searcher, index.schema, last + 1, None)
    yield from (Finding(Difference.SURPLUS, str(pk)) for pk in sorted(beyond))


def _indexed(
    searcher: tantivy.Searcher, index_schema: tantivy.Schema, first: int, last: int | None
) -> dict[int, list[tuple[int, ...]]]:
    """The index's documents of articles in a range of ids: primary key → numbers of its
    documents."""
    query = tantivy.Query.range_query(
        index_schema, schema.ARTICLE, tantivy.FieldType.Unsigned, first, last
    )
    total = count_of(searcher.search(query, 1))
    if not total:
        return {}
    addresses = [address for _, address in searcher.search(query, total).hits]
    columns = [searcher.fast_field_values(name, addresses) for name in (schema.ARTICLE, *_COMPARED)]
    found: dict[int, list[tuple[int, ...]]] = {}
    for pk, *values in zip(*columns, strict=True):
        found.setdefault(int(pk or 0), []).append(tuple(int(value or 0) for value in values))
    return found
