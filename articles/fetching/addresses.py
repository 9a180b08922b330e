"""Web addresses as they are requested, and the machines behind them that may be asked."""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, urljoin, urlsplit

from .failures import Failure, FetchError

_PORTS = {"http": 80, "https": 443}
_NAT64 = IPv6Network("64:ff9b::/96")
_SAFE = "/%:=&?~+!$,;'@()*[]|"
_LONGEST = 4096
_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes. ``path`` has the query; all of it is ASCII."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        is_usual = self.port == _PORTS[self.scheme]
        return f"{self.scheme}://{host}" + ("" if is_usual else f":{self.port}")

    @property
    def address(self) -> str:
        return self.origin + self.path


def target_of(address: str, base: str = "") -> Target:
    """Read an address, or one that is relative to another. Raises :class:`.failures.FetchError`."""
    try:
        parts = urlsplit(urljoin(base, address.strip()))
        host = (parts.hostname or "").encode("idna").decode("ascii").lower()
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError as error:  # also of what no name of a host can be
        raise FetchError(Failure.BAD_ADDRESS, str(error)) from error
    path = quote(parts.path or "/", _SAFE)
    if parts.query:
        path += "?" + quote(parts.query, _SAFE)
    if (
        parts.scheme not in _PORTS
        or not _HOST.fullmatch(host)
        or parts.username is not None
        or not port
    ):
        raise FetchError(Failure.BAD_ADDRESS)
    if len(path) > _LONGEST:
        raise FetchError(Failure.BAD_ADDRESS)
    return Target(parts.scheme, host, port, path)


def machines_of(target: Target, *, allows_private: bool) -> list[str]:
    """The addresses of a host, of which the first that answers is asked.

    A host with any private address is refused as a whole, and a request goes to an address from
    here, not to the name: the name may lead elsewhere a moment later. Raises
    :class:`.failures.FetchError`.
    """
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise FetchError(Failure.UNREACHABLE, error.strerror or str(error)) from error
    machines = list(dict.fromkeys(str(each[4][0]) for each in found))
    if not allows_private:
        if target.port not in _PORTS.values():
            raise FetchError(Failure.BAD_ADDRESS)
        if not all(map(is_public, machines)):
            raise FetchError(Failure.PRIVATE_ADDRESS)
    return machines


def is_public(machine: str) -> bool:
    """Whether an address belongs to a machine of the internet and not to one of this network."""
    address = ip_address(machine.partition("%")[0])
    if isinstance(address, IPv6Address) and (inner := _inner(address)):
        address = inner
    return address.is_global and not address.is_multicast


def _inner(address: IPv6Address) -> IPv4Address | None:
    """The address of the older kind that one of IPv6 leads to."""
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if address.teredo:
        return address.teredo[1]
    return IPv4Address(address.packed[-4:]) if address in _NAT64 else None
