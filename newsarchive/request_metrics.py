"""Counts requests for Prometheus, over all processes of this server.

Each process writes its counts into a file of its own below the data folder, which outlives it:
counts never fall before the folder is emptied, when the server starts.
"""

from __future__ import annotations

import os
import shutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry, Counter, Histogram

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The environment variable by which the library finds the folder, as it is imported."""

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
"""Upper bounds of the buckets."""

METHODS = frozenset({"GET", "HEAD", "POST"})

NOBODYS = "newsarchive.nobodys"
"""A key of the WSGI environment, which no client can set: the server itself has made the request
(:mod:`newsarchive.warming`). It is neither logged nor counted."""


def begin_anew() -> None:
    """Forget what earlier runs of the server have counted."""
    shutil.rmtree(_folder(), ignore_errors=True)


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "metrics"


@cache
def _requests() -> Histogram:
    folder = Path(os.environ.setdefault(FOLDER, str(_folder())))
    folder.mkdir(parents=True, exist_ok=True)
    # Here, because the library chooses by the variable, as it is imported, how it counts.
    from prometheus_client import Histogram

    return Histogram(
        "newsarchive_request_seconds",
        "Requests, by page, method and status, with the seconds until the answer began.",
        ["page", "method", "status"],
        buckets=SECONDS,
    )


@cache
def _kept_pages() -> Counter:
    _requests()
    from prometheus_client import Counter

    return Counter(
        "newsarchive_kept_pages",
        "Pages that were asked for in the cache of pages, by whether they were there.",
        ["result"],
    )


def _is_watched() -> bool:
    return bool(settings.METRICS_TOKEN or settings.METRICS_PORT)


def count_kept_page(request: HttpRequest, *, is_kept: bool) -> None:
    """Count a look into the cache of pages, if anybody watches."""
    if _is_watched() and NOBODYS not in request.META:
        _kept_pages().labels("hit" if is_kept else "miss").inc()


def count(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
    """Count a request that was answered, if anybody watches."""
    if not _is_watched():
        return
    match = request.resolver_match
    # Names of pages are few; addresses that nobody serves would be without number.
    page = (match.view_name or match.route) if match else "nowhere"
    method = request.method if request.method in METHODS else "other"
    _requests().labels(page, method, str(response.status_code)).observe(seconds)


def registry() -> CollectorRegistry:
    """A registry with what all processes have counted."""
    _requests()
    from prometheus_client import CollectorRegistry
    from prometheus_client.multiprocess import MultiProcessCollector

    found = CollectorRegistry()
    MultiProcessCollector(found)  # type: ignore[no-untyped-call]
    return found
