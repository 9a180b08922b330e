"""Finds the replicas that can be used: those that answer and are not far behind.

Each process checks them itself, every few seconds and over separate connections, when a request is
about to read. The lag is measured against the primary if that answers; otherwise a replica that has
applied everything it received is good enough.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db import Error as DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper

ASKED_EVERY_SECONDS = 3.0
LEFT_OUT_SECONDS = 5.0
"""How long a failed replica is not asked again."""

_POSITION = "SELECT pg_current_wal_flush_lsn()"
_BEHIND = """
SELECT pg_is_in_recovery(),
       pg_wal_lsn_diff(coalesce(%s::pg_lsn, pg_last_wal_receive_lsn()), pg_last_wal_replay_lsn()),
       extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())::float8
"""

_logger = logging.getLogger(__name__)


class Condition(StrEnum):
    OK = "ok"
    LAGGING = "lagging"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Standing:
    """The condition of a replica at the last check; ``lag`` is in seconds, None if unknown."""

    condition: Condition
    lag: float | None = None


class Replicas:
    """What this process knows about its replicas. Can be shared between threads."""

    def __init__(self, aliases: Iterable[str], clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._asking = threading.Lock()
        self._primary = _Server(DEFAULT_DB_ALIAS)
        self._readable = {Condition.OK}
        self._replicas = [_Replica(alias) for alias in aliases]

    def readable(self) -> list[str]:
        """Aliases of the usable replicas in the order to try them; the first one rotates."""
        self._ask()
        found = [each for each in self._replicas if each.standing.condition in self._readable]
        random.shuffle(found)
        found.sort(key=lambda each: each.standing.condition is Condition.LAGGING)
        return [each.alias for each in found]

    def standings(self) -> dict[str, Standing]:
        """All of them, by alias."""
        self._ask()
        return {each.alias: each.standing for each in self._replicas}

    def leave_out(self, alias: str) -> None:
        """Do not use a replica that has just failed until the next check."""
        [replica] = [each for each in self._replicas if each.alias == alias]
        replica.standing = Standing(Condition.DOWN)
        replica.told = Condition.DOWN
        replica.next_time = self._clock() + LEFT_OUT_SECONDS

    def _ask(self) -> None:
        """Check those that are due; other threads use the known state meanwhile."""
        due = [each for each in self._replicas if each.next_time <= self._clock()]
        if not due or not self._asking.acquire(blocking=False):
            return
        try:
            position = self._position()
            # Without a primary, an old page is better than none.
            self._readable = {Condition.OK} if position else {Condition.OK, Condition.LAGGING}
            for replica in due:
                self._ask_one(replica, position)
        finally:
            self._asking.release()

    def _position(self) -> str | None:
        """The position of the primary's log; None while it does not answer."""
        if self._primary.next_time > self._clock():
            return None
        try:
            position: str = self._primary.row(_POSITION)[0]
        except DatabaseError:
            self._primary.next_time = self._clock() + LEFT_OUT_SECONDS
            return None
        return position

    def _ask_one(self, replica: _Replica, position: str | None) -> None:
        reason: object = ""
        try:
            replica.standing = replica.measured(position, self._clock)
        except DatabaseError as error:
            reason = error
            replica.standing = Standing(Condition.DOWN)
        condition = replica.standing.condition
        is_down = condition is Condition.DOWN
        replica.next_time = self._clock() + (LEFT_OUT_SECONDS if is_down else ASKED_EVERY_SECONDS)
        if condition is not replica.told:
            level = logging.INFO if condition is Condition.OK else logging.WARNING
            _logger.log(level, "%s is %s %s", replica.alias, condition, reason)
            replica.told = condition


@cache
def replicas() -> Replicas:
    """The replicas of the settings."""
    return Replicas(settings.REPLICAS)


class _Server:
    """A database server, asked over a connection that no request uses."""

    def __init__(self, alias: str) -> None:
        self.alias = alias
        self.next_time = 0.0
        self._connection: BaseDatabaseWrapper | None = None

    def row(self, query: str, *values: Any) -> tuple[Any, ...]:
        """The only row of a query's result. Raises database errors."""
        if self._connection is None:
            self._connection = connections.create_connection(self.alias)
            self._connection.inc_thread_sharing()
        # Checks, like the beginning of a request, whether the connection still works.
        self._connection.close_if_unusable_or_obsolete()
        with self._connection.cursor() as cursor:
            cursor.execute(query, values)
            row: tuple[Any, ...] = cursor.fetchone()
            return row


class _Replica(_Server):
    def __init__(self, alias: str) -> None:
        super().__init__(alias)
        self.standing = Standing(Condition.DOWN)
        self.told: Condition | None = None
        self._level_at: float | None = None

    def measured(self, position: str | None, clock: Callable[[], float]) -> Standing:
        """The lag behind a position of the primary, or behind what it received."""
        asked_at = clock()
        is_replica, behind, since_last_commit = self.row(_BEHIND, position)
        if not is_replica:
            raise DatabaseError("it is no replica, or no more")
        if behind is not None and behind <= 0:
            if position is not None:
                self._level_at = asked_at
            return Standing(Condition.OK, 0.0)
        # An upper bound: what it lacks was committed after its last transaction and after it was
        # last
        # level. The first alone would make it look late after each night without imports.
        bounds = [since_last_commit] if since_last_commit is not None else []
        if self._level_at is not None:
            bounds.append(asked_at - self._level_at)
        lag = max(min(bounds), 0.0) if bounds else None
        is_near = lag is not None and lag <= settings.REPLICA_MAX_LAG
        return Standing(Condition.OK if is_near else Condition.LAGGING, lag)
