"""How an index is kept: what each engine implements beside :mod:`.protocol`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any, Protocol

from articles.search.engine.findings import Finding
from articles.search.engine.health import Health
from articles.search.engine.protocol import IndexState


class Engine(Protocol):
    """Keeps and searches the index of this archive."""

    def exists(self) -> bool:
        """Whether there is an index."""

    def version(self) -> tuple[Any, ...]:
        """A value that changes when searches see another state."""

    def reading(self) -> AbstractContextManager[IndexState]:
        """The latest state; in the context the engine's own errors become
        :class:`.troubles.IndexUnavailableError`."""

    def answering(self) -> AbstractContextManager[None]:
        """Converts the engine's own errors likewise, while it is written."""

    def update(self, *, wait: bool = True) -> None:
        """Apply what has changed. Raises :class:`.troubles.StaleIndexError`; without ``wait`` this
        returns at once if another process of this machine is writing."""

    def rebuild(self, *, workers: int, advance: Callable[[int], None]) -> None:
        """Build the index anew, while searches go on. Raises :class:`filelock.Timeout` where
        another process of this machine is doing so."""

    def changes_behind(self) -> int:
        """About how many entries of the change log it lacks. Raises like :meth:`update`."""

    def health(self) -> Health:
        """How it stands."""

    def compare(self, *, advance: Callable[[int], None]) -> Iterator[Finding]:
        """Every difference from the database."""

    def warnings(self) -> Iterator[tuple[str, str, str]]:
        """What is wrong before it is used: sentence, what mends it, and the check's identifier."""
