"""Suggestions during typing: sources by name, articles by title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from articles.models import Article, Source, SourceAlias
from articles.search.index.answers import Searcher
from articles.text.folding import fold_key

SHORTEST = 2
"""Letters that must have been typed."""

_MOST_SOURCES = 3
_MOST_WEIGHED = 50
_MOST_TITLES = 7
_LONGEST = 100
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
"""What databases refuse in a text."""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Sources and articles, each in the order in which they are to be shown."""

    sources: Sequence[Source] = ()
    articles: Sequence[Article] = ()


def suggestions(searcher: Searcher, typed: str) -> Suggestions:
    """What ``typed`` may become. Articles have ``key``, ``title`` and ``language`` loaded.

    Raises :class:`.reading.IndexUnavailableError`.
    """
    typed = _UNSTORABLE.sub(" ", typed[:_LONGEST])
    key = fold_key(typed)
    if len(key.replace(" ", "")) < SHORTEST:
        return Suggestions()
    return Suggestions(_sources(key), _articles(searcher, typed))


def _sources(key: str) -> list[Source]:
    """Sources with a name of which a word begins so, the shortest names first."""
    named = SourceAlias.objects.filter(
        Q(folded_name__startswith=key) | Q(folded_name__contains=f" {key}")
    )
    sources = Source.objects.filter(pk__in=named.values("source_id")).order_by("pk")
    return sorted(sources[:_MOST_WEIGHED], key=lambda source: (len(str(source)), source.pk))[
        :_MOST_SOURCES
    ]


def _articles(searcher: Searcher, typed: str) -> list[Article]:
    """The newest articles with such a title, each title once."""
    found = searcher.completions(typed, 2 * _MOST_TITLES)
    by_id = Article.objects.visible().only("key", "title", "language").in_bulk(found)
    titles = {by_id[pk].title: by_id[pk] for pk in reversed(found) if pk in by_id}
    return list(reversed(titles.values()))[:_MOST_TITLES]
