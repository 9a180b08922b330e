"""One state of a cluster's index, as it is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from operator import attrgetter
from typing import Any

from articles.expressions import regex
from articles.search.cluster import vocabulary
from articles.search.cluster.client import Client
from articles.search.cluster.fields import KEYWORDS, WORDS, without_language, word_in
from articles.search.cluster.indexes import Snapshot, found_or_missing
from articles.search.cluster.queries import Body, OpenSearchQueries
from articles.search.cluster.vocabulary import of_index as index_of_words
from articles.search.engine import schema
from articles.search.engine.protocol import ByMonth, Found, Order, Tallies, Wanted
from articles.search.engine.ranking import LOOKED_BEYOND, Scored, ends_after, in_order
from articles.search.engine.remembered import Remembered
from articles.search.engine.schema import Scope, Stream, field_name
from articles.search.engine.troubles import IndexUnavailableError, Trouble

_MOST_BUCKETS = 65_000
"""Sources with the values of facets, or months, that are counted apart; an engine's own limit."""

_MOST_EXACT = 10_000
"""Words of which it is asked how many articles have them now; of more, their numbers when the index
was built do."""

_AT_ONCE = 100
"""Searches that are sent together."""

_PAGE = 5_000
"""Articles of which the numbers are read together."""

_EXACT = field_name(Scope.WHOLE, Stream.EXACT)
_NO_LETTER = regex(r"[^\w]")

_ORDERS: dict[Order, list[dict[str, str]]] = {
    Order.RELEVANCE: [{"_score": "desc"}, {schema.NEWEST: "desc"}],
    Order.NEWEST: [{schema.NEWEST: "desc"}],
    Order.OLDEST: [{schema.OLDEST: "asc"}],
    Order.ADDED: [{schema.ARTICLE: "asc"}],
}

_Json = dict[str, Any]
_Words = list[tuple[str, int]]


