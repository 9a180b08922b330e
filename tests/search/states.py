"""States of an index with articles that are in no database."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

import tantivy

from articles.search.engine.change_log import State
from articles.search.engine.documents import ANALYZER, IndexedArticle, analyze
from articles.search.engine.protocol import IndexState
from articles.search.engine.remembered import Remembered
from articles.search.index.documents import build_schema, register_tokenizer, to_document
from articles.search.index.state import TantivyState
from tests.search_engines import URL, cluster_index

_NUMBERS = count()
HEAP = 96_000_000


def state_of(articles: Iterable[IndexedArticle]) -> IndexState:
    """A state of the engine that the tests search with."""
    return in_cluster(articles) if URL else in_memory(articles)


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


def in_cluster(articles: Iterable[IndexedArticle], shards: int = 1) -> IndexState:
    """A state of an index on the server."""
    from articles.search.cluster import vocabulary
    from articles.search.cluster.bulks import analyze_step, bulks, words_added
    from articles.search.cluster.client import readers
    from articles.search.cluster.indexes import Indexes, Snapshot
    from articles.search.cluster.state import ClusterState

    client = readers(cluster_index(f"state {next(_NUMBERS)}", shards=shards))
    indexes = Indexes(client)
    index = indexes.create(State(0))
    step = analyze_step(0, list(articles))
    words = bulks(words_added(step.words.items()))
    for into, sent in ((index, step.bulks), (vocabulary.of_index(index), words)):
        for bulk in sent:
            assert not client.api.bulk(body=bulk.body, index=into)["errors"]
    indexes.refresh(index)
    indexes.publish(index)
    held = indexes.articles()
    routings = indexes.routings(index)
    snapshot = Snapshot(index, State(0), held, routings, Remembered(held))
    return ClusterState(client, indexes.alias, snapshot)
