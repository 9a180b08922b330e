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

from articles.models import Article
from articles.search.answers.marks import marks_of
from articles.search.engine import schema
from articles.search.engine.documents import ANALYZER
from articles.search.engine.protocol import IndexState, Wanted
from articles.search.engine.ranking import Scored, in_order
from articles.search.engine.schema import Scope, Stream, field_name

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


def fed_back(state: IndexState, hits: Sequence[Scored]) -> list[Scored]:
    """What a search found, ordered anew; the best score stays about what it was."""
    terms = _terms(state, hits[:BEST])
    if not terms:
        return list(hits)
    reranked, rest = hits[:RERANKED], hits[RERANKED:]
    gains = _gains(state, reranked, terms)
    unit = SHARE * hits[0].score / max(gains.values(), default=1.0)
    scored = [
        each._replace(score=(1 - SHARE) * each.score + unit * gains.get(each.article, 0.0))
        for each in reranked
    ]
    behind = [each._replace(score=(1 - SHARE) * each.score) for each in rest]
    return [*in_order(scored), *behind]


def _terms(state: IndexState, best: Sequence[Scored]) -> dict[str, float]:
    """The stems that mark several of the best, those first that mark the better and are rarer;
    and what each counts."""
    weights: defaultdict[str, float] = defaultdict(float)
    found: Counter[str] = Counter()
    marks = _marks([each.article for each in best])
    for each in best:
        for stem in marks.get(each.article, ()):
            weights[stem] += each.score
            found[stem] += 1
    total = max(state.articles, 1)
    shared = [stem for stem, count in found.items() if count >= LEAST_BEST]
    state.expect(lambda: {_STEMS: shared})
    valued = {
        stem: weights[stem] * math.log(1 + total / (state.doc_freq(_STEMS, stem) + 1))
        for stem in shared
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


def _gains(state: IndexState, hits: Sequence[Scored], terms: dict[str, float]) -> dict[int, float]:
    """The scores that the terms alone give those of the articles that have any."""
    queries = state.queries
    ids = [each.article for each in hits]
    among = queries.constant(queries.one_of(schema.ARTICLE, ids), 0.0)
    most = max(terms.values())
    wanted = queries.combined(
        should=[
            queries.boosted(queries.term(_STEMS, stem, counted=True), weight / most)
            for stem, weight in terms.items()
        ]
    )
    both = queries.combined(must=[among, wanted])
    found = state.find(Wanted(both, len(hits), counted=False))
    return {each.article: each.score for each in found.hits}
