"""Copies: articles most of whose words stand in an earlier one of another source.

The earliest article of a family is never a copy, so each text counts once where copies are left
out. "Earlier" is by day, then by key, as for duplicates; what has no day comes last.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from articles.models import Article, SharedText

from .sharing import Sharing

COPIED_PERCENT = 80
"""Of an article's words, from which on it is a copy."""

Place = tuple[date, str]


def copies_among(articles: Collection[int]) -> set[int]:
    """Those of these articles that are copies; two queries."""
    rows = list(SharedText.objects.of(sorted(articles)))
    places = _places({pk for row in rows for pk in (row.one_id, row.other_id)})
    found = set()
    for row in rows:
        if row.one_id not in places or row.other_id not in places:
            continue
        later = max(row.one_id, row.other_id, key=places.__getitem__)
        sharing = Sharing.between(later, row)
        if 100 * sharing.shared >= COPIED_PERCENT * sharing.words:
            found.add(later)
    return found.intersection(articles)


def sharing_with(articles: Collection[int]) -> set[int]:
    """The articles that share text with some of these, and these."""
    rows = SharedText.objects.of(sorted(articles)).values_list("one_id", "other_id")
    return {*articles, *(pk for pair in rows for pk in pair)}


def _places(articles: Collection[int]) -> dict[int, Place]:
    rows = Article.objects.filter(pk__among=sorted(articles))
    return {
        pk: (day.togregorian() if day else date.max, key)
        for pk, day, key in rows.values_list("pk", "published_on", "key")
    }
