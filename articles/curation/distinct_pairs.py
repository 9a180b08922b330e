"""Pairs of sources that staff declared distinct (for articles see :mod:`.article_merging`).

A pair of sources is suggested again only if the similarity is based on a name that one of them did
not have then. A pair of articles is never suggested again: its distinctness is a correction of the
newer one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from articles.models import Dismissal, Source
from articles.models.sources import NAME_LANGUAGES

from .likely_duplicates import LikelyDuplicates


def declare_distinct(one: Source, other: Source, *, by: Any, reason: str) -> Dismissal:
    """Declare two sources distinct."""
    names = sorted({name for source in (one, other) for name in _names(source)})
    return Dismissal.objects.dismiss(
        Dismissal.Kind.SOURCES,
        _subject(one.pk, other.pk),
        text=f"{one} / {other}",
        ground={"names": names},
        by=by,
        reason=reason,
    )


def without_distinct(found: Iterable[LikelyDuplicates]) -> Iterator[LikelyDuplicates]:
    """The pairs without those that were declared distinct."""
    standing = Dismissal.objects.standing().filter(kind=Dismissal.Kind.SOURCES)
    grounds = dict(standing.values_list("subject", "ground"))
    for pair in found:
        ground = grounds.get(_subject(*pair.pks))
        if ground is None or not set(pair.names) <= set(ground["names"]):
            yield pair


def _names(source: Source) -> Iterator[str]:
    return filter(None, (getattr(source, f"name_{code}") for code in NAME_LANGUAGES))


def _subject(one: int, other: int) -> str:
    return f"{min(one, other)}-{max(one, other)}"
