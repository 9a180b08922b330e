"""What is sent to a cluster together: lines of its bulk interface.

A rebuild makes them in the worker processes that analyse, so that the process which sends them only
hands bytes on.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from articles.search.cluster import vocabulary
from articles.search.cluster.fields import WORDS, document, without_language
from articles.search.engine.documents import ANALYZER, AnalyzedArticle, IndexedArticle, analyze

MOST_ACTIONS = 500
MOST_BYTES = 8 * 1024 * 1024
"""What is sent together; a node holds several of these in its memory."""

_VERSIONED = "external_gte"

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Bulk:
    """Actions that are sent in one call."""

    actions: int
    body: bytes


@dataclass(frozen=True, slots=True)
class AnalyzedStep:
    """Some articles to be sent, and in how many of them each word is."""

    bulks: list[Bulk]
    words: Counter[str]


def written(article: AnalyzedArticle, position: int) -> bytes:
    """What writes an article as it is after a position of the change log."""
    return _action({"index": _versioned(article.pk, position)}, document(article))


def removed(pk: int, position: int) -> bytes:
    """What removes an article."""
    return _action({"delete": _versioned(pk, position)})


def words_added(words: Iterable[tuple[str, int]]) -> Iterator[bytes]:
    """What adds words with their numbers of articles; those that are there stay as they are."""
    for word, count in words:
        yield _action({"create": {"_id": word}}, vocabulary.document(word, count))


def bulks(actions: Iterable[bytes]) -> Iterator[Bulk]:
    """Actions as they are sent together."""
    some: list[bytes] = []
    size = 0
    for action in actions:
        if some and (len(some) == MOST_ACTIONS or size + len(action) > MOST_BYTES):
            yield Bulk(len(some), b"".join(some))
            some, size = [], 0
        some.append(action)
        size += len(action)
    if some:
        yield Bulk(len(some), b"".join(some))


def analyze_step(position: int, articles: Sequence[IndexedArticle]) -> AnalyzedStep:
    """Several articles in one go: work for a worker process."""
    words: Counter[str] = Counter()
    actions = []
    for article in articles:
        analyzed = document(analyze(article, ANALYZER))
        words.update(analyzed[WORDS])
        actions.append(_action({"index": _versioned(article.pk, position)}, analyzed))
    of_any_language: Counter[str] = Counter()
    for word, count in words.items():
        if len(word) <= vocabulary.LONGEST + 1:
            of_any_language[without_language(word)] += count
    return AnalyzedStep(list(bulks(actions)), of_any_language)


def _versioned(pk: int, position: int) -> dict[str, Any]:
    return {"_id": str(pk), "version": position, "version_type": _VERSIONED}


def _action(*parts: Mapping[str, Any]) -> bytes:
    return "".join(f"{_encode(part)}\n" for part in parts).encode("utf-8", "surrogatepass")
