"""The client address of a request."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The client's address; empty on a socket without addresses.

    It is the address of the connection, unless that is one of ``TRUSTED_PROXIES``: then it is the
    last address in X-Forwarded-For that is not a trusted proxy. Everything before it in that header
    came from the client, who can write anything there.
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
    """Whether the settings trust what this address says about other addresses."""
    parsed = _read(address)
    return parsed is not None and any(parsed in network for network in settings.TRUSTED_PROXIES)


def client_network(request: HttpRequest) -> str:
    """The client's address; for IPv6 the first address of its /64, which one client usually
    owns."""
    address = client_address(request)
    parsed = _read(address)
    if isinstance(parsed, IPv6Address):
        return str(IPv6Network((parsed.packed, 64), strict=False).network_address)
    return address if parsed is None else str(parsed)


def _read(text: str) -> IPv4Address | IPv6Address | None:
    """The address without a port, which some proxies add; IPv4-mapped addresses as IPv4."""
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
