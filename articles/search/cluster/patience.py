"""How long a request may wait for the cluster, all its calls together.

Each call has a limit of its own (:mod:`.client`); a cluster that is slow and still answers would
make a request wait for several of them, one after the other. Commands and workers have no such
bound: they wait for as many calls as their work takes.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.signals import request_finished, request_started


class _Waited(threading.local):
    """What the request that this thread answers has waited, in seconds."""

    is_request = False
    seconds = 0.0


_waited = _Waited()


def connect() -> None:
    """Start counting with each request. Called once, when the app is ready."""
    request_started.connect(_begin, dispatch_uid="search.patience")
    request_finished.connect(_end, dispatch_uid="search.patience")


def wait_anew() -> None:
    """An answer is streamed, and its next part may take as long as the first."""
    _waited.seconds = 0.0


def left(limit: float) -> float:
    """Of so many seconds, those that the request has still; all of them outside of a request."""
    return limit - _waited.seconds if _waited.is_request else limit


@contextmanager
def waiting() -> Iterator[None]:
    """What is waited for in the context."""
    start = time.monotonic()
    try:
        yield
    finally:
        _waited.seconds += time.monotonic() - start


def _begin(**kwargs: Any) -> None:
    _waited.is_request, _waited.seconds = True, 0.0


def _end(**kwargs: Any) -> None:
    _waited.is_request = False
