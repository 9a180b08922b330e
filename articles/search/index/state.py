"""One state of an index, as it is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from operator import itemgetter
from typing import Any, cast

import tantivy

from articles.search.engine import schema
from articles.search.engine.protocol import ByMonth, Found, Order, Tallies, Wanted
from articles.search.engine.ranking import LOOKED_BEYOND, Scored, ends_after, order_of
from articles.search.engine.remembered import Remembered
from articles.search.engine.schema import Scope, Stream, field_name
from articles.search.index.queries import TantivyQueries

COUNTED_ONE_BY_ONE = 600
"""Where no more are found, all are asked for at once and counted here; of more, the engine counts
faster in a second pass, which gives a count for each source and month of an archive."""

_MOST_BUCKETS = 65_000
"""Sources with the values of facets, or months, that are counted apart; the engine's own limit."""

_WORDS = field_name(Scope.WHOLE, Stream.EXACT)

_ORDERS: dict[Order, dict[str, Any]] = {
    Order.RELEVANCE: {},
    Order.NEWEST: {"order_by_field": schema.NEWEST, "order": tantivy.Order.Desc},
    Order.OLDEST: {"order_by_field": schema.OLDEST, "order": tantivy.Order.Asc},
    Order.ADDED: {"order_by_field": schema.ARTICLE, "order": tantivy.Order.Asc},
}

_Hits = Sequence[tuple[Any, tantivy.DocAddress]]


