"""The fields of an index in Tantivy's words, and articles as its documents."""

from __future__ import annotations

import tantivy

from articles.search.engine.documents import AnalyzedArticle
from articles.search.engine.schema import (
    ARTICLE,
    COUNTED_OR_SORTED,
    DAY,
    FACETS,
    KEPT,
    LENGTH,
    REPEATED,
    SOURCE,
    TITLE_ONLY,
    Kept,
    Scope,
    Stream,
    field_name,
)

TOKENIZER = "tokens"
"""Splits at white space: the analyser has done the rest."""

_INDEX_OPTIONS = {Kept.PLACES: "position", Kept.COUNTS: "freq", Kept.NOTHING: "basic"}


def build_schema() -> tantivy.Schema:
    """The schema of version :data:`.schema.VERSION`."""
    builder = tantivy.SchemaBuilder()
    for scope in Scope:
        for stream in Stream:
            builder.add_text_field(
                field_name(scope, stream),
                tokenizer_name=TOKENIZER,
                index_option=_INDEX_OPTIONS[KEPT[stream]],
            )
    for name in (TITLE_ONLY, REPEATED):
        builder.add_text_field(name, tokenizer_name=TOKENIZER, index_option="basic")
    for name in (SOURCE, *FACETS):
        builder.add_unsigned_field(name, indexed=True)
    builder.add_unsigned_field(ARTICLE, indexed=True, fast=True)
    for name in (DAY, LENGTH, *COUNTED_OR_SORTED):
        builder.add_unsigned_field(name, fast=True)
    return builder.build()


def register_tokenizer(index: tantivy.Index) -> None:
    """Every handle on an index needs the tokenizer before it writes."""
    tokens = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(TOKENIZER, tokens)


def to_document(article: AnalyzedArticle) -> tantivy.Document:
    """The document to be added to an index of :func:`build_schema`."""
    document = tantivy.Document()
    for name, values in article.texts.items():
        for value in filter(None, values):
            document.add_text(name, value)
    for name, number in article.numbers.items():
        document.add_unsigned(name, number)
    return document
