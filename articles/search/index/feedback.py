"""Ranking by what the best articles of a search have in common: pseudo-relevance feedback.

Where any word of a query will do, the words alone leave many articles alike. The first of them say
what the query is about: the stems that mark them (:mod:`.marks`, of their texts in the database;
to keep them in the index took a tenth of it) are looked for in those found, and add to their
scores (Rocchio 1971; the weights of terms as in Robertson 1990, *On term selection for query
expansion*). Nothing is found that the words of the query do not find.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

import tantivy
from tantivy import Occur

from articles.models import Article
from articles.search.index import schema
from articles.search.index.documents import ANALYZER
from articles.search.index.marks import marks_of
from articles.search.index.ranking import Scored, in_order
from articles.search.index.schema import Scope, Stream, field_name

BEST = 10
"""Articles that are taken to be what is looked for."""

TERMS = 20
"""Stems that are looked for in the articles found."""

LEAST_BEST = 2
"""Of the best, so many must have a stem."""

SHARE = 0.2
"""What the stems have in a score. Measured by tests/benchmarks/relevance.py: Persian news gain .014
in MAP by it, and questions each with one answer lose .002; with more, these lose more."""

RERANKED = 300
"""Articles that are ordered anew; those behind keep their order."""

LONGEST_BODY = 6_000
"""Characters of a body that are read."""

_STEMS = field_name(Scope.WHOLE, Stream.STEM)


def fed_back(
    searcher: tantivy.Searcher, index_schema: tantivy.Schema, hits: Sequence[Scored]
) -> list[Scored]:
    """What a search found, ordered anew; the best score stays about what it was."""
    terms = _terms(searcher, hits[:BEST])
    if not terms:
        return list(hits)
    reranked, rest = hits[:RERANKED], hits[RERANKED:]
    gains = _gains(searcher, index_schema, reranked, terms)
    unit = SHARE * hits[0][0] / max(gains.values(), default=1.0)
    scored = [
        ((1 - SHARE) * score + unit * gains.get(_place(address), 0.0), address)
        for score, address in reranked
    ]
    return [*in_order(searcher, scored), *(((1 - SHARE) * score, at) for score, at in rest)]


def _terms(searcher: tantivy.Searcher, best: Sequence[Scored]) -> dict[str, float]:
    """The stems that mark several of the best, those first that mark the better and are rarer;
    and what each counts."""
    weights: defaultdict[str, float] = defaultdict(float)
    found: Counter[str] = Counter()
    ids = searcher.fast_field_values(schema.ARTICLE, [address for _, address in best])
    marks = _marks([int(pk or 0) for pk in ids])
    for pk, (score, _) in zip(ids, best, strict=True):
        for stem in marks.get(int(pk or 0), ()):
            weights[stem] += score
            found[stem] += 1
    total = max(searcher.num_docs, 1)
    valued = {
        stem: weights[stem] * math.log(1 + total / (searcher.doc_freq(_STEMS, stem) + 1))
        for stem, count in found.items()
        if count >= LEAST_BEST
    }
    chosen = sorted(valued, key=lambda stem: (-valued[stem], stem))[:TERMS]
    return {stem: valued[stem] for stem in chosen}


def _marks(ids: Sequence[int]) -> dict[int, list[str]]:
    """The stems that mark some articles, by the first of their texts. Takes one query."""
    rows = Article.objects.visible().filter(pk__in=ids)
    return {
        pk: marks_of(_stems(language, title, body[:LONGEST_BODY]), ANALYZER)
        for pk, language, title, body in rows.values_list("pk", "language", "title", "body")
    }


def _stems(language: str, title: str, body: str) -> list[str]:
    of_title = ANALYZER.analyze(title, language).stem
    return [*schema.TITLE_COUNT * of_title, *ANALYZER.analyze(body, language).stem]


def _gains(
    searcher: tantivy.Searcher,
    index_schema: tantivy.Schema,
    hits: Sequence[Scored],
    terms: dict[str, float],
) -> dict[tuple[int, int], float]:
    """The scores that the terms alone give those of the articles that have any, by place."""
    numbers = searcher.fast_field_values(schema.ARTICLE, [address for _, address in hits])
    among = tantivy.Query.const_score_query(
        tantivy.Query.term_set_query(index_schema, schema.ARTICLE, numbers), 0.0
    )
    most = max(terms.values())
    wanted = [
        (
            Occur.Should,
            tantivy.Query.boost_query(
                tantivy.Query.term_query(index_schema, _STEMS, stem, "freq"), weight / most
            ),
        )
        for stem, weight in terms.items()
    ]
    both = [(Occur.Must, among), (Occur.Must, tantivy.Query.boolean_query(wanted))]
    found = searcher.search(tantivy.Query.boolean_query(both), len(hits), count=False)
    return {_place(address): score for score, address in found.hits}


def _place(address: tantivy.DocAddress) -> tuple[int, int]:
    return address.segment_ord, address.doc
