"""What an index is asked. Each engine implements these protocols, and that of :mod:`.keeping`; all
else of search knows engines by them alone. Pure.

    with engine.reading() as state:            # one state of the index
        queries = state.queries                # makes queries as the engine has them
        state.find(Wanted(queries.term(...)))
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol

from articles.search.engine.ranking import Scored
from articles.search.engine.remembered import Remembered

Part = Any
"""A query, or part of one, as an engine has it: made by its :class:`Queries`, given back to it."""


class Queries(Protocol):
    """Makes queries. Fields are those of :mod:`.schema`."""

    def term(self, field: str, token: str, *, counted: bool = False) -> Part:
        """Articles that have a token; ``counted`` if it ranks by how often they have it."""

    def number(self, field: str, number: int) -> Part:
        """Articles with a number."""

    def one_of(self, field: str, numbers: Collection[int]) -> Part:
        """Articles with one of several numbers."""

    def between(self, field: str, first: int, last: int | None) -> Part:
        """Articles with a number in a range, both ends included; None is no end."""

    def phrase(self, field: str, words: Sequence[str]) -> Part:
        """Articles that have the words side by side, in this order."""

    def beginning(self, field: str, letters: str) -> Part:
        """Articles that have a token which begins so; each has a point for it."""

    def everything(self) -> Part:
        """All articles."""

    def nothing(self) -> Part:
        """No article."""

    def boosted(self, query: Part, weight: float) -> Part:
        """The same articles; their scores times a weight."""

    def constant(self, query: Part, score: float) -> Part:
        """The same articles, each with this score."""

    def combined(
        self,
        *,
        must: Sequence[Part] = (),
        should: Sequence[Part] = (),
        must_not: Sequence[Part] = (),
        least: int | None = None,
    ) -> Part:
        """Articles that match all of ``must`` and none of ``must_not``, and ``least`` of
        ``should``: without a number, one where nothing must match, and none otherwise."""


class Order(Enum):
    """How what was found is ordered."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be found: the first ``limit`` articles of an order.

    ``unranked`` finds the same articles sooner where they need no rank; ``most`` is how many they
    may be at most, if known; ``has_phrase`` says that places of words are compared, which costs
    more than all else. ``tallied`` asks for counts of each kind too; ``counted`` for the total,
    without which an engine is spared the articles that cannot rank high enough.
    """

    query: Part
    limit: int
    order: Order = Order.RELEVANCE
    unranked: Part = None
    most: int | None = None
    has_phrase: bool = False
    counted: bool = True
    tallied: bool = False


@dataclass(frozen=True, slots=True)
class Tallies:
    """How many of the articles that were found have which value of :data:`.schema.CATEGORIES`,
    and of :data:`.schema.MONTHS`, which are read when they are asked for."""

    categories: Mapping[int, int]
    read_months: Callable[[], Mapping[int, int]]


ByMonth = Mapping[int, int]
"""Numbers by value of :data:`.schema.MONTHS`."""


@dataclass(frozen=True, slots=True)
class Found:
    """``total`` is 0 where it was not to be counted."""

    total: int
    hits: Sequence[Scored]
    tallies: Tallies | None = None


class IndexState(Protocol):
    """One state of an index, to be asked."""

    @property
    def queries(self) -> Queries:
        """Makes queries for it."""

    @property
    def remembered(self) -> Remembered:
        """What was found out about it."""

    @property
    def articles(self) -> int:
        """How many it holds."""

    def expect(self, tokens: Callable[[], Mapping[str, Iterable[str]]]) -> None:
        """Tokens, by field, that :meth:`doc_freq` may be asked for: an engine to which each
        question is a journey asks for them at once; another does not even collect them."""

    def doc_freq(self, field: str, token: str | int) -> int:
        """How many articles have a token or number; some that were removed may still count."""

    def expect_in(self, words: Callable[[], Iterable[tuple[str, int]]]) -> None:
        """The same of :meth:`doc_freq_in`."""

    def doc_freq_in(self, word: str, language: int) -> int:
        """How many articles of a language, by its number, have a word in its exact form; some that
        were removed may still count."""

    def expect_phrases(self, phrases: Callable[[], Iterable[tuple[str, ...]]]) -> None:
        """The same of :meth:`phrase_freq`."""

    def phrase_freq(self, words: tuple[str, ...]) -> int:
        """How many articles have words, in their exact form, side by side, in this order."""

    def find(self, wanted: Wanted) -> Found:
        """The first of the articles that match."""

    def count(self, query: Part) -> int:
        """How many articles match."""

    def tally(self, query: Part) -> Tallies:
        """How many articles that match there are of each."""

    def by_month(self, queries: Sequence[Part]) -> list[ByMonth]:
        """How many articles that match each of the queries are of which month."""

    def words_by_month(self, query: Part) -> ByMonth:
        """How many words the articles of each month have that match."""

    def some(self, query: Part, limit: int) -> list[int]:
        """Ids of some articles that match, the best first."""

    def some_of_each(self, queries: Sequence[Part], limit: int) -> list[int]:
        """The same of several queries, one after the other."""

    def expect_words_beginning(self, letters: Callable[[], Iterable[str]], limit: int) -> None:
        """The same of :meth:`words_beginning`, beside no other words."""

    def words_beginning(
        self, letters: str, limit: int, beside: Sequence[str]
    ) -> Sequence[tuple[str, int]]:
        """Words, in their exact form, that begin so, the commonest first; only articles that have
        the words ``beside`` count."""
