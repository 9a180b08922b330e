"""The words of an index, in an index of their own beside it: looked up by their beginnings.

A cluster tells how many articles have a given word, but not which words begin in some way, other
than by going through all articles. So each word is a document here, with the number of articles
that had it when the index was built; of one that came later, 1. By this number the commonest words
of a beginning are found; how common they are now, the index itself says. Words that no article has
any more stay until the next rebuild, and are passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from articles.search.engine.schema import Scope, Stream, field_name

LONGEST = 100
"""Letters of a word that is looked up by its beginning; the identifier of a document is short."""

MOST_KNOWN = 300_000
"""Words of which a process remembers that they are there."""

_WORD, _COUNT = "word", "count"
_EXACT = field_name(Scope.WHOLE, Stream.EXACT)


def of_index(index: str) -> str:
    """The index of the words of an index, or the alias of those of an alias."""
    return f"{index}-words"


def body(replicas: int) -> dict[str, Any]:
    """Settings and fields; sorted, so that the commonest are found without looking at the rest."""
    return {
        "settings": {
            "index": {
                "number_of_shards": 1,
                "number_of_replicas": replicas,
                "refresh_interval": "-1",
                "sort.field": [_COUNT, _WORD],
                "sort.order": ["desc", "asc"],
            }
        },
        "mappings": {
            "dynamic": "strict",
            "_source": {"enabled": False},
            "properties": {_WORD: {"type": "keyword"}, _COUNT: {"type": "integer"}},
        },
    }


def distinct(texts: Mapping[str, Iterable[str]]) -> set[str]:
    """The words of an article's texts, those that are not too long."""
    return {word for word in " ".join(texts[_EXACT]).split() if len(word) <= LONGEST}


def document(word: str, count: int) -> dict[str, Any]:
    """A word with its number of articles, as it is sent."""
    return {_WORD: word, _COUNT: count}


def beginning(letters: str, limit: int) -> dict[str, Any]:
    """A search for the words that begin so, the commonest first."""
    letters = letters[: LONGEST + 1]  # longer than any word here: finds none
    return {
        "query": {"prefix": {_WORD: {"value": letters}}},
        "size": limit,
        "sort": [{_COUNT: "desc"}, {_WORD: "asc"}],
        "track_total_hits": False,
        "stored_fields": "_none_",
    }


def found(answer: Mapping[str, Any]) -> list[tuple[str, int]]:
    """The words that were found, with their numbers."""
    return [(word, count) for count, word in (hit["sort"] for hit in answer["hits"]["hits"])]


class KnownWords:
    """Words that a process has seen in the indexes that it writes."""

    def __init__(self) -> None:
        self._index = ""
        self._words: set[str] = set()

    def unknown(self, index: str, words: set[str]) -> list[tuple[str, int]]:
        """Those that may be new there."""
        if index != self._index or len(self._words) > MOST_KNOWN:
            self._index, self._words = index, set()
        return [(word, 1) for word in sorted(words - self._words)]

    def add(self, index: str, words: set[str]) -> None:
        """They are there now."""
        if index == self._index:
            self._words |= words
