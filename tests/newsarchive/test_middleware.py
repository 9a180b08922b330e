"""What every answer of the site has in common."""

from __future__ import annotations

from ipaddress import ip_network

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from newsarchive.middleware import HeadWithoutBodyMiddleware, TrustedProxiesMiddleware

MAKERS = {
    "whole": lambda: HttpResponse("۱۲۳"),
    "stream": lambda: StreamingHttpResponse(["۱۲", "۳"]),
}


def answer(method, kind):
    request = getattr(RequestFactory(), method)("/")
    return HeadWithoutBodyMiddleware(lambda request: MAKERS[kind]())(request)


@pytest.mark.parametrize("kind", MAKERS)
def test_the_answer_to_head_has_no_body(kind):
    assert b"".join(answer("head", kind)) == b""
    assert b"".join(answer("get", kind)) == "۱۲۳".encode()


def test_the_answer_to_head_tells_the_length_that_get_would_have():
    assert answer("head", "whole")["Content-Length"] == "6"
    assert "Content-Length" not in answer("head", "stream")


PROXIED = {
    "X-Forwarded-For": "198.51.100.9",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "https",
    "Forwarded": "for=198.51.100.9;proto=https",
}


def through_proxy(settings, remote):
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.0/8")]
    request = RequestFactory().get("/", headers=PROXIED, REMOTE_ADDR=remote)
    return TrustedProxiesMiddleware(lambda seen: seen)(request)


def test_a_trusted_proxy_says_how_it_was_reached(settings):
    request = through_proxy(settings, "10.0.0.2")
    assert request.is_secure()
    assert request.headers["X-Forwarded-For"] == "198.51.100.9"


def test_what_others_say_of_proxies_is_forgotten(settings):
    request = through_proxy(settings, "192.0.2.7")
    assert not request.is_secure()
    assert not {*PROXIED} & {*request.headers}