class ClusterState:
    """Implements :class:`articles.search.engine.protocol.IndexState`."""

    def __init__(self, client: Client, name: str, snapshot: Snapshot) -> None:
        """``name`` is that under which the index is searched, also after it was replaced."""
        self._client = client
        self._name = name
        self._snapshot = snapshot
        self.queries = OpenSearchQueries()
        self._phrases: dict[tuple[str, ...], int] = {}
        self._beginnings: dict[tuple[str, int], _Words] = {}

    @property
    def articles(self) -> int:
        return self._snapshot.articles

    @property
    def remembered(self) -> Remembered:
        return self._snapshot.remembered

    # -- words ------------------------------------------------------------------------------

    def expect(self, tokens: Callable[[], Mapping[str, Iterable[str]]]) -> None:
        known = self._snapshot.frequencies
        unknown = {
            field: [token for token in dict.fromkeys(each) if (field, token) not in known]
            for field, each in tokens().items()
        }
        if any(unknown.values()):
            self._snapshot.remember(self._frequencies(unknown))

    def doc_freq(self, field: str, token: str | int) -> int:
        token = str(token)
        known = self._snapshot.frequencies.get((field, token))
        if known is None:
            found = self._frequencies({field: [token]})
            self._snapshot.remember(found)
            known = found[field, token]
        return known

    def expect_in(self, words: Callable[[], Iterable[tuple[str, int]]]) -> None:
        self.expect(lambda: {WORDS: [word_in(*each) for each in words()]})

    def doc_freq_in(self, word: str, language: int) -> int:
        return self.doc_freq(WORDS, word_in(word, language))

    def expect_phrases(self, phrases: Callable[[], Iterable[tuple[str, ...]]]) -> None:
        wanted = [each for each in dict.fromkeys(phrases()) if each not in self._phrases]
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            queries = [_counting(self.queries.phrase(_EXACT, words)) for words in some]
            counts = map(_total, self._search_each(queries))
            self._phrases.update(zip(some, counts, strict=True))

    def phrase_freq(self, words: tuple[str, ...]) -> int:
        self.expect_phrases(lambda: [words])
        return self._phrases[words]

    def _frequencies(self, tokens: Mapping[str, Sequence[str]]) -> dict[tuple[str, str], int]:
        """How many articles have each token, added up over the shards: each is asked for what it
        has of an article that holds them all, which it looks up in its dictionary of tokens."""
        article = {
            field: list(each) if field in KEYWORDS else " ".join(each)
            for field, each in tokens.items()
        }
        asked = [
            {
                "_index": self._name,
                "routing": routing,
                "doc": article,
                "fields": list(article),
                "term_statistics": True,
                **dict.fromkeys(("field_statistics", "positions", "offsets", "payloads"), False),
            }
            for routing in self._snapshot.routings
        ]
        answer = self._ask(lambda api: api.mtermvectors(body={"docs": asked}))
        found = {(field, token): 0 for field, each in tokens.items() for token in each}
        for of_shard in answer["docs"]:
            if "error" in of_shard:
                raise IndexUnavailableError(Trouble.UNREACHABLE, str(of_shard["error"]))
            for field, vector in of_shard["term_vectors"].items():
                for token, statistics in vector["terms"].items():
                    if (field, token) in found:
                        found[field, token] += statistics.get("doc_freq", 0)
        return found

    def words_beginning(
        self, letters: str, limit: int, beside: Sequence[str]
    ) -> Sequence[tuple[str, int]]:
        if len(letters) > vocabulary.LONGEST:
            return []
        if beside:
            return _counted_words(self._search(self._beginning(letters, limit, beside)), limit)
        self.expect_words_beginning(lambda: [letters], limit)
        return self._beginnings.pop((letters, limit))

    def expect_words_beginning(self, letters: Callable[[], Iterable[str]], limit: int) -> None:
        wanted = [
            each for each in dict.fromkeys(letters()) if (each, limit) not in self._beginnings
        ]
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            asked = [vocabulary.beginning(each, limit) for each in some]
            answers = self._search_each(asked, index_of_words(self._name))
            found = [vocabulary.found(answer) for answer in answers]
            if sum(map(len, found)) <= _MOST_EXACT:
                found = self._as_common_as_now(found)
            self._beginnings.update(zip(((each, limit) for each in some), found, strict=True))

    def _as_common_as_now(self, found: list[_Words]) -> list[_Words]:
        """Words with how many articles have them, the commonest first."""
        words = [word for each in found for word, _ in each]
        if len(words) <= _AT_ONCE:  # of articles that are left, what readers are shown
            asked = [_counting(self.queries.term(_EXACT, word)) for word in words]
            counts = dict(zip(words, map(_total, self._search_each(asked)), strict=True))
        else:
            self.expect(lambda: {_EXACT: words})
            counts = {word: self.doc_freq(_EXACT, word) for word in words}
        return [
            sorted(
                ((word, counts[word]) for word, _ in each if counts[word]),
                key=lambda each: (-each[1], each[0]),
            )
            for each in found
        ]

    def _beginning(self, letters: str, limit: int, beside: Sequence[str]) -> _Json:
        having = [self.queries.beginning(_EXACT, letters)]
        having += [self.queries.term(_EXACT, word) for word in beside]
        escaped = _NO_LETTER.sub(lambda sign: f"\\{sign.group()}", letters)
        words = {"terms": {"field": WORDS, "include": f".{escaped}.*", "size": limit}}
        return {
            "query": _filter(having),
            "size": 0,
            "track_total_hits": False,
            "aggs": {WORDS: words},
        }

    # -- articles ---------------------------------------------------------------------------

    def find(self, wanted: Wanted) -> Found:
        is_ranked = wanted.order is Order.RELEVANCE
        first = {
            "query": wanted.query,
            "size": wanted.limit + (LOOKED_BEYOND if is_ranked else 0),
            "sort": _ORDERS[wanted.order],
            "track_total_hits": wanted.counted and not wanted.tallied,
            **_ids_alone(),
        }
        if wanted.tallied:
            # Two searches at once: the first then passes over what cannot rank high enough.
            tallied = _tallying(wanted.unranked or wanted.query)
            answer, counted = self._search_each([first, tallied])
            tallies = _tallies(counted)
            total = sum(tallies.categories.values())
        else:
            answer, tallies = self._search(first), None
            total = answer["hits"].get("total", {}).get("value", 0)
        hits = list(_scored(answer, is_ranked=is_ranked))
        if is_ranked:
            hits = in_order(hits[: ends_after(hits, wanted.limit, attrgetter("score"))])
        return Found(total, hits[: wanted.limit], tallies)

    def count(self, query: Body) -> int:
        return _total(self._search(_counting(query)))

    def tally(self, query: Body) -> Tallies:
        return _tallies(self._search(_tallying(query)))

    def by_month(self, queries: Sequence[Body]) -> list[ByMonth]:
        found: list[ByMonth] = []
        for start in range(0, len(queries), _AT_ONCE):
            asked = [_by_month(query) for query in queries[start : start + _AT_ONCE]]
            for answer in self._search_each(asked):
                months = _buckets(answer, schema.MONTHS)
                found.append({int(each["key"]): each["doc_count"] for each in months})
        return found

    def words_by_month(self, query: Body) -> ByMonth:
        words = {schema.LENGTH: {"sum": {"field": schema.LENGTH}}}
        months = _buckets(self._search(_by_month(query, aggs=words)), schema.MONTHS)
        return {int(each["key"]): int(each[schema.LENGTH]["value"]) for each in months}

    def some(self, query: Body, limit: int) -> list[int]:
        asked = {"query": query, "size": limit, "track_total_hits": False, **_ids_alone()}
        answer = self._search(asked)
        return [each.article for each in _scored(answer, is_ranked=False)]

    def some_of_each(self, queries: Sequence[Body], limit: int) -> list[int]:
        asked = {"size": limit, "track_total_hits": False, **_ids_alone()}
        answers = self._search_each([{"query": query, **asked} for query in queries])
        return [each.article for answer in answers for each in _scored(answer, is_ranked=False)]

    def numbers(
        self, first: int, last: int | None, names: Sequence[str]
    ) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Some fields of the articles in a range of ids, each with its article's."""
        asked: _Json = {
            "query": _filter([self.queries.between(schema.ARTICLE, first, last)]),
            "size": _PAGE,
            "sort": [{schema.ARTICLE: "asc"}],
            "track_total_hits": False,
            "stored_fields": "_none_",
            "docvalue_fields": list(names),
        }
        while True:
            hits = self._search(asked)["hits"]["hits"]
            for hit in hits:
                fields = hit.get("fields", {})
                yield hit["sort"][0], tuple(fields.get(name, [0])[0] for name in names)
            if len(hits) < _PAGE:
                return
            asked["search_after"] = hits[-1]["sort"]

    # -- calls ------------------------------------------------------------------------------

    def _search(self, body: _Json) -> _Json:
        [answer] = self._search_each([body])
        return answer

    def _search_each(self, bodies: Sequence[_Json], index: str = "") -> list[_Json]:
        """Several searches in one call. Rarities are those of all shards together."""
        header: _Json = {"index": index or self._name, "allow_partial_search_results": False}
        if len(self._snapshot.routings) > 1:
            header["search_type"] = "dfs_query_then_fetch"
        limit = f"{int(self._client.seconds * 1000)}ms"
        lines = [line for body in bodies for line in (header, {**body, "timeout": limit})]
        answers = self._ask(lambda api: api.msearch(body=lines))["responses"] if lines else []
        for answer in answers:
            _raise_for(answer)
        return list(answers)

    def _ask(self, ask: Any) -> Any:
        return found_or_missing(partial(self._client.call, ask))


