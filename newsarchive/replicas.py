"""Who reads from which database: readers' pages from replicas, everything else from the primary.

A request may read from replicas when nothing it reads can be news of its own: it only reads, and
comes from nobody who is signed in. It is answered from one replica, so that all parts of a page and
its ETag are of one state. Outside of such requests (staff, commands, the worker, the search index,
and whatever is done with a lock or in a transaction) there is the primary alone.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connections, models
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from newsarchive.replica_health import replicas

_read_from: ContextVar[str | None] = ContextVar("read_from", default=None)
"""The replica that the request at hand is answered from; None for the primary."""

_PRIMARY_ONLY = ("/admin/", "/readyz", "/healthz")

_logger = logging.getLogger(__name__)


@contextmanager
def reading_from(alias: str) -> Iterator[None]:
    """Within this, models are read from a replica."""
    token = _read_from.set(alias)
    try:
        yield
    finally:
        _read_from.reset(token)


class ReplicaRouter:
    """Django asks it for every query which database it goes to."""

    def db_for_read(self, model: type[models.Model], **hints: Any) -> str:
        alias = _read_from.get()
        if alias is None or connections[DEFAULT_DB_ALIAS].in_atomic_block:
            return DEFAULT_DB_ALIAS
        return alias

    def db_for_write(self, model: type[models.Model], **hints: Any) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: models.Model, other: models.Model, **hints: Any) -> bool:
        return True  # all are the same data

    def allow_migrate(self, alias: str, app_label: str, **hints: Any) -> bool:
        return alias == DEFAULT_DB_ALIAS


class ReplicasMiddleware:
    """Answers readers from a replica; when that fails in the middle, anew from another, and in the
    end from the primary."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.REPLICAS:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        for alias in replicas().readable() if _may_be_behind(request) else ():
            with reading_from(alias):
                response = self.get_response(request)
            if isinstance(response, _ReplicaFailed):
                continue
            if isinstance(response, StreamingHttpResponse):
                response.streaming_content = _streamed_from(alias, response.streaming_content)
            return response
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        alias = _read_from.get()
        is_of_database = isinstance(exception, DatabaseError)
        if alias is None or not (is_of_database and connections[alias].errors_occurred):
            return None
        _logger.warning("%s failed: %s", alias, exception)
        if isinstance(exception, OperationalError | InterfaceError):
            replicas().leave_out(alias)
            connections[alias].close()
        return _ReplicaFailed()


class _ReplicaFailed(HttpResponse):
    """No answer for anybody: the request is to be answered from another database."""


def _may_be_behind(request: HttpRequest) -> bool:
    return (
        request.method in {"GET", "HEAD"}
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not request.path_info.startswith(_PRIMARY_ONLY)
    )


def _streamed_from(alias: str, content: Any) -> Iterator[bytes]:
    """Parts of an answer that are made while they are sent, after the middleware is done."""
    parts = iter(content)
    while True:
        with reading_from(alias):
            part = next(parts, None)
        if part is None:
            return
        yield part
