"""The address from which a request came."""

from __future__ import annotations

from ipaddress import ip_network

import pytest
from django.test import RequestFactory

from newsarchive.proxies import client_address, client_network


@pytest.fixture
def proxies(settings):
    settings.TRUSTED_PROXIES = [
        ip_network(each) for each in ("127.0.0.1", "10.0.0.0/8", "2001:db8:9::/48")
    ]


def request(forwarded=None, remote="127.0.0.1"):
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    return RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote)


def test_it_is_that_of_the_connection():
    assert client_address(request(remote="192.0.2.7")) == "192.0.2.7"


def test_headers_that_anybody_can_send_do_not_count():
    assert client_address(request("198.51.100.9")) == "127.0.0.1"


def test_a_socket_without_addresses_has_none(proxies):
    bare = request("198.51.100.9")
    del bare.META["REMOTE_ADDR"]
    assert client_address(bare) == ""


@pytest.mark.parametrize(
    ("forwarded", "remote", "expected"),
    [
        (None, "127.0.0.1", "127.0.0.1"),
        ("198.51.100.9", "127.0.0.1", "198.51.100.9"),
        ("198.51.100.9", "192.0.2.7", "192.0.2.7"),
        ("198.51.100.9, 10.1.2.3", "127.0.0.1", "198.51.100.9"),
        ("203.0.113.5, 198.51.100.9, 10.1.2.3", "127.0.0.1", "198.51.100.9"),
        ("127.0.0.1, 198.51.100.9", "127.0.0.1", "198.51.100.9"),
        ("10.1.2.3, 10.1.2.4", "127.0.0.1", "10.1.2.3"),
        ("198.51.100.9:4711", "127.0.0.1", "198.51.100.9"),
        ("[2001:db8::7]:4711", "127.0.0.1", "2001:db8::7"),
        ("2001:DB8::7", "2001:db8:9::1", "2001:db8::7"),
        ("::ffff:198.51.100.9", "::ffff:127.0.0.1", "198.51.100.9"),
        ("198.51.100.9, nonsense", "127.0.0.1", "127.0.0.1"),
        ("198.51.100.9, unknown, 10.1.2.3", "127.0.0.1", "10.1.2.3"),
        ("198.51.100.9,", "127.0.0.1", "127.0.0.1"),
        ("", "127.0.0.1", "127.0.0.1"),
    ],
)
def test_the_nearest_address_that_is_no_trusted_proxy(proxies, forwarded, remote, expected):
    assert client_address(request(forwarded, remote)) == expected


@pytest.mark.parametrize(
    ("one", "other", "are_one"),
    [
        ("192.0.2.7", "192.0.2.7", True),
        ("192.0.2.7", "192.0.2.8", False),
        ("2001:db8:1:2::7", "2001:db8:1:2:ffff::1", True),
        ("2001:db8:1:2::7", "2001:db8:1:3::7", False),
        ("::ffff:192.0.2.7", "192.0.2.7", True),
        ("::ffff:192.0.2.7", "::ffff:192.0.2.8", False),
        ("", "192.0.2.7", False),
        ("not an address", "192.0.2.7", False),
    ],
)
def test_addresses_of_one_household_are_one(one, other, are_one):
    assert (client_network(request(remote=one)) == client_network(request(remote=other))) is are_one