def _raise_for(answer: _Json) -> None:
    """Raises for a search that failed or took too long."""
    if error := answer.get("error"):
        if error.get("type") == "index_not_found_exception":
            raise IndexUnavailableError(Trouble.MISSING)
        root = (error.get("root_cause") or [error])[0]
        detail = str(root.get("reason") or error.get("reason"))
        raise IndexUnavailableError(Trouble.UNREACHABLE, detail)
    if answer.get("timed_out"):
        raise IndexUnavailableError(Trouble.UNREACHABLE, "timed_out")


def _filter(queries: Sequence[Body]) -> Body:
    return {"bool": {"filter": list(queries)}}


def _ids_alone() -> _Json:
    return {"stored_fields": "_none_", "docvalue_fields": [schema.ARTICLE]}


def _counting(query: Body) -> _Json:
    return {"query": _filter([query]), "size": 0, "track_total_hits": True}


def _total(answer: _Json) -> int:
    return int(answer["hits"]["total"]["value"])


def _counted_words(answer: _Json, limit: int) -> list[tuple[str, int]]:
    found: Counter[str] = Counter()
    for each in _buckets(answer, WORDS):
        found[without_language(each["key"])] += each["doc_count"]
    return found.most_common(limit)


def _tallying(query: Body) -> _Json:
    names = (schema.CATEGORIES, schema.MONTHS)
    columns = {name: {"terms": {"field": name, "size": _MOST_BUCKETS}} for name in names}
    return {"query": _filter([query]), "size": 0, "track_total_hits": False, "aggs": columns}


def _by_month(query: Body, **of_each: _Json) -> _Json:
    months = {"terms": {"field": schema.MONTHS, "size": _MOST_BUCKETS}, **of_each}
    asked = {"query": _filter([query]), "size": 0, "track_total_hits": False}
    return {**asked, "aggs": {schema.MONTHS: months}}


def _tallies(answer: _Json) -> Tallies:
    def counted(name: str) -> dict[int, int]:
        return {int(each["key"]): each["doc_count"] for each in _buckets(answer, name)}

    return Tallies(counted(schema.CATEGORIES), partial(counted, schema.MONTHS))


def _buckets(answer: _Json, name: str) -> list[_Json]:
    buckets: list[_Json] = answer["aggregations"][name]["buckets"]
    return buckets


def _scored(answer: _Json, *, is_ranked: bool) -> Iterator[Scored]:
    for hit in answer["hits"]["hits"]:
        article = int(hit["fields"][schema.ARTICLE][0])
        yield Scored(article, *hit["sort"]) if is_ranked else Scored(article)
