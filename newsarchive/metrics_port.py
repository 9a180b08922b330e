"""Metrics on a port of their own on the loopback address, which only this machine reaches: whoever
asks there needs neither a token nor a name of the site, and finds nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from django.db import close_old_connections

ADDRESS = "127.0.0.1"

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class MetricsPort:
    """A WSGI application that answers on one port by itself, and leaves the others to another."""

    def __init__(self, application: Application, port: int) -> None:
        self._application = application
        self._port = str(port)

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        # The server's own port: no header of a request changes it.
        if environ["SERVER_PORT"] != self._port:
            return self._application(environ, start_response)
        status, content_type, body = _answer(environ["PATH_INFO"])
        headers = [("Content-Type", content_type), ("Content-Length", str(len(body)))]
        start_response(f"{status.value} {status.phrase}", headers)
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]


def _answer(path: str) -> tuple[HTTPStatus, str, bytes]:
    if path != "/metrics":
        return HTTPStatus.NOT_FOUND, "text/plain", b""
    # Here, because views can only be loaded once Django is set up.
    from articles.views.site.metrics import exposition

    close_old_connections()
    try:
        content_type, body = exposition()
    finally:
        close_old_connections()
    return HTTPStatus.OK, content_type, body
