"""The address from which a request came."""

from __future__ import annotations

from django.test import RequestFactory

from articles.views.client_address import client_address


def test_it_is_that_of_the_connection():
    assert client_address(RequestFactory().get("/", REMOTE_ADDR="192.0.2.7")) == "192.0.2.7"


def test_headers_that_anybody_can_send_do_not_count():
    request = RequestFactory().get("/", headers={"X-Forwarded-For": "198.51.100.9"})
    assert client_address(request) == "127.0.0.1"


def test_a_socket_without_addresses_has_none():
    request = RequestFactory().get("/")
    del request.META["REMOTE_ADDR"]
    assert client_address(request) == ""
