"""Signing in at another server, which says who somebody is (OpenID Connect, authorization code with
PKCE).

It makes no accounts. Whoever signs in for the first time is the one active member of the staff with
the e-mail address that the server has verified; from then on the server's own name for the person
(its issuer and ``sub``) tells who it is. A second factor is asked for as after a password.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import cache
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from articles.fetching.addresses import target_of
from articles.fetching.failures import FetchError
from articles.fetching.request import Rules, request
from articles.models import SignInName

_ALGORITHMS = ["RS256", "PS256", "ES256"]
_SCOPE = "openid email profile"
_KEPT_SECONDS = 600
_LEEWAY = 60


class SignOnError(Exception):
    """The server's answer cannot be used; the message is for the log."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One way to the other server and back; kept in the session meanwhile."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def new(cls) -> Attempt:
        return cls(*(secrets.token_urlsafe(32) for _number in range(3)))

    @property
    def challenge(self) -> str:
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def address_to(attempt: Attempt, back: str) -> str:
    """Where to send a person. Raises :class:`SignOnError`."""
    asked = {
        "response_type": "code",
        "client_id": settings.OIDC_CLIENT_ID,
        "redirect_uri": back,
        "scope": _SCOPE,
        "state": attempt.state,
        "nonce": attempt.nonce,
        "code_challenge": attempt.challenge,
        "code_challenge_method": "S256",
    }
    address = str(_endpoint("authorization_endpoint"))
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"


def user_of(attempt: Attempt, code: str, back: str) -> Any:
    """Who has come back with a code; None for nobody of the staff. Raises :class:`SignOnError`."""
    claims = _claims(attempt, _token_for(attempt, code, back))
    names = {"issuer": settings.OIDC_ISSUER, "subject": claims["sub"]}
    known = SignInName.objects.filter(**names).select_related("user").first()
    if known is not None:
        return known.user if known.user.is_active and known.user.is_staff else None
    user = _by_address(claims)
    if user is not None:
        SignInName.objects.create(user=user, **names)
    return user


def _by_address(claims: dict[str, Any]) -> Any:
    """The one member of the staff with a verified address, who has no other name there yet."""
    address = str(claims.get("email") or "")
    if not address or claims.get("email_verified") is not True:
        return None
    staff = get_user_model()._default_manager.filter(is_active=True, is_staff=True)
    found = list(staff.filter(email__iexact=address)[:2])
    if len(found) != 1:
        return None
    has_other = SignInName.objects.filter(user=found[0], issuer=settings.OIDC_ISSUER).exists()
    return None if has_other else found[0]


def _token_for(attempt: Attempt, code: str, back: str) -> str:
    client = f"{quote(settings.OIDC_CLIENT_ID, '')}:{quote(settings.OIDC_CLIENT_SECRET, '')}"
    headers = {
        "Authorization": f"Basic {base64.b64encode(client.encode()).decode()}",
        "Content-Type": "application/x-www-form-urlencoded",
        "Accept": "application/json",
    }
    sent = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "code_verifier": attempt.verifier,
    }
    told = _asked(str(_endpoint("token_endpoint")), headers, urlencode(sent).encode())
    return str(told.get("id_token") or "")


def _claims(attempt: Attempt, token: str) -> dict[str, Any]:
    """What the server says of a person, once all of it is checked."""
    expected: dict[str, Any] = {
        "iss": {"essential": True, "value": settings.OIDC_ISSUER},
        "aud": {"essential": True, "value": settings.OIDC_CLIENT_ID},
        "nonce": {"essential": True, "value": attempt.nonce},
        "sub": {"essential": True},
        "exp": {"essential": True},
    }
    try:
        keys = KeySet.import_key_set(_asked(str(_endpoint("jwks_uri"))))  # type: ignore[arg-type]
        claims = jwt.decode(token, keys, algorithms=_ALGORITHMS).claims
        jwt.JWTClaimsRegistry(leeway=_LEEWAY, **expected).validate(claims)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise SignOnError(f"{type(error).__name__}: {error}") from error
    if claims.get("azp", settings.OIDC_CLIENT_ID) != settings.OIDC_CLIENT_ID:
        raise SignOnError("azp")
    return {**claims, "sub": str(claims["sub"])[: SignInName.LONGEST]}


def _endpoint(name: str) -> object:
    """An address of the server, which tells its addresses itself."""
    key = f"oidc-{settings.OIDC_ISSUER}"
    told = cache.get(key)
    if told is None:
        told = _asked(f"{settings.OIDC_ISSUER.rstrip('/')}/.well-known/openid-configuration")
        if told.get("issuer") != settings.OIDC_ISSUER:
            raise SignOnError(f"issuer {told.get('issuer')}")
        cache.set(key, told, _KEPT_SECONDS)
    if name not in told:
        raise SignOnError(name)
    return told[name]


def _asked(
    address: str, headers: dict[str, str] | None = None, body: bytes | None = None
) -> dict[str, Any]:
    """The JSON at an address. The operator has named the server: it may be of this network."""
    rules = Rules(settings.FETCH_AGENT, seconds=15, most_bytes=1 << 20, allows_private=True)
    try:
        answer = request(target_of(address), rules, headers, body=body)
        told = json.loads(answer.body)
    except (FetchError, ValueError) as error:
        raise SignOnError(f"{address}: {error}") from error
    if answer.status != 200 or not isinstance(told, dict):
        raise SignOnError(f"{address}: status {answer.status}")
    return told
