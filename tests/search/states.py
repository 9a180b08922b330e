"""States of an index with articles that are in no database."""

from __future__ import annotations

from collections.abc import Iterable

import tantivy

from articles.search.engine.documents import ANALYZER, IndexedArticle, analyze
from articles.search.engine.remembered import Remembered
from articles.search.index.documents import build_schema, register_tokenizer, to_document
from articles.search.index.state import TantivyState

HEAP = 96_000_000


def in_memory(articles: Iterable[IndexedArticle]) -> TantivyState:
    """A state of the embedded engine."""
    index = tantivy.Index(build_schema())
    register_tokenizer(index)
    writer = index.writer(heap_size=HEAP, num_threads=1)
    for article in articles:
        writer.add_document(to_document(analyze(article, ANALYZER)))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return TantivyState(index, Remembered(index.searcher().num_docs))
