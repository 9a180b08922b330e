"""Conditional answers and cache headers of the public pages.

A page changes when the archive changes in any way, and is new to a reader when anything on it may
be: articles and what stands beside them, the search index, the day, the release. One query tells
whether the archive has changed; a browser that has the page as it stands gets 304 for it, without
the page being made.
"""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec, cast

from django.conf import settings
from django.core.cache import caches
from django.db import connection, connections, models, router
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import http_date, parse_http_date

from articles.models import ArticleChange, Capture, ImportBatch, NameSet, Source
from articles.search import index_files

from .code_digest import release

SECONDS_KEPT = 60
"""How long a cache may answer by itself: also how long what was hidden or erased may be seen."""

LARGEST_KEPT = 256 * 1024
"""Bytes of a page that this process keeps for the next reader."""

READERS_LANGUAGE = ("Accept-Language", "Cookie")
"""Headers that say which language a reader wants, where the address does not."""

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def public_page(*, varies_on: tuple[str, ...] = ()) -> Callable[[View[P]], View[P]]:
    """Gives the answers of a view for everybody ETag, Last-Modified and Cache-Control.

    ``varies_on`` names request headers that change the answer. Whoever has a session gets answers
    of his own, which no shared cache keeps and which are made each time; so does whoever gets a
    cookie. Put it below ``require_safe``.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if settings.DEBUG or settings.SESSION_COOKIE_NAME in request.COOKIES:
                return _private(view(request, *args, **kwargs))
            headers = _headers(request, varies_on)
            # Before the page is read: were it read first, a change in between would be missed.
            known = _unchanged(request, headers)
            if known:
                return known
            # Made anew when anything changes: the tag is another then.
            kept = caches["pages"].get(headers["ETag"])
            if kept:
                return _with_headers(request, kept, headers)
            response = view(request, *args, **kwargs)
            if _is_personal(request, response):
                return _private(response)
            _keep(response, headers["ETag"])
            return _with_headers(request, response, headers)

        return answer

    return decorate


def archive_state() -> tuple[Any, ...]:
    """What differs from before as soon as anything in the database changes that pages show.

    Articles and their parts change with the change log, and captures with new rows, both written
    by one transaction at a time; an undo that leaves all articles alone ends with its batch, which
    is counted and not only dated: the clock may be set back. What editors change beside (names of
    sources, equal names) shows in the length of its history, and in the latest date where a history
    was cut short.
    """
    # From where the page will be read: a replica may not know yet what the primary does.
    with connections[router.db_for_read(ArticleChange)].cursor() as cursor:
        cursor.execute(_STATE)
        return (*cursor.fetchone(), *_index_state())


def _index_state() -> tuple[Any, ...]:
    """What differs as soon as searches see another index."""
    generation = index_files().current()
    if generation is None:
        return ()
    try:
        written = generation.meta.stat()
    except OSError:
        return ()
    return generation.folder.name, written.st_mtime_ns, written.st_ino


def _state_query() -> str:
    def ask(expression: str, model: type[models.Model]) -> str:
        return f"(SELECT {expression} FROM {connection.ops.quote_name(model._meta.db_table)})"

    values = [
        ask("max(sequence)", ArticleChange),
        ask("max(id)", Capture),
        ask("max(finished_at)", ImportBatch),
        ask(f"sum(CASE WHEN state = '{ImportBatch.State.UNDONE}' THEN 1 END)", ImportBatch),
    ]
    for model in (Source, NameSet):
        values += [
            ask("count(*)", model.history.model),
            ask("max(history_date)", model.history.model),
        ]
    return f"SELECT {', '.join(values)}"


# In SQL, since Django takes many times as long to compose the query as a database to answer it.
_STATE = _state_query()


class _FirstSeen:
    """When this process first met the present state of everything: nothing is older than that.

    A later process may say a later time; none says an earlier one for a later state.
    """

    def __init__(self) -> None:
        self._seen: tuple[Any, int] = (None, 0)
        self._said = 0

    def second(self, state: Any) -> int | None:
        """Seconds since 1970, rounded up; None in the second itself, when more may still change."""
        now = time.time()
        if self._seen[0] != state:
            # Later than what was said of another state, also where the clock was set back.
            self._seen = (state, max(math.ceil(now), self._said + 1))
        second = self._seen[1]
        if second > now:
            return None
        self._said = max(self._said, second)
        return second


_first_seen = _FirstSeen()


def _headers(request: HttpRequest, varies_on: tuple[str, ...]) -> dict[str, str]:
    """The headers that the answer has if it is a page for everybody."""
    state = (release(), settings.TIME_ZONE, timezone.localdate(), archive_state())
    # Whole addresses, since pages name their own.
    asked = [request.build_absolute_uri(), *(request.headers.get(name, "") for name in varies_on)]
    digest = hashlib.sha256(repr((state, asked)).encode("utf-8", "replace")).hexdigest()
    headers = {
        # Weak: what stands before this server may compress the page.
        "ETag": f'W/"{digest[:32]}"',
        "Cache-Control": f"public, max-age={SECONDS_KEPT}",
        # Also of 304, which GZipMiddleware leaves alone.
        "Vary": ", ".join((*varies_on, "Accept-Encoding")),
    }
    second = _first_seen.second(state)
    if second is not None:
        headers["Last-Modified"] = http_date(second)
    return headers


def _unchanged(request: HttpRequest, headers: dict[str, str]) -> HttpResponseBase | None:
    """304 for a browser that names the tag of the page as it stands.

    Nobody can have that tag but from the page itself. "*" and dates say less: whether there is
    such a page at all, the view has to find out.
    """
    if request.headers.get("If-None-Match", "*") == "*":
        return None
    page = HttpResponse(headers=headers)
    answer = get_conditional_response(request, etag=headers["ETag"], response=page)
    is_known = answer is not None and answer.status_code == HTTPStatus.NOT_MODIFIED
    return answer if is_known else None


def _with_headers(
    request: HttpRequest, response: HttpResponseBase, headers: dict[str, str]
) -> HttpResponseBase:
    if response.status_code in {HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.GONE}:
        # Caches keep these for as long as they like, and an undo may bring a key back.
        patch_cache_control(response, public=True, max_age=SECONDS_KEPT)
    if response.status_code != HTTPStatus.OK:
        return response
    patch_vary_headers(response, headers["Vary"].split(", "))
    for name, value in headers.items():
        if name != "Vary":
            response.headers[name] = value
    modified = headers.get("Last-Modified")
    second = parse_http_date(modified) if modified else None
    # Streams go through it as well, whatever the annotations of Django's stubs say.
    page = cast(HttpResponse, response)
    return get_conditional_response(request, headers["ETag"], second, page) or page


def _keep(response: HttpResponseBase, tag: str) -> None:
    is_small = isinstance(response, HttpResponse) and len(response.content) <= LARGEST_KEPT
    if is_small and response.status_code == HTTPStatus.OK:
        caches["pages"].set(tag, response)


def _is_personal(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether the answer brings a cookie, or holds a token that goes with one."""
    session = getattr(request, "session", None)
    return bool(
        response.cookies
        or request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        or (session is not None and session.modified)
    )


def _private(response: HttpResponseBase) -> HttpResponseBase:
    patch_cache_control(response, private=True, no_cache=True)
    return response
