"""What is answered while the database does not."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from articles.views.errors import unavailable

_logger = logging.getLogger(__name__)


class DatabaseAwayMiddleware:
    """Asks to come again in a while when a view failed because the database is away.

    Other errors of the database are errors of ours, and stay that.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, OperationalError | InterfaceError) or _is_there():
            return None
        _logger.error("The database does not answer: %s", exception)
        return unavailable(request)


def _is_there() -> bool:
    return connection.connection is not None and connection.is_usable()
