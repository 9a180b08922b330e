"""Combines parts of queries, each with how many articles it may find."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from articles.search.engine.protocol import Part, Queries

UNKNOWN = sys.maxsize


class Bounded(NamedTuple):
    """A query, how many articles it may find at most, and a query that finds the same articles
    sooner where they need no rank; None where that is the query itself."""

    query: Part
    most: int = UNKNOWN
    unranked: Part = None

    @property
    def finding(self) -> Part:
        """The query for what asks for no rank."""
        return self.unranked or self.query


class Combiner:
    """Combines parts as an engine makes them."""

    def __init__(self, queries: Queries) -> None:
        self.queries = queries

    def any(self, made: Sequence[Bounded]) -> Bounded:
        """Articles that one of the parts finds."""
        return self._joined(made, lambda parts: self.queries.combined(should=parts), sum)

    def all(self, made: Sequence[Bounded]) -> Bounded:
        """Articles that all of the parts find."""
        return self._joined(made, lambda parts: self.queries.combined(must=parts), min)

    def _joined(
        self,
        made: Sequence[Bounded],
        join: Callable[[Sequence[Part]], Part],
        most_of: Callable[[Iterable[int]], int],
    ) -> Bounded:
        if len(made) == 1:
            return made[0]
        if not made:
            return Bounded(self.queries.nothing(), 0)
        query = join([each.query for each in made])
        most = most_of(each.most for each in made)
        if all(each.unranked is None for each in made):
            return Bounded(query, most)
        return Bounded(query, most, join([each.finding for each in made]))

    def all_but(self, without: Part) -> Part:
        """All articles but those that a part finds."""
        everything = self.unscored(self.queries.everything())
        return self.queries.combined(must=[everything], must_not=[without])

    def but_for(self, found: Bounded, excluded: Iterable[Part]) -> Bounded:
        """What was found but for what other parts find."""
        combined = self.queries.combined(must=[found.query], must_not=list(excluded))
        return Bounded(combined, found.most)

    def either(self, *queries: Part) -> Part:
        """Articles that one of several parts finds; the scores of all that do add up."""
        return self.queries.combined(should=queries)

    def unscored(self, query: Part) -> Part:
        """The same articles; none gains by it."""
        return self.queries.constant(query, 0.0)

    def filter(self, alternatives: Iterable[Part]) -> Part:
        """Articles that one of several parts finds; none gains by it."""
        return self.unscored(self.any([Bounded(query) for query in alternatives]).query)
