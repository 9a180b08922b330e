"""Which addresses are requested, and which machines are asked."""

from __future__ import annotations

import socket

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from articles.fetching import addresses
from articles.fetching.addresses import Target, is_public, machines_of, target_of
from articles.fetching.failures import FetchError


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("http://news.example", "http://news.example/"),
        ("HTTPS://News.Example:443/a?b=c#d", "https://news.example/a?b=c"),
        ("http://news.example:81/", "http://news.example:81/"),
        (" https://news.example/خبر/۱?س=ب پ ", "https://news.example/%D8%AE%D8%A8%D8%B1/%DB%B1?"
         "%D8%B3=%D8%A8%20%D9%BE"),
        ("https://news.example/%D8%AE?a=%20", "https://news.example/%D8%AE?a=%20"),
        ("http://خبر.example/", "http://xn--ngblk.example/"),
        ("http://[2001:db8::1]:81/", "http://[2001:db8::1]:81/"),
    ],
)  # fmt: skip
def test_an_address_is_read_as_it_is_requested(address, expected):
    assert target_of(address).address == expected


@pytest.mark.parametrize(
    "address",
    [
        "",
        "news.example",
        "file:///etc/passwd",
        "ftp://news.example/",
        "gopher://127.0.0.1:11211/_x",
        "http://",
        "http:///path",
        "http://user:word@news.example/",
        "http://@127.0.0.1/",
        "http://news.example:99999/",
        "http://[::1/",
        "http:// 0/",
        "http://news.example,other.example/",
        'http://"news".example/',
        "http://[fe80::1%eth 0]/",
        "http://" + "a" * 64 + ".example/",
        "http://news.example/" + "a" * 5000,
    ],
)
def test_what_is_no_address_to_fetch_is_refused(address):
    with pytest.raises(FetchError, match="bad_address"):
        target_of(address)


@example("// 0")
@given(st.text(max_size=60) | st.text("htps:/[]@.%#?1a\\ \r\n", max_size=30))
@settings(max_examples=200)
def test_any_text_is_an_address_of_visible_ascii_or_refused(text):
    try:
        target = target_of(text, base="https://news.example/a/")
    except FetchError:
        return
    assert target.address.isascii() and target.address.isprintable()
    assert " " not in target.address
    assert target_of(target.address) == target


@pytest.mark.parametrize(
    "machine",
    [
        "127.0.0.1",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
        "2002:a00:1::",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
    ],
)
def test_machines_of_this_network_are_not_public(machine):
    assert not is_public(machine)


@pytest.mark.parametrize("machine", ["93.184.216.34", "2606:4700::1111", "64:ff9b::5db8:d822"])
def test_machines_of_the_internet_are_public(machine):
    assert is_public(machine)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "2130706433", "0x7f000001", "127.1", "localhost", "::1", "0"]
)
def test_a_private_machine_is_found_under_each_of_its_spellings(host):
    with pytest.raises(FetchError, match="private_address"):
        machines_of(Target("http", host, 80, "/"), allows_private=False)


def test_a_name_with_one_private_machine_is_refused(monkeypatch):
    found = [(0, 0, 0, "", (each, 80)) for each in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(addresses.socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(FetchError, match="private_address"):
        machines_of(Target("http", "news.example", 80, "/"), allows_private=False)


def test_other_ports_than_those_of_the_web_are_refused(monkeypatch):
    found = [(0, 0, 0, "", ("93.184.216.34", 22))]
    monkeypatch.setattr(addresses.socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(FetchError, match="bad_address"):
        machines_of(Target("http", "news.example", 22, "/"), allows_private=False)


def test_a_name_that_nobody_has_cannot_be_reached(monkeypatch):
    def fail(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "unknown")

    monkeypatch.setattr(addresses.socket, "getaddrinfo", fail)
    with pytest.raises(FetchError, match="unreachable: unknown"):
        machines_of(Target("http", "none.example", 80, "/"), allows_private=False)