class TantivyState:
    """Implements :class:`articles.search.engine.protocol.IndexState`."""

    def __init__(self, index: tantivy.Index, remembered: Remembered) -> None:
        self._searcher = index.searcher()
        self.queries = TantivyQueries(index.schema)
        self.remembered = remembered
        self.doc_freq = self._searcher.doc_freq

    @property
    def articles(self) -> int:
        return self._searcher.num_docs

    def expect(self, tokens: Callable[[], Mapping[str, Iterable[str]]]) -> None:
        """Each question costs less than to remember its answer."""

    def expect_in(self, words: Callable[[], Iterable[tuple[str, int]]]) -> None:
        """As :meth:`expect`."""

    def doc_freq_in(self, word: str, language: int) -> int:
        having = self.queries.term(_WORDS, word)
        in_language = self.queries.number(schema.LANGUAGE, language)
        return self.count(self.queries.combined(must=[having, in_language]))

    def expect_phrases(self, phrases: Callable[[], Iterable[tuple[str, ...]]]) -> None:
        """As :meth:`expect`."""

    def phrase_freq(self, words: tuple[str, ...]) -> int:
        return self.count(self.queries.phrase(_WORDS, words))

    def find(self, wanted: Wanted) -> Found:
        """Uncounted, the engine is spared the articles that cannot rank high enough."""
        search, order = self._searcher.search, _ORDERS[wanted.order]
        is_ranked = wanted.order is Order.RELEVANCE
        beyond = LOOKED_BEYOND if is_ranked else 0
        if not wanted.tallied:
            found = search(wanted.query, wanted.limit + beyond, count=wanted.counted, **order)
            return Found(count_of(found), self._first(found.hits, wanted.limit, is_ranked))
        hits: _Hits = ()
        tallies = None
        if wanted.has_phrase or (wanted.most is not None and wanted.most <= COUNTED_ONE_BY_ONE):
            found = search(wanted.query, COUNTED_ONE_BY_ONE, **order)
            hits = found.hits
            if len(hits) == count_of(found):
                tallies = self._tally_of(hits)
        if tallies is None:
            tallies = self.tally(wanted.unranked or wanted.query)
            if len(hits) < wanted.limit + beyond:
                hits = search(wanted.query, wanted.limit + beyond, count=False, **order).hits
        total = sum(tallies.categories.values())
        return Found(total, self._first(hits, wanted.limit, is_ranked), tallies)

    def count(self, query: tantivy.Query) -> int:
        return count_of(self._searcher.search(query, 1))

    def tally(self, query: tantivy.Query) -> Tallies:
        names = (schema.CATEGORIES, schema.MONTHS)
        found = self._searcher.aggregate(
            query, {name: {"terms": {"field": name, "size": _MOST_BUCKETS}} for name in names}
        )
        return Tallies(_buckets(found, schema.CATEGORIES), partial(_buckets, found, schema.MONTHS))

    def by_month(self, queries: Sequence[tantivy.Query]) -> list[ByMonth]:
        asked = {schema.MONTHS: _of_each_month()}
        return [
            _buckets(self._searcher.aggregate(query, asked), schema.MONTHS) for query in queries
        ]

    def words_by_month(self, query: tantivy.Query) -> ByMonth:
        words = {schema.LENGTH: {"sum": {"field": schema.LENGTH}}}
        asked = {schema.MONTHS: {**_of_each_month(), "aggs": words}}
        found = self._searcher.aggregate(query, asked)[schema.MONTHS]["buckets"]
        return {int(month["key"]): int(month[schema.LENGTH]["value"]) for month in found}

    def some(self, query: tantivy.Query, limit: int) -> list[int]:
        hits = self._searcher.search(query, limit, count=False).hits
        return self._column(schema.ARTICLE, [address for _, address in hits])

    def some_of_each(self, queries: Sequence[tantivy.Query], limit: int) -> list[int]:
        return [pk for query in queries for pk in self.some(query, limit)]

    def expect_words_beginning(self, letters: Callable[[], Iterable[str]], limit: int) -> None:
        """As :meth:`expect`."""

    def words_beginning(
        self, letters: str, limit: int, beside: Sequence[str]
    ) -> Sequence[tuple[str, int]]:
        having = [self.queries.term(_WORDS, word) for word in beside]
        among = self.queries.combined(must=having) if having else None
        return self._searcher.terms_with_prefix(_WORDS, letters, among, limit)

    def columns(self, first: int, last: int | None, names: Sequence[str]) -> list[list[int]]:
        """Some fields of all documents of the articles in a range of ids."""
        query = self.queries.between(schema.ARTICLE, first, last)
        total = self.count(query)
        hits = self._searcher.search(query, total).hits if total else []
        addresses = [address for _, address in hits]
        return [self._column(name, addresses) for name in names]

    def _first(self, hits: _Hits, wanted: int, is_ranked: bool) -> list[Scored]:
        """The first of some articles that the engine has put in order."""
        if not is_ranked:
            ids = self._column(schema.ARTICLE, [address for _, address in hits[:wanted]])
            return list(map(Scored, ids))
        hits = hits[: wanted + LOOKED_BEYOND]  # one order, however many were asked for
        hits = hits[: ends_after(hits, wanted, itemgetter(0))]
        scores, addresses = zip(*hits, strict=True) if hits else ((), ())
        newest = self._column(schema.NEWEST, addresses)
        places = order_of(scores, newest)[:wanted]
        articles = self._column(schema.ARTICLE, [addresses[place] for place in places])
        return [
            Scored(article, scores[place], newest[place])
            for article, place in zip(articles, places, strict=True)
        ]

    def _tally_of(self, hits: _Hits) -> Tallies:
        """The counts of articles that were all found already, which spares the engine a second
        pass."""
        addresses = [address for _, address in hits]

        def counted(name: str) -> Counter[int]:
            return Counter(self._column(name, addresses))

        return Tallies(counted(schema.CATEGORIES), partial(counted, schema.MONTHS))

    def _column(self, name: str, addresses: Sequence[tantivy.DocAddress]) -> list[int]:
        """The numbers of some articles, each of which has one in every field of numbers."""
        return cast("list[int]", self._searcher.fast_field_values(name, list(addresses)))


def count_of(result: tantivy.SearchResult) -> int:
    """How many articles a search with ``count=True`` found."""
    count: int | None = result.count  # type: ignore[attr-defined]  # missing in its stubs
    return count or 0


def _of_each_month() -> dict[str, Any]:
    return {"terms": {"field": schema.MONTHS, "size": _MOST_BUCKETS}}


def _buckets(found: dict[str, Any], name: str) -> dict[int, int]:
    return {int(bucket["key"]): bucket["doc_count"] for bucket in found[name]["buckets"]}
