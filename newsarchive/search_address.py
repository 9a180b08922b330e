"""The address of a search cluster: ``https://user:password@host:9200,host2:9200/name?ca=FILE``.

Parameters: ``ca`` (file of the authority that signed the certificates), ``shards`` and ``replicas``
(of an index that is built from now on).
"""

from __future__ import annotations

import re
import ssl
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

PORT = 9200

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")
_HOST = re.compile(r"(?P<host>\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::(?P<port>[0-9]{1,5}))?")
_MOST = {"shards": (1, 1024), "replicas": (0, 20)}


@dataclass(frozen=True, slots=True)
class SearchAddress:
    """Where a search cluster is, and the name of this archive's index there."""

    hosts: tuple[tuple[str, int], ...]
    name: str
    is_encrypted: bool
    user: str = ""
    password: str = field(default="", repr=False)
    authority: str = ""
    """File of certificates; empty for those that this machine trusts."""
    shards: int = 1
    replicas: int = 1

    @property
    def shown(self) -> str:
        """Hosts and name, without password."""
        return f"{','.join(f'{host}:{port}' for host, port in self.hosts)}/{self.name}"


def read_search_address(value: str) -> SearchAddress:
    """Raises ValueError, which says what is wrong without repeating a password."""
    scheme, separator, rest = value.partition("://")
    if scheme not in ("http", "https") or not separator:
        raise ValueError("it must begin with https:// or http://")
    authority = re.split("[/?#]", rest, maxsplit=1)[0]
    credentials, _, hosts = authority.rpartition("@")
    user, has_password, password = credentials.partition(":")
    if credentials and not (user and has_password):
        raise ValueError("before @ it needs user:password")
    parts = urlsplit(f"{scheme}://host{rest[len(authority) :]}")
    name = parts.path.strip("/")
    if not _NAME.fullmatch(name):
        raise ValueError("after the hosts it needs /name, in a-z, 0-9, - and _")
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    if parts.fragment or not options.keys() <= {"ca", *_MOST}:
        raise ValueError("it takes no parameters but ca, shards and replicas")
    file = options.get("ca", "")
    if "ca" in options and not (scheme == "https" and Path(file).is_file()):
        raise ValueError("ca must name a file that exists, and https is needed for it")
    try:
        ssl.create_default_context(cafile=file or None)
    except (OSError, ssl.SSLError):
        raise ValueError("ca must name a file of certificates") from None
    return SearchAddress(
        tuple(_host(each) for each in hosts.split(",")),
        name,
        scheme == "https",
        unquote(user),
        unquote(password),
        file,
        *(_number(option, options.get(option, "1")) for option in _MOST),
    )


def _host(text: str) -> tuple[str, int]:
    found = _HOST.fullmatch(text.strip())
    port = int(found["port"] or PORT) if found else 0
    if not found or not 0 < port < 65_536:
        raise ValueError("its hosts must be host:port, parted by commas")
    return found["host"].strip("[]"), port


def _number(option: str, text: str) -> int:
    first, last = _MOST[option]
    if not (text.isascii() and text.isdecimal() and first <= int(text) <= last):
        raise ValueError(f"{option} must be a number from {first} to {last}")
    return int(text)
