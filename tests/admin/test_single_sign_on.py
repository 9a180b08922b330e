"""Signing in at another server: a small one on loopback."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice
from joserfc import jwt
from joserfc.jwk import ECKey

from articles.models import AccountEvent, SignInName
from tests.admin.article_pages import make_editor
from tests.admin.authenticator import Authenticator
from tests.admin.test_second_factor import code_of

pytestmark = pytest.mark.django_db

INDEX, LOGIN = reverse("admin:index"), reverse("admin:login")
BEGIN, BACK = reverse("admin:single_sign_on"), reverse("admin:single_sign_on_back")
CODE, PAGE = reverse("admin:single_sign_on_code"), reverse("admin:second_factor")
ID, SECRET = "archive", "the secret of the archive"


@dataclass
class Provider:
    """Says of whoever comes what ``claims`` say; ``wrong`` changes what it has signed."""

    issuer: str
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "1"}))
    claims: dict[str, Any] = field(default_factory=dict)
    wrong: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    signs_with: ECKey | None = None

    def authorize(self, address: str) -> str:
        """Where it sends somebody who has signed in."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["response_type"] == "code" and "openid" in asked["scope"]
        code = f"code{len(self.codes)}"
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, headers: Any, sent: dict[str, str]) -> dict[str, str] | None:
        asked = self.codes.pop(sent["code"], None)
        given = base64.b64encode(f"{ID}:{SECRET.replace(' ', '%20')}".encode()).decode()
        digest = hashlib.sha256(sent["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if not asked or headers["Authorization"] != f"Basic {given}":
            return None
        if challenge != asked["code_challenge"] or sent["redirect_uri"] != asked["redirect_uri"]:
            return None
        now = int(time.time())
        told = {"iss": self.issuer, "aud": ID, "sub": "s1", "nonce": asked["nonce"],
                "iat": now, "exp": now + 300, **self.claims, **self.wrong}  # fmt: skip
        header = {"alg": "ES256", "kid": "1"}
        return {
            "id_token": jwt.encode(header, told, self.signs_with or self.key),
            "token_type": "Bearer",
        }


@pytest.fixture
def provider(settings) -> Iterator[Provider]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            issuer = found.issuer
            pages = {
                "/.well-known/openid-configuration": {
                    "issuer": issuer,
                    "authorization_endpoint": f"{issuer}/authorize",
                    "token_endpoint": f"{issuer}/token",
                    "jwks_uri": f"{issuer}/keys",
                },
                "/keys": {"keys": [found.key.as_dict(private=False)]},
            }
            self._answer(pages.get(self.path))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            sent = {name: values[0] for name, values in parse_qs(body).items()}
            self._answer(found.token(self.headers, sent))

        def _answer(self, told: Any) -> None:
            body = json.dumps(told).encode()
            self.send_response(200 if told else 400)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    cache.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        found = Provider(f"http://127.0.0.1:{server.server_address[1]}")
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        settings.OIDC_ISSUER, settings.OIDC_NAME = found.issuer, "ورود سازمانی"
        settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = ID, SECRET
        yield found
        server.shutdown()
    cache.clear()


@pytest.fixture
def editor():
    return User.objects.create_superuser("editor", "editor@paper.example", "a lantern here")


def sign_on(provider, client=None, **claims):
    client = client or Client()
    provider.claims = {"email": "editor@paper.example", "email_verified": True, **claims}
    there = client.get(BEGIN).url
    assert there.startswith(f"{provider.issuer}/authorize?")
    back = urlsplit(provider.authorize(there))
    client.get(f"{back.path}?{back.query}")
    return client


def is_in(client):
    return client.get(INDEX).status_code == 200


def test_who_has_an_account_comes_in_and_is_known_by_its_name_from_then_on(provider, editor):
    assert f'href="{BEGIN}"' in Client().get(LOGIN).text
    assert is_in(sign_on(provider))
    assert SignInName.objects.get().user == editor
    assert AccountEvent.objects.filter(kind="signed_in", name="editor").exists()
    # The address may change there, or be another's one day.
    assert is_in(sign_on(provider, email="moved@paper.example"))
    assert not is_in(sign_on(provider, sub="s2"))


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "stranger@paper.example"},
        {"email_verified": False},
        {"email_verified": "true"},
        {"email": ""},
    ],
)
def test_who_has_none_does_not(provider, editor, claims):
    client = sign_on(provider, **claims)
    assert not is_in(client) and not SignInName.objects.exists()
    assert "اینجا حسابی ندارید" in client.get(LOGIN).text


