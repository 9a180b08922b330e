"""Conditional answers and cache headers of the public pages.

A page counts as changed if anything that it may show changes: articles and their parts, the search
index, the day, the release. One query tells whether the archive has changed; a browser with the
current page gets 304 without the page being rendered.
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

from articles.code_digest import release
from articles.models import (
    ArticleChange,
    Capture,
    EventState,
    ImportBatch,
    NameSet,
    ReuseState,
    Source,
)
from articles.search import index_version
from newsarchive import request_metrics

SECONDS_KEPT = 60
"""How long caches may keep a page: also how long hidden or erased articles may still be seen."""

LARGEST_KEPT = 256 * 1024
"""Largest page that this process caches, in bytes."""

READERS_LANGUAGE = ("Accept-Language", "Cookie")
"""Headers that decide the language if the address does not."""

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def public_page(*, varies_on: tuple[str, ...] = ()) -> Callable[[View[P]], View[P]]:
    """Decorator: adds ETag, Last-Modified and Cache-Control to public answers of a view.

    ``varies_on`` names request headers that change the answer. Clients with a session, and answers
    with a cookie, get private answers that are rendered each time and not kept by shared caches.
    A session cookie without a session costs one query, not a rendered page.
    Put it below ``require_safe``.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            has_cookie = settings.SESSION_COOKIE_NAME in request.COOKIES
            if settings.DEBUG or (has_cookie and request.session.keys()):
                return _private(view(request, *args, **kwargs))
            # A cookie of no session is answered from memory, too: anybody can send one.
            finish = _private if has_cookie else _public
            headers = _headers(request, varies_on)
            # Computed before the page is read: otherwise a change in between would be missed.
            known = _unchanged(request, headers)
            if known:
                return finish(known)
            # Never outdated: when anything changes, the tag changes too.
            kept = caches["pages"].get(headers["ETag"])
            request_metrics.count_kept_page(request, is_kept=kept is not None)
            if kept:
                return finish(_with_headers(request, kept, headers))
            response = view(request, *args, **kwargs)
            if _is_personal(request, response):
                return _private(response)
            _keep(response, headers["ETag"])
            return finish(_with_headers(request, response, headers))

        return answer

    return decorate


def archive_state() -> tuple[Any, ...]:
    """A value that changes when anything changes in the database that pages show.

    Articles and their parts change with the change log, captures with new rows, both written by one
    transaction at a time. An undo that changes no article is seen by its batch, which is counted
    and not only dated, because the clock may be set back. Other changes of editors (names of
    sources, equal names) are seen by the length of their history, and by its latest date if it was
    truncated.
    """
    # Read from the same database as the page: a replica may be behind the primary.
    with connections[router.db_for_read(ArticleChange)].cursor() as cursor:
        cursor.execute(_STATE)
        return (*cursor.fetchone(), *index_version())


def _state_query() -> str:
    def ask(expression: str, model: type[models.Model]) -> str:
        return f"(SELECT {expression} FROM {connection.ops.quote_name(model._meta.db_table)})"

    values = [
        ask("max(sequence)", ArticleChange),
        ask("max(id)", Capture),
        ask("max(finished_at)", ImportBatch),
        ask("max(changes)", EventState),
        ask("max(position)", ReuseState),
        ask("max(reached)", ReuseState),
        ask(f"sum(CASE WHEN state = '{ImportBatch.State.UNDONE}' THEN 1 END)", ImportBatch),
    ]
    for model in (Source, NameSet):
        values += [
            ask("count(*)", model.history.model),
            ask("max(history_date)", model.history.model),
        ]
    return f"SELECT {', '.join(values)}"


# In SQL, because Django takes much longer to compose the query than a database to answer it.
_STATE = _state_query()


class _FirstSeen:
    """When this process first saw the current state: nothing is newer than that.

    A later process may give a later time; none gives an earlier one for a later state.
    """

    def __init__(self) -> None:
        self._seen: tuple[Any, int] = (None, 0)
        self._said = 0

    def second(self, state: Any) -> int | None:
        """Seconds since 1970, rounded up; None within that second, because more may still
        change."""
        now = time.time()
        if self._seen[0] != state:
            # Later than the time of any other state, even if the clock was set back.
            self._seen = (state, max(math.ceil(now), self._said + 1))
        second = self._seen[1]
        if second > now:
            return None
        self._said = max(self._said, second)
        return second


_first_seen = _FirstSeen()


def _headers(request: HttpRequest, varies_on: tuple[str, ...]) -> dict[str, str]:
    """The headers of a public page."""
    state = (release(), settings.TIME_ZONE, timezone.localdate(), archive_state())
    # Absolute addresses, because pages contain their own.
    asked = [request.build_absolute_uri(), *(request.headers.get(name, "") for name in varies_on)]
    digest = hashlib.sha256(repr((state, asked)).encode("utf-8", "replace")).hexdigest()
    headers = {
        # Weak, because a proxy in front of this server may compress the page.
        "ETag": f'W/"{digest[:32]}"',
        "Cache-Control": f"public, max-age={SECONDS_KEPT}",
        # Also for 304, which GZipMiddleware does not touch.
        "Vary": ", ".join((*varies_on, "Accept-Encoding")),
    }
    second = _first_seen.second(state)
    if second is not None:
        headers["Last-Modified"] = http_date(second)
    return headers


def _unchanged(request: HttpRequest, headers: dict[str, str]) -> HttpResponseBase | None:
    """304 for a browser that sends the tag of the current page.

    The tag can only come from the page itself. "*" and dates prove less: the view must find out
    whether the page exists.
    """
    if request.headers.get("If-None-Match", "*") == "*":
        return None
    page = HttpResponse(headers=headers)
    answer = get_conditional_response(request, etag=headers["ETag"], response=page)
    is_known = answer is not None and answer.status_code == HTTPStatus.NOT_MODIFIED
    return answer if is_known else None


def shared(response: HttpResponseBase) -> HttpResponseBase:
    """An answer to programs that is the same for all: caches may keep it, pages of other sites may
    read it."""
    patch_cache_control(response, public=True, max_age=SECONDS_KEPT)
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _with_headers(
    request: HttpRequest, response: HttpResponseBase, headers: dict[str, str]
) -> HttpResponseBase:
    if response.status_code in {HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.GONE}:
        # Caches may keep such answers for ever, and an undo may bring a key back.
        patch_cache_control(response, public=True, max_age=SECONDS_KEPT)
    if response.status_code != HTTPStatus.OK:
        return response
    patch_vary_headers(response, headers["Vary"].split(", "))
    for name, value in headers.items():
        if name != "Vary":
            response.headers[name] = value
    modified = headers.get("Last-Modified")
    second = parse_http_date(modified) if modified else None
    # Streaming answers work too, despite the annotations of Django's stubs.
    page = cast(HttpResponse, response)
    return get_conditional_response(request, headers["ETag"], second, page) or page


def _keep(response: HttpResponseBase, tag: str) -> None:
    is_small = isinstance(response, HttpResponse) and len(response.content) <= LARGEST_KEPT
    if is_small and response.status_code == HTTPStatus.OK:
        caches["pages"].set(tag, response)


def _is_personal(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether the answer sets a cookie, or contains a token that belongs to one."""
    session = getattr(request, "session", None)
    return bool(
        response.cookies
        or request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        or (session is not None and session.modified)
    )


def _public(response: HttpResponseBase) -> HttpResponseBase:
    return response


def _private(response: HttpResponseBase) -> HttpResponseBase:
    patch_cache_control(response, private=True, no_cache=True)
    return response
