"""What a cluster holds of an article: the fields of :mod:`articles.search.engine.schema` in
OpenSearch's words. Pure.

Texts come as the analyser's tokens and are split at white space. Nothing is stored, not even what
was sent (``_source``): hits give the article's id, the database its text.
"""

from __future__ import annotations

from typing import Any

from articles.search.cluster.queries import as_stored
from articles.search.engine.documents import AnalyzedArticle
from articles.search.engine.ranking import LOOKED_BEYOND
from articles.search.engine.schema import (
    ARTICLE,
    CATEGORIES,
    DAY,
    FACETS,
    FINGERPRINT,
    KEPT,
    LANGUAGE,
    LENGTH,
    MONTHS,
    NEWEST,
    OLDEST,
    REPEATED,
    SOURCE,
    TITLE_ONLY,
    Kept,
    Scope,
    Stream,
    field_name,
)

WORDS = "words"
"""The exact words of an article, each once, with its language (:func:`word_in`). By this column the
words of an archive are looked up by their beginnings, and by its index how many articles of a
language have one."""

KEYWORDS = frozenset((WORDS, *FACETS))
"""Fields of which values are not split into tokens."""

MOST_CLAUSES = 16_384
"""Of a query; of 64 words with names in other languages at most 8,100 were measured."""

_LONGEST_TOKEN = 8_000
"""Characters; in UTF-8 they fit into the longest token of an index."""

TOKENIZER = {"type": "whitespace", "max_token_length": _LONGEST_TOKEN}
"""Splits texts into the analyser's tokens."""

_DEEPEST_ASKED = 10_000 + 3 * LOOKED_BEYOND
_TOKENS = "tokens"
_OPTIONS = {Kept.PLACES: "positions", Kept.COUNTS: "freqs", Kept.NOTHING: "docs"}
_EXACT = field_name(Scope.WHOLE, Stream.EXACT)


def settings(shards: int) -> dict[str, Any]:
    """The settings of a new index; it has no replicas until it is filled."""
    return {
        "number_of_shards": shards,
        "number_of_replicas": 0,
        "refresh_interval": "-1",  # writers refresh when they have written
        "max_result_window": _DEEPEST_ASKED,
        # How long a removed article is remembered, so that no slower writer brings it back.
        "gc_deletes": "1h",
        "analysis": {
            "tokenizer": {_TOKENS: TOKENIZER},
            "analyzer": {_TOKENS: {"type": "custom", "tokenizer": _TOKENS}},
        },
    }


def mappings() -> dict[str, Any]:
    """The fields of a new index."""
    texts = {field_name(scope, stream): _text(KEPT[stream]) for scope in Scope for stream in Stream}
    column = {"type": "long", "index": False}
    searched = {"type": "long"}
    return {
        "dynamic": "strict",
        "_source": {"enabled": False},
        "properties": {
            **texts,
            TITLE_ONLY: _text(Kept.NOTHING),
            REPEATED: _text(Kept.NOTHING),
            WORDS: {"type": "keyword", "ignore_above": _LONGEST_TOKEN},
            **{facet: {"type": "keyword"} for facet in FACETS},
            **dict.fromkeys((ARTICLE, SOURCE, DAY, NEWEST, OLDEST), searched),
            **dict.fromkeys((CATEGORIES, MONTHS, LENGTH, FINGERPRINT), column),
        },
    }


def document(article: AnalyzedArticle) -> dict[str, Any]:
    """An article as it is sent."""
    texts = {name: [each for each in values if each] for name, values in article.texts.items()}
    language = article.numbers[LANGUAGE]
    words = dict.fromkeys(" ".join(article.texts[_EXACT]).split())
    numbers = {name: as_stored(name, number) for name, number in article.numbers.items()}
    return {**texts, WORDS: [word_in(word, language) for word in words], **numbers}


def word_in(word: str, language: int) -> str:
    """A word of articles in a language, given by its number, which is one digit."""
    return f"{language}{word}"


def without_language(word: str) -> str:
    """The word of :func:`word_in`."""
    return word[1:]


def _text(kept: Kept) -> dict[str, Any]:
    return {"type": "text", "analyzer": _TOKENS, "index_options": _OPTIONS[kept]}