def test_accounts_that_are_closed_or_share_an_address_are_not_opened(provider, editor):
    User.objects.create_user("other", "EDITOR@paper.example", is_staff=True)
    assert not is_in(sign_on(provider))
    User.objects.filter(username="other").delete()
    assert is_in(sign_on(provider))
    User.objects.update(is_active=False)
    assert not is_in(sign_on(provider))


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://other.example"},
        {"aud": "another"},
        {"nonce": "x"},
        {"exp": 1},
        {"azp": "another"},
        {"aud": ["archive", "another"], "azp": "another"},
    ],
)
def test_what_is_not_meant_for_this_site_is_refused(provider, editor, wrong):
    provider.wrong = wrong
    assert not is_in(sign_on(provider))


def test_what_another_key_has_signed_is_refused(provider, editor):
    provider.signs_with = ECKey.generate_key("P-256", {"kid": "1"})
    assert not is_in(sign_on(provider))


def test_an_attempt_of_another_session_or_a_second_time_is_refused(provider, editor):
    provider.claims = {"email": "editor@paper.example", "email_verified": True}
    victim, attacker = Client(), Client()
    back = urlsplit(provider.authorize(attacker.get(BEGIN).url))
    address = f"{back.path}?{back.query}"
    victim.get(address)
    assert not is_in(victim)
    victim.get(BEGIN)
    victim.get(address)
    assert not is_in(victim)
    assert is_in(sign_on(provider, attacker))
    for bad in ("", "?code=x", "?state=x&code=x", "?error=access_denied"):
        assert Client().get(BACK + bad).url == LOGIN


def test_the_second_factor_is_asked_for_too(provider, editor):
    client = sign_on(provider)
    client.get(PAGE)
    client.post(PAGE, {"code": code_of(editor)})
    other = sign_on(provider)
    assert not is_in(other)
    assert other.post(CODE, {"code": "000000"}).status_code == 200 and not is_in(other)
    TOTPDevice.objects.update(throttling_failure_count=0, last_t=-1)
    assert other.post(CODE, {"code": code_of(editor)}).status_code == 302
    assert is_in(other)
    assert Client().get(CODE).url == LOGIN


def test_a_passkey_is_taken_for_the_second_factor_if_it_is_of_the_same_person(provider, editor):
    keys = []
    for user in (editor, make_editor(name="stranger")):
        client, key = Client(), Authenticator()
        client.force_login(user)
        options = client.get(reverse("admin:passkey_to_add")).text
        client.post(reverse("admin:second_factor"), {"passkey": key.made(options), "name": "x"})
        keys.append(key)
    client = sign_on(provider)
    assert not is_in(client)
    for key, status in zip(reversed(keys), (200, 302), strict=True):
        options = client.get(reverse("admin:passkey_to_sign_in")).text
        assert client.post(CODE, {"passkey": key.signed(options)}).status_code == status
    assert is_in(client)


def test_a_server_that_is_away_is_told(provider, editor, settings):
    settings.OIDC_ISSUER = "http://127.0.0.1:9"
    client = Client()
    assert client.get(BEGIN).url == LOGIN
    assert "ورود از آنجا انجام نشد" in client.get(LOGIN).text


def test_without_a_server_there_are_no_such_pages(client):
    for address in (BEGIN, BACK, CODE):
        assert client.get(address).status_code == 404
