"""Whose token a request has, and how often it may come."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import ApiToken
from articles.models.api_tokens import Scope
from newsarchive.proxies import client_network
from newsarchive.rate_limits import Limit, seconds_to_wait, seconds_until_more

from .problems import Problem


def token_of(request: HttpRequest, scope: Scope, limit: Limit) -> ApiToken:
    """The token of a request, if it is in force, may be used for this, and not too often.

    Requests without one are counted by address, so that nobody can try words without end. Raises
    :class:`.problems.Problem`.
    """
    kind, _space, text = request.headers.get("Authorization", "").partition(" ")
    token = ApiToken.objects.of(text.strip()) if kind.lower() == "bearer" else None
    _count(limit, f"token {token.pk}" if token else client_network(request))
    if token is None:
        raise Problem(
            HTTPStatus.UNAUTHORIZED,
            "no_token",
            _("A token in force is needed: “Authorization: Bearer …”. Staff make them."),
            {"WWW-Authenticate": "Bearer"},
        )
    if not token.may(scope):
        raise Problem(
            HTTPStatus.FORBIDDEN,
            "not_allowed",
            _("This token is not for this, or its owner no longer has the right."),
        )
    if wait := seconds_until_more(token.pk, timezone.localtime(), token.daily_quota):
        sentence = _("This token was used %(most)s times today, and may not be used more often.")
        raise _too_many("quota_used", sentence % {"most": token.daily_quota}, wait)
    token.use(timezone.now())
    return token


def count_reader(request: HttpRequest) -> None:
    """Count a request that reads: of a token, which must be in force and for this, or else of an
    address. Raises :class:`.problems.Problem`."""
    if has_token(request):
        token_of(request, Scope.READ, Limit.API_TOKEN_READS)
    else:
        _count(Limit.API_READS, client_network(request))


def has_token(request: HttpRequest) -> bool:
    """Whether a request comes with a token; whether that is in force, :func:`token_of` tells."""
    return "Authorization" in request.headers


def _count(limit: Limit, sender: str) -> None:
    if wait := seconds_to_wait(limit, sender):
        sentence = _("There were too many requests within a minute. Please wait, then go on.")
        raise _too_many("too_many_requests", sentence, wait)


def _too_many(code: str, sentence: str, wait: int) -> Problem:
    headers = {"Retry-After": str(wait)}
    return Problem(HTTPStatus.TOO_MANY_REQUESTS, code, sentence, headers)
