"""The indexes of an archive in a cluster: which is searched, and how far each has followed.

The alias ``NAME`` points to the index that is searched, ``NAME-g…``; a rebuild fills another one
and then moves the alias. ``NAME-state`` has a document for each index: its :class:`State`, written
after the changes up to that position, and with the position as its version, so that a writer that
comes late does not set it back.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import partial
from itertools import count
from typing import Any, TypeVar

from opensearchpy import exceptions

from articles.search.cluster import fields, patience, vocabulary
from articles.search.cluster.client import Client
from articles.search.cluster.vocabulary import of_index as index_of_words
from articles.search.engine.change_log import State
from articles.search.engine.remembered import Remembered
from articles.search.engine.troubles import IndexUnavailableError, Trouble

FRESH_SECONDS = 1.0
"""How long a process takes an index for unchanged, if it does not change it itself."""

MOST_FREQUENCIES = 200_000
"""Tokens of which the number of articles is kept."""

Answer = TypeVar("Answer")


@dataclass(slots=True)
class Snapshot:
    """An index at one moment, and what was found out about it. Threads may share it."""

    index: str
    state: State
    articles: int
    routings: tuple[str, ...]
    """For each shard, a word by which it is found."""
    remembered: Remembered
    frequencies: dict[tuple[str, str], int] = field(default_factory=dict)

    def remember(self, found: dict[tuple[str, str], int]) -> None:
        """Keep how many articles have some tokens."""
        if len(self.frequencies) + len(found) > MOST_FREQUENCIES:
            self.frequencies = {}
        self.frequencies.update(found)


class Indexes:
    """The indexes of one archive."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self.alias = client.address.name
        self._states = f"{self.alias}-state"

    def current(self) -> str | None:
        """The index that is searched; None before the first."""
        try:
            return next(iter(self._call(lambda api: api.indices.get_alias(name=self.alias))), None)
        except exceptions.NotFoundError:
            return None

    def state(self, index: str) -> State | None:
        """How far an index has followed; None where that was lost."""
        try:
            found = self._call(lambda api: api.get(index=self._states, id=index))
        except exceptions.NotFoundError:
            return None
        try:
            return State(**found["_source"])
        except (KeyError, TypeError):
            return None

    def save(self, index: str, state: State) -> None:
        """Write how far an index has followed, unless it is already further."""
        body, version = asdict(state), state.position
        options = {"version": version, "version_type": "external_gte"}
        with suppress(exceptions.ConflictError):
            self._call(
                lambda api: api.index(index=self._states, id=index, body=body, params=options)
            )

    def create(self, state: State) -> str:
        """A new, empty index, not yet searched."""
        self._allow_long_queries()
        self._create_states()
        index = f"{self.alias}-g{uuid.uuid4().hex[:16]}"
        settings = fields.settings(self._client.address.shards)
        body = {"settings": {"index": settings}, "mappings": fields.mappings()}
        self._call(lambda api: api.indices.create(index=index, body=body))
        words, of_words = index_of_words(index), vocabulary.body(self._client.address.replicas)
        self._call(lambda api: api.indices.create(index=words, body=of_words))
        self.save(index, state)
        return index

    def publish(self, index: str) -> None:
        """Make searches use an index from now on, and copies of it on other nodes."""
        replicas = {"index": {"number_of_replicas": self._client.address.replicas}}
        self._call(lambda api: api.indices.put_settings(index=index, body=replicas))
        moved = ((index, self.alias), (index_of_words(index), index_of_words(self.alias)))
        actions: list[dict[str, Any]] = [
            {"remove": {"index": f"{self.alias}-g*", "alias": alias, "must_exist": False}}
            for _, alias in moved
        ]
        actions += [{"add": {"index": to, "alias": alias}} for to, alias in moved]
        self._call(lambda api: api.indices.update_aliases(body={"actions": actions}))

    def unused(self) -> list[str]:
        """Indexes that are not searched, and those of their words."""
        listed = {"format": "json", "h": "index"}
        rows = self._call(lambda api: api.cat.indices(index=f"{self.alias}-g*", params=listed))
        current = self.current()
        used = {current, index_of_words(current)} if current else set()
        return sorted(row["index"] for row in rows if row["index"] not in used)

    def remove(self, indexes: list[str]) -> None:
        """Remove indexes with their files."""
        for index in indexes:
            with suppress(exceptions.NotFoundError):
                self._call(partial(_delete_index, index=index))
            with suppress(exceptions.NotFoundError):
                self._call(partial(_delete, index=self._states, id=index))

    def refresh(self, index: str) -> None:
        """Make searches see what was written."""
        both = f"{index},{index_of_words(index)}"
        self._call(lambda api: api.indices.refresh(index=both))

    def articles(self) -> int:
        """How many the searched index holds."""
        return int(self._call(lambda api: api.count(index=self.alias))["count"])

    def routings(self, index: str) -> tuple[str, ...]:
        """For each shard of an index, a word by which it is found."""
        found: dict[int, str] = {}
        settings = self._call(lambda api: api.indices.get_settings(index=index, name=_SHARDS))
        shards = int(settings[index]["settings"]["index"]["number_of_shards"])
        if shards == 1:
            return ("0",)
        for word in map(str, count()):
            params = {"routing": word}
            answer = self._call(partial(_shards_of, index=index, params=params))
            found.setdefault(answer["shards"][0][0]["shard"], word)
            if len(found) == shards:
                return tuple(found.values())
        raise AssertionError

    def _create_states(self) -> None:
        body = {
            "settings": {
                "index": {
                    "number_of_shards": 1,
                    "number_of_replicas": self._client.address.replicas,
                }
            },
            "mappings": {"enabled": False},
        }
        if not self._call(lambda api: api.indices.exists(index=self._states)):
            self._call(lambda api: api.indices.create(index=self._states, body=body))

    def _allow_long_queries(self) -> None:
        setting = {"indices.query.bool.max_clause_count": fields.MOST_CLAUSES}
        self._call(lambda api: api.cluster.put_settings(body={"persistent": setting}))

    def _call(self, ask: Callable[[Any], Any]) -> Any:
        return self._client.call(ask)


