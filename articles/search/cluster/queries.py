"""Makes queries in OpenSearch's query language. Pure.

Where :mod:`articles.search.index` has BM25 of Tantivy, this is BM25 of Lucene with the same
parameters, lengths and rarities, so that articles rank alike.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from articles.search.engine import schema

_LONGEST_BEGINNING = 900
"""Bytes; an engine refuses the beginnings of tokens that are longer. No word is."""

Body = Mapping[str, Any]
"""A query as it is sent."""


class OpenSearchQueries:
    """Implements :class:`articles.search.engine.protocol.Queries`."""

    def term(self, field: str, token: str, *, counted: bool = False) -> Body:
        """Whether a token is counted, its field says (:mod:`.fields`)."""
        return {"term": {field: {"value": token}}}

    def number(self, field: str, number: int) -> Body:
        return {"term": {field: {"value": as_stored(field, number)}}}

    def one_of(self, field: str, numbers: Collection[int]) -> Body:
        return {"terms": {field: [as_stored(field, number) for number in numbers]}}

    def between(self, field: str, first: int, last: int | None) -> Body:
        ends = {"gte": first} if last is None else {"gte": first, "lte": last}
        return {"range": {field: ends}}

    def phrase(self, field: str, words: Sequence[str]) -> Body:
        return {"match_phrase": {field: {"query": " ".join(words)}}}

    def beginning(self, field: str, letters: str) -> Body:
        if len(letters.encode()) > _LONGEST_BEGINNING:
            return self.nothing()
        return {"prefix": {field: {"value": letters}}}

    def everything(self) -> Body:
        return {"match_all": {}}

    def nothing(self) -> Body:
        return {"match_none": {}}

    def boosted(self, query: Body, weight: float) -> Body:
        [(kind, inner)] = query.items()
        if kind in ("term", "match_phrase"):
            [(field, options)] = inner.items()
            if "boost" not in options:
                return {kind: {field: {**options, "boost": weight}}}
        return {"bool": {"must": [query], "boost": weight}}

    def constant(self, query: Body, score: float) -> Body:
        return {"constant_score": {"filter": query, "boost": score}}

    def combined(
        self,
        *,
        must: Sequence[Body] = (),
        should: Sequence[Body] = (),
        must_not: Sequence[Body] = (),
        least: int | None = None,
    ) -> Body:
        clauses: dict[str, Any] = {}
        if must:
            scored = [each for each in must if not is_unscored(each)]
            clauses["must"] = scored
            clauses["filter"] = [each for each in must if is_unscored(each)]
        if should:
            clauses["should"] = list(should)
        if must_not:
            clauses["must_not"] = list(must_not)
        if least is not None:
            clauses["minimum_should_match"] = least
        return {"bool": clauses}


def as_stored(field: str, number: int) -> int | str:
    """Numbers of facets are stored as words, of which an index knows how many articles have each
    (:meth:`.state.ClusterState.doc_freq`)."""
    return str(number) if field in schema.FACETS else number


def is_unscored(query: Body) -> bool:
    """Whether what matches gains nothing: the engine then need not reckon with it."""
    return "constant_score" in query and query["constant_score"]["boost"] == 0
