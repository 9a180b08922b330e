"""Suggestions during typing: words and names of the archive, sources by name, articles by title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from articles.expressions import regex
from articles.models import Article, Source, SourceAlias
from articles.search.answers.searching import Searcher
from articles.search.answers.suggested_words import SuggestedWord
from articles.search.engine.documents import ANALYZER
from articles.search.language.keyboards import retyped
from articles.text.folding import fold_key
from articles.text.highlight import Highlighter, Terms

SHORTEST = 2
"""Letters that must have been typed."""

MOST = 10
"""Suggestions in all."""

_MOST_WORDS = 4
_MOST_SOURCES = 3
_MOST_WEIGHED = 50
_MOST_TITLES = 7
_LONGEST = 100
_UNSTORABLE = regex("[\x00\ud800-\udfff]")
"""What databases refuse in a text."""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Words, sources and articles, each in the order in which they are to be shown. ``typed`` is
    what they go on from: what was typed, or what its keys give on another layout."""

    typed: str = ""
    words: Sequence[SuggestedWord] = ()
    sources: Sequence[Source] = ()
    articles: Sequence[Article] = ()

    def highlighter(self) -> Highlighter:
        """Marks the words that were typed, the last of them in all that begin so."""
        words = ANALYZER.query_forms(self.typed)
        prefixes = tuple(forms.exact for forms in words[-1:])
        return Highlighter(ANALYZER, Terms(words=tuple(words), prefixes=prefixes))

    @property
    def is_empty(self) -> bool:
        """Whether nothing is suggested."""
        return not (self.words or self.sources or self.articles)


def suggestions(searcher: Searcher, typed: str) -> Suggestions:
    """What ``typed`` may become, on another keyboard layout where it becomes nothing on its own.
    Articles have ``key``, ``title`` and ``language`` loaded.

    Raises :class:`IndexUnavailableError`.
    """
    typed = _UNSTORABLE.sub(" ", typed[:_LONGEST])
    for each in (typed, *retyped(typed)):
        found = _suggestions(searcher, each)
        if not found.is_empty:
            return found
    return Suggestions()


def _suggestions(searcher: Searcher, typed: str) -> Suggestions:
    key = fold_key(typed)
    if len(key.replace(" ", "")) < SHORTEST:
        return Suggestions()
    words = searcher.words(typed, _MOST_WORDS)
    sources = _sources(key)
    most = min(_MOST_TITLES, MOST - len(words) - len(sources))
    return Suggestions(typed, words, sources, _articles(searcher, typed)[:most])


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