class Watched:
    """The searched index as this process last saw it, looked at again when that is not fresh."""

    def __init__(self, client: Client, clock: Callable[[], float] = time.monotonic) -> None:
        self._indexes = Indexes(client)
        self._clock = clock
        self._lock = threading.Lock()
        self._seen: Snapshot | None = None
        self._fresh_until = 0.0

    def snapshot(self) -> Snapshot:
        """Raises :class:`IndexUnavailableError`."""
        seen = self._seen
        if seen is not None and self._clock() < self._fresh_until:
            return seen
        with patience.waiting():
            self._lock.acquire()
        try:
            seen = self._seen
            if seen is None or self._clock() >= self._fresh_until:
                self._seen = seen = self._look(seen)
                self._fresh_until = self._clock() + FRESH_SECONDS
            return seen
        finally:
            self._lock.release()

    def forget(self) -> None:
        """This process has changed the index."""
        self._fresh_until = 0.0

    def _look(self, seen: Snapshot | None) -> Snapshot:
        index = self._indexes.current()
        state = self._indexes.state(index) if index else None
        if index is None or state is None:
            raise IndexUnavailableError(Trouble.MISSING)
        if seen is not None and (seen.index, seen.state) == (index, state):
            return seen
        articles = found_or_missing(self._indexes.articles)
        if seen is not None and seen.index == index:
            remembered, routings = seen.remembered.after_change(articles), seen.routings
        else:
            remembered, routings = Remembered(articles), self._indexes.routings(index)
        return Snapshot(index, state, articles, routings, remembered)


def found_or_missing(ask: Callable[[], Answer]) -> Answer:
    """An answer of an index. Raises :class:`IndexUnavailableError` where there is none; one that
    was replaced in this moment is asked for again."""
    for _ in range(2):
        try:
            return ask()
        except exceptions.NotFoundError:
            pass
    raise IndexUnavailableError(Trouble.MISSING)


def _delete_index(api: Any, **options: Any) -> Any:
    return api.indices.delete(**options)


def _delete(api: Any, **options: Any) -> Any:
    return api.delete(**options)


def _shards_of(api: Any, **options: Any) -> Any:
    return api.search_shards(**options)


_SHARDS = "index.number_of_shards"
