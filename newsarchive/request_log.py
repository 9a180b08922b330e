"""Logging of requests and of their slow queries."""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.conf import settings
from django.db import connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from . import request_metrics
from .logs import request_id

_requests = logging.getLogger("newsarchive.requests")
_queries = logging.getLogger("newsarchive.queries")

_SANE_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
"""A request id that is accepted from the client; others could make the log unreadable."""

LONGEST_QUERY = 2_000
"""How many characters of a query are logged."""


class RequestLogMiddleware:
    """Gives each request an id, or keeps the one it came with, and sends it with the answer.

    Logs one line per request, without its query string, to protect what readers search for. Logs
    slow queries.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request_metrics.NOBODYS in request.META:
            return self.get_response(request)
        said = request.headers.get("X-Request-ID", "")
        known = said if _SANE_ID.fullmatch(said) else uuid.uuid4().hex
        # Django logs errors after this has ended, and names the request.
        request.META["HTTP_X_REQUEST_ID"] = known
        token = request_id.set(known)
        try:
            began = time.perf_counter()
            with slow_queries_logged():
                response = self.get_response(request)
            response.headers["X-Request-ID"] = known
            seconds = time.perf_counter() - began
            _log(request, response, seconds)
            request_metrics.count(request, response, seconds)
        finally:
            request_id.reset(token)
        return response


def _log(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
    facts = {
        "method": request.method,
        "path": request.path,
        "status": response.status_code,
        "milliseconds": round(seconds * 1000),
    }
    _requests.info("%(method)s %(path)s %(status)s, %(milliseconds)s ms", facts, extra=facts)


@contextmanager
def slow_queries_logged() -> Iterator[None]:
    """Log queries inside this context that take ``SLOW_QUERY_MS`` or longer."""
    with ExitStack() as stack:
        if settings.SLOW_QUERY_MS:
            for connection in connections.all():
                stack.enter_context(connection.execute_wrapper(_timed))
        yield


def _timed(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    began = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        milliseconds = round((time.perf_counter() - began) * 1000)
        if milliseconds >= settings.SLOW_QUERY_MS:
            # Without its values, which may contain anything that people have typed.
            _queries.warning(
                "A query took %s ms: %s",
                milliseconds,
                sql[:LONGEST_QUERY],
                extra={"milliseconds": milliseconds},
            )
