"""Database routing: readers' pages read from replicas, everything else uses the primary.

A request may use a replica if it cannot depend on its own writes: it only reads, and nobody is
signed in. It is answered from one replica, so that all parts of a page and its ETag show one state.
Everything else (staff, commands, the worker, the search index, and all work with a lock or in a
transaction) uses only the primary.
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
"""The replica of the current request; None for the primary."""

_PRIMARY_ONLY = ("/admin/", "/readyz", "/healthz")

_logger = logging.getLogger(__name__)


@contextmanager
def reading_from(alias: str) -> Iterator[None]:
    """Read models from a replica inside this context."""
    token = _read_from.set(alias)
    try:
        yield
    finally:
        _read_from.reset(token)


class ReplicaRouter:
    """The database router, which Django asks for every query."""

    def db_for_read(self, model: type[models.Model], **hints: Any) -> str:
        alias = _read_from.get()
        if alias is None or connections[DEFAULT_DB_ALIAS].in_atomic_block:
            return DEFAULT_DB_ALIAS
        return alias

    def db_for_write(self, model: type[models.Model], **hints: Any) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: models.Model, other: models.Model, **hints: Any) -> bool:
        return True  # all have the same data

    def allow_migrate(self, alias: str, app_label: str, **hints: Any) -> bool:
        return alias == DEFAULT_DB_ALIAS


class ReplicasMiddleware:
    """Answers readers from a replica; if that fails, again from another one, and finally from the
    primary."""

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
    """A marker, never sent: the request must be answered from another database."""


def _may_be_behind(request: HttpRequest) -> bool:
    return (
        request.method in {"GET", "HEAD"}
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not request.path_info.startswith(_PRIMARY_ONLY)
    )


def _streamed_from(alias: str, content: Any) -> Iterator[bytes]:
    """A streaming answer, whose parts are produced after the middleware is done."""
    parts = iter(content)
    while True:
        with reading_from(alias):
            part = next(parts, None)
        if part is None:
            return
        yield part
