"""Makes Tantivy's queries."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import tantivy
from tantivy import Occur


class TantivyQueries:
    """Implements :class:`articles.search.engine.protocol.Queries`."""

    def __init__(self, index_schema: tantivy.Schema) -> None:
        self._schema = index_schema

    def term(self, field: str, token: str, *, counted: bool = False) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, token, "freq" if counted else "basic")

    def number(self, field: str, number: int) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, number, "basic")

    def one_of(self, field: str, numbers: Collection[int]) -> tantivy.Query:
        return tantivy.Query.term_set_query(self._schema, field, list(numbers))

    def between(self, field: str, first: int, last: int | None) -> tantivy.Query:
        return tantivy.Query.range_query(
            self._schema, field, tantivy.FieldType.Unsigned, first, last
        )

    def phrase(self, field: str, words: Sequence[str]) -> tantivy.Query:
        return tantivy.Query.phrase_query(self._schema, field, list(words))

    def beginning(self, field: str, letters: str) -> tantivy.Query:
        # No letter may differ: what a regular expression does too, composed 400 times faster.
        return tantivy.Query.fuzzy_term_query(self._schema, field, letters, distance=0, prefix=True)

    def everything(self) -> tantivy.Query:
        return tantivy.Query.all_query()

    def nothing(self) -> tantivy.Query:
        return tantivy.Query.empty_query()

    def boosted(self, query: tantivy.Query, weight: float) -> tantivy.Query:
        return tantivy.Query.boost_query(query, weight)

    def constant(self, query: tantivy.Query, score: float) -> tantivy.Query:
        return tantivy.Query.const_score_query(query, score)

    def combined(
        self,
        *,
        must: Sequence[tantivy.Query] = (),
        should: Sequence[tantivy.Query] = (),
        must_not: Sequence[tantivy.Query] = (),
        least: int | None = None,
    ) -> tantivy.Query:
        clauses = [(Occur.Must, each) for each in must]
        clauses += [(Occur.Should, each) for each in should]
        clauses += [(Occur.MustNot, each) for each in must_not]
        if least is None:
            return tantivy.Query.boolean_query(clauses)
        return tantivy.Query.boolean_query(clauses, minimum_number_should_match=least)
