"""The engine of several machines: an index in an OpenSearch cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import lru_cache

from django.utils.translation import gettext as _

from articles.search.cluster import client
from articles.search.cluster.indexes import Indexes, Watched
from articles.search.cluster.state import ClusterState
from articles.search.cluster.writing import ClusterWriter
from articles.search.engine.findings import COMPARED, Finding, article_findings, state_findings
from articles.search.engine.health import Condition, Health, health_at
from articles.search.engine.troubles import IndexUnavailableError, Trouble
from newsarchive.search_address import SearchAddress


class ClusterEngine:
    """Implements :class:`articles.search.engine.keeping.Engine`."""

    def __init__(self, address: SearchAddress) -> None:
        self._address = address
        self._readers = client.readers(address)
        self._watched = _watched(address)

    def exists(self) -> bool:
        return Indexes(self._readers).current() is not None

    def version(self) -> tuple[str | int, ...]:
        try:
            seen = self._watched.snapshot()
        except IndexUnavailableError as error:
            return (error.trouble,)
        return seen.index, seen.state.position

    @contextmanager
    def reading(self) -> Iterator[ClusterState]:
        yield self._state()

    def answering(self) -> AbstractContextManager[None]:
        return client.writers(self._address).answering()

    def update(self, *, wait: bool = True) -> None:
        of_caller = client.writers if wait else client.committers
        try:
            ClusterWriter(of_caller(self._address)).update(wait=wait)
        finally:
            self._watched.forget()

    def rebuild(self, *, workers: int, advance: Callable[[int], None]) -> None:
        try:
            writer = ClusterWriter(client.writers(self._address))
            writer.rebuild(workers=workers, advance=advance)
        finally:
            self._watched.forget()

    def changes_behind(self) -> int:
        return ClusterWriter(client.committers(self._address)).changes_behind()

    def health(self) -> Health:
        """Takes one query, another one if the index is behind, and at most every second two calls
        of the cluster."""
        try:
            state = self._watched.snapshot().state
        except IndexUnavailableError as error:
            is_missing = error.trouble is Trouble.MISSING
            return Health(Condition.MISSING if is_missing else Condition.UNREACHABLE)
        return health_at(state.position, is_of_today=state.is_of_today)

    def compare(self, *, advance: Callable[[int], None]) -> Iterator[Finding]:
        searched = self._state()
        yield from state_findings(self._watched.snapshot().state)

        def indexed(first: int, last: int | None) -> dict[int, list[tuple[int, ...]]]:
            return {pk: [values] for pk, values in searched.numbers(first, last, COMPARED)}

        yield from article_findings(indexed, advance)

    def warnings(self) -> Iterator[tuple[str, str, str]]:
        """A cluster that cannot be used, or whose index another release has built."""
        try:
            if trouble := client.check_cluster(self._readers):
                yield trouble, "", "articles.W010"
                return
            state = self._watched.snapshot().state
        except IndexUnavailableError as error:
            if error.trouble is not Trouble.MISSING:
                yield _("The search engine does not answer: %s") % error, "", "articles.W011"
            return
        if not state.is_of_today:
            yield (
                _("The search index was built by another release, or its state cannot be read."),
                _("Run “manage.py search_index --rebuild”. Until then, results may be incomplete."),
                "articles.W001",
            )

    def _state(self) -> ClusterState:
        return ClusterState(self._readers, self._address.name, self._watched.snapshot())


@lru_cache(maxsize=8)
def _watched(address: SearchAddress) -> Watched:
    return Watched(client.readers(address))
