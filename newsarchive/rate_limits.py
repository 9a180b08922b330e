"""Rate limits per client address for expensive requests, and how often tokens are used on a day."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache, wraps
from pathlib import Path
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from articles.views.site.errors import too_many_requests
from newsarchive.daily_use import DailyUse
from newsarchive.request_rates import RequestRates

from .proxies import client_network

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

_USES = "token_uses"

_logger = logging.getLogger(__name__)


class Limit(StrEnum):
    """What is limited; the value is the setting with the number per minute."""

    SEARCHES = "SEARCHES_PER_MINUTE"
    SUGGESTIONS = "SUGGESTIONS_PER_MINUTE"
    PUSHES = "PUSHES_PER_MINUTE"
    HARVESTS = "HARVESTS_PER_MINUTE"
    API_READS = "API_READS_PER_MINUTE"
    API_TOKEN_READS = "API_TOKEN_READS_PER_MINUTE"
    RESETS = "RESETS_PER_MINUTE"


def rate_limited(
    limit: Limit, refusal: Callable[[HttpRequest, int], HttpResponse] = too_many_requests
) -> Callable[[View[P]], View[P]]:
    """Decorator: answers too many requests of a client with a refusal and Retry-After; never for
    staff."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            wait = seconds_to_wait(limit, client_network(request))
            if wait and not _is_staff(request):
                return refusal(request, wait)
            return view(request, *args, **kwargs)

        return answer

    return decorate


def seconds_to_wait(limit: Limit, client: str) -> int:
    """Count a request of a client; the seconds until it may come, if there were too many."""
    most: int = getattr(settings, limit)
    if not most:
        return 0
    try:
        rates = _rates(Path(settings.DATA_DIR) / "request_rates", settings.SECRET_KEY)
        wait = rates.wait(f"{limit}\0{client}", most, time.time())
    except OSError as error:
        # Do not refuse readers because the disk is full.
        _logger.warning("Requests cannot be counted: %s", error)
        return 0
    return math.ceil(wait)


def seconds_until_more(token: int, now: datetime, most: int | None) -> int:
    """Count a use of a token that may be used ``most`` times on a day; the seconds until the next
    day, if it was used so often already."""
    try:
        is_admitted = _daily_use(Path(settings.DATA_DIR) / _USES).count(token, now.date(), most)
    except OSError as error:
        _logger.warning("Uses of tokens cannot be counted: %s", error)
        return 0
    return 0 if is_admitted else _seconds_left(now)


def uses_on(token: int, day: date) -> int:
    """How often a token was used on a day, as far as this machine has counted."""
    try:
        return _daily_use(Path(settings.DATA_DIR) / _USES).used(token, day)
    except OSError:
        return 0


def _seconds_left(now: datetime) -> int:
    """Those of a day, in its time zone."""
    morrow = datetime.combine(now.date() + timedelta(days=1), datetime.min.time(), now.tzinfo)
    return math.ceil((morrow - now).total_seconds())


def _is_staff(request: HttpRequest) -> bool:
    """Takes a database query, so it runs only if a request would be refused."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and bool(
        getattr(request.user, "is_staff", False)
    )


@cache
def _daily_use(file: Path) -> DailyUse:
    return DailyUse(file)


@cache
def _rates(file: Path, secret: str) -> RequestRates:
    return RequestRates(file, secret.encode())
