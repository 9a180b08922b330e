"""«More like this»: characteristic words of an article, and the articles that share enough of them.

The words are chosen by tf-idf (Robertson and Spärck Jones 1976), as Lucene's MoreLikeThis does;
unlike there, an article must have a third of them, so that an unusual article has no matches.
"""

from __future__ import annotations

import math
from collections import Counter
from functools import partial

from articles.search.engine import schema
from articles.search.engine.documents import ANALYZER, IndexedArticle
from articles.search.engine.protocol import IndexState, Part
from articles.search.engine.schema import Scope, Stream, field_name

WORDS = 24
"""Words that are looked for."""

LONGEST_BODY = 20_000
"""Characters of the body that are looked at: news says first what it is about, and each word is
asked after in the index."""

MOST_FREQUENT = 0.05
"""A word in more than this share of the articles marks none."""

SHARED = 0.3
"""The share of the words that an article alike must have."""

_STEMS = field_name(Scope.WHOLE, Stream.STEM)


def words_that_mark(state: IndexState, article: IndexedArticle) -> Part | None:
    """A query for the articles that are like this one, itself left out; None when no word of it is
    shared."""
    counts: Counter[str] = Counter()
    for stem in ANALYZER.analyze(article.title, article.language).stem:
        counts[stem] += schema.TITLE_COUNT + 1
    counts.update(ANALYZER.analyze(article.body[:LONGEST_BODY], article.language).stem)
    total = max(state.articles, 1)
    weights: dict[str, float] = {}
    state.expect(lambda: {_STEMS: counts})
    articles_with = state.remembered.articles_with(counts, partial(state.doc_freq, _STEMS))
    for stem, count in counts.items():
        found = articles_with[stem]
        if 2 <= found <= max(total * MOST_FREQUENT, 2):
            # Articles that were removed may still count among those that have a word.
            rarity = math.log(max(total / found, 1))
            weights[stem] = (1 + math.log(count)) * rarity
    if not weights:
        return None
    marking = sorted(weights, key=lambda stem: (-weights[stem], stem))[:WORDS]
    queries = state.queries
    shared = queries.combined(
        should=[
            queries.boosted(queries.term(_STEMS, stem, counted=True), weights[stem])
            for stem in marking
        ],
        least=max(round(len(marking) * SHARED), 1),
    )
    itself = queries.number(schema.ARTICLE, article.pk)
    return queries.combined(must=[shared], must_not=[itself])
