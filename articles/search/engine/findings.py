"""Compares an index with the database: missing, surplus and outdated articles."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from articles.models import ArticleChange
from articles.search.engine import schema
from articles.search.engine.change_log import State, last_change
from articles.search.engine.documents import numbers
from articles.search.engine.loading import all_indexed_articles

COMPARED = (schema.DAY, *schema.COUNTED_OR_SORTED)
"""Fields in which an article of the index must agree with the database."""

Indexed = Callable[[int, int | None], Mapping[int, list[tuple[int, ...]]]]
"""What an index holds of the articles in a range of ids, the last included: by primary key, the
fields :data:`COMPARED` of each of its documents."""


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


def state_findings(state: State) -> Iterator[Finding]:
    """What the state of an index says."""
    if not state.is_of_today:
        yield Finding(Difference.STALE, f"{state.schema}.{state.analyzer}")
    if state.position != last_change():
        yield Finding(Difference.BEHIND, str(state.position))
        if not ArticleChange.objects.reaches_back_to(state.position):
            yield Finding(Difference.PRUNED, str(state.position))


def article_findings(indexed: Indexed, advance: Callable[[int], None]) -> Iterator[Finding]:
    """Every article that differs; ``advance`` is called with how many were compared."""
    last = 0
    for articles in all_indexed_articles():
        ids = [article.pk for article in articles]
        known = dict(indexed(last + 1, ids[-1])) if ids else {}
        for article in articles:
            found = known.pop(article.pk, None)
            if found is None:
                yield Finding(Difference.MISSING, article.key)
            elif len(found) > 1:
                yield Finding(Difference.SURPLUS, article.key)
            elif found[0] != tuple(numbers(article)[name] for name in COMPARED):
                yield Finding(Difference.OUTDATED, article.key)
        yield from (Finding(Difference.SURPLUS, str(pk)) for pk in sorted(known))
        last = ids[-1] if ids else last
        advance(len(articles))
    beyond = indexed(last + 1, None)
    yield from (Finding(Difference.SURPLUS, str(pk)) for pk in sorted(beyond))
