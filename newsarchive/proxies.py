"""The address from which a request came."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address of whoever sent the request; empty on a socket without addresses.

    That is whoever is connected to this server, unless it is one of ``TRUSTED_PROXIES``: then it is
    the nearest address of X-Forwarded-For that is no such proxy. What stands before it in that
    header came from the sender, who can write there what he likes.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    while hops and is_trusted_proxy(address):
        said = _read(hops.pop())
        if said is None:
            break
        address = str(said)
    return address


def is_trusted_proxy(address: str) -> bool:
    """Whether settings trust what comes from this address about other addresses."""
    parsed = _read(address)
    return parsed is not None and any(parsed in network for network in settings.TRUSTED_PROXIES)


def client_network(request: HttpRequest) -> str:
    """The client's address; of version 6 the first of its /64, which one client has as a whole."""
    address = client_address(request)
    parsed = _read(address)
    if isinstance(parsed, IPv6Address):
        return str(IPv6Network((parsed.packed, 64), strict=False).network_address)
    return address if parsed is None else str(parsed)


def _read(text: str) -> IPv4Address | IPv6Address | None:
    """An address, where some proxies add a port to it; one of version 4 as itself."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        parsed = ip_address(text)
    except ValueError:
        return None
    return getattr(parsed, "ipv4_mapped", None) or parsed
