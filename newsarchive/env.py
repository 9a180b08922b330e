"""Strict readers of environment variables: an invalid value stops the start with a message.

Every reader takes the variable's name and a default, treats an unset and an empty variable alike,
and raises :class:`django.core.exceptions.ImproperlyConfigured` naming the variable, the value it
found and what it expects.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from .search_address import PORT, SearchAddress, read_search_address

Default = TypeVar("Default", Path, None)

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off"}


def _bad(name: str, value: str, expected: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(
        f"The environment variable {name} is {value!r}, but must be {expected}."
    )


def text(name: str, default: str) -> str:
    """The variable's text."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool) -> bool:
    """A switch: 1/true/yes/on or 0/false/no/off."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if value.lower() in _TRUE:
        return True
    if value.lower() in _FALSE:
        return False
    raise _bad(name, value, "on or off")


def choice(name: str, default: str, choices: Collection[str]) -> str:
    """One of some words."""
    value = text(name, default)
    if value not in choices:
        raise _bad(name, value, f"one of {', '.join(choices)}")
    return value


def number(name: str, default: int, *, minimum: int) -> int:
    """A whole number, at least ``minimum``."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    try:
        result = int(value)
    except ValueError:
        raise _bad(name, value, "a whole number") from None
    if result < minimum:
        raise _bad(name, value, f"a whole number of at least {minimum}")
    return result


def items(
    name: str, default: Sequence[str], check: Callable[[str], bool], expected: str
) -> list[str]:
    """A list separated by commas; each item must pass ``check``."""
    value = os.environ.get(name, "").strip()
    if not value:
        return list(default)
    found = [item.strip() for item in value.split(",") if item.strip()]
    for item in found:
        if not check(item):
            raise _bad(name, item, expected)
    return found


def origins(name: str) -> list[str]:
    """Origins such as ``https://archive.example``, separated by commas."""

    def is_origin(item: str) -> bool:
        try:
            parts = urlsplit(item)
        except ValueError:
            return False
        return parts.scheme in {"http", "https"} and bool(parts.netloc) and not parts.path

    return items(name, [], is_origin, "a list of origins such as https://archive.example")


def hosts(name: str, default: Sequence[str]) -> list[str]:
    """Host names without scheme, port or path, separated by commas."""
    return items(
        name,
        default,
        lambda item: not set(item) & set("/: ") or item.startswith("["),
        "a list of host names such as archive.example",
    )


def networks(name: str) -> list[IPv4Network | IPv6Network]:
    """Addresses and networks such as ``127.0.0.1`` and ``10.0.0.0/8``, separated by commas."""

    def is_network(item: str) -> bool:
        try:
            ip_network(item)
        except ValueError:
            return False
        return True

    expected = "a list of addresses and networks such as 127.0.0.1, 10.0.0.0/8"
    return [ip_network(item) for item in items(name, [], is_network, expected)]


def folder(name: str, default: Default) -> Path | Default:
    """A folder's absolute path; it need not exist yet."""
    value = os.environ.get(name, "").strip()
    path = Path(value).expanduser().resolve() if value else default
    if path is not None and path.exists() and not path.is_dir():
        raise _bad(name, str(path), "a folder")
    return path


def folders(name: str) -> list[Path]:
    """Absolute paths of existing folders, separated by commas."""
    found = items(name, [], lambda item: Path(item).is_absolute(), "a list of absolute paths")
    for item in found:
        if not Path(item).is_dir():
            raise _bad(name, item, "a list of folders that exist")
    return [Path(item).resolve() for item in found]


def time_zone(name: str, default: str) -> str:
    """A name of the IANA time zone database."""
    from zoneinfo import ZoneInfo

    value = text(name, default)
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise _bad(name, value, "a time zone such as Asia/Tehran") from None
    return value


def secret_key(name: str, file: Path) -> str:
    """The variable, otherwise the key in ``file``, created there once with mode 0600."""
    value = os.environ.get(name, "").strip()
    if value:
        if len(value) < 32:
            raise ImproperlyConfigured(f"{name} must have at least 32 characters.")
        return value
    try:
        return file.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        pass
    file.parent.mkdir(parents=True, exist_ok=True)
    # Written to a temporary file and linked into place, so that two processes that start together
    # share one key and neither reads half of it.
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(secrets.token_urlsafe(50))
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return file.read_text(encoding="ascii").strip()


def database(name: str, sqlite_file: Path) -> dict[str, Any]:
    """Django's settings of one database: ``sqlite:///path`` or
    ``postgres://user:word@host/name``."""
    value = os.environ.get(name, "").strip() or f"sqlite:///{sqlite_file}"
    scheme = value.partition(":")[0]
    if scheme == "sqlite":
        return _sqlite(name, value)
    if scheme in _POSTGRES:
        return _postgres(name, value, "a postgres:// or sqlite:// address")
    # The value may contain a password, so the message repeats only its scheme.
    raise _bad(name, f"{scheme}:…", "a postgres:// or sqlite:// address")


def replicas(name: str, primary: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Django's settings of the replicas of a PostgreSQL server, by alias: ``replica_1`` and on."""
    expected = "a list of postgres:// addresses, each with host and database, parted by commas"
    found = {}
    for number, value in enumerate(items(name, [], lambda item: True, expected), 1):
        scheme = value.partition(":")[0]
        if scheme not in _POSTGRES:
            raise _bad(name, f"{scheme}:…" if ":" in value else "…", expected)
        config = _postgres(name, value, expected)
        if not (config["HOST"] and config["NAME"]):
            raise _bad(name, f"{scheme}:…", expected)
        config["TEST"] = {"MIRROR": "default"}
        found[f"replica_{number}"] = config
    if found and primary["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured(
            f"{name} names replicas, but DATABASE_URL is SQLite, which has none."
        )
    return found


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mails are handed over; ``security`` is empty, "starttls" or "tls"."""

    host: str
    port: int
    user: str
    password: str
    security: str


def mail_server(name: str) -> MailServer | None:
    """A server for mails: ``smtp://user:password@host:587?tls=starttls`` or ``smtps://…``; None
    where there is none."""
    value = os.environ.get(name, "").strip()
    if not value:
        return None
    expected = "smtp://user:password@host:587?tls=starttls, or smtps://user:password@host"
    try:
        parts = urlsplit(value)
        port, host = parts.port, parts.hostname
    except ValueError:
        parts, port, host = urlsplit(""), None, None
    securities = {("smtp", ""): "", ("smtp", "tls=starttls"): "starttls", ("smtps", ""): "tls"}
    security = securities.get((parts.scheme, parts.query))
    if not host or security is None:
        # The value may contain a password, so the message repeats only its scheme.
        raise _bad(name, f"{value.partition(':')[0]}:…", expected)
    usual = {"": 25, "starttls": 587, "tls": 465}[security]
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return MailServer(host, port or usual, user, password, security)


def search_cluster(name: str) -> SearchAddress | None:
    """The address of a search cluster; None where the search index is embedded."""
    value = os.environ.get(name, "").strip()
    if not value:
        return None
    try:
        return read_search_address(value)
    except ValueError as error:
        # The value may contain a password, so the message repeats only its scheme.
        expected = f"https://user:password@host:{PORT},…/name: {error}"
        raise _bad(name, f"{value.partition(':')[0]}:…", expected) from None


def storage(name: str) -> dict[str, Any] | None:
    """One of Django's ``STORAGES``, as a JSON object: ``{"BACKEND": "…", "OPTIONS": {…}}``; None
    where it is not set."""
    value = os.environ.get(name, "").strip()
    if not value:
        return None
    try:
        found = json.loads(value)
    except ValueError:
        found = None
    is_one = (
        isinstance(found, dict)
        and found.keys() <= {"BACKEND", "OPTIONS"}
        and isinstance(found.get("BACKEND"), str)
        and isinstance(found.get("OPTIONS", {}), dict)
    )
    if not is_one:
        # The value may contain a password, so the message does not repeat it.
        raise _bad(
            name, "…", 'a JSON object such as {"BACKEND": "…", "OPTIONS": {"name": "value"}}'
        )
    return dict(found)


_KEEP_RULES = re.compile(r"[1-9][0-9]{0,3}[dwm](,[1-9][0-9]{0,3}[dwm])*")


def keep_rules(name: str, *, is_possible: bool) -> str:
    """Which backups are kept (:mod:`articles.backup.keeping`); empty: none are made."""
    value = "".join(os.environ.get(name, "").split())
    if value and not _KEEP_RULES.fullmatch(value):
        raise _bad(name, value, "a list of numbers of days, weeks and months such as 7d,4w,12m")
    if value and not is_possible:
        raise _bad(name, value, "empty, or BACKUP_DIR or BACKUPS_STORAGE must say where to")
    return value


_SECRET_OPTION = re.compile("key|secret|password|token|credential", re.IGNORECASE)


def secrets_of(storage: dict[str, Any] | None) -> list[str]:
    """The options of a storage that no log may repeat."""
    options = (storage or {}).get("OPTIONS", {})
    return [
        value
        for name, value in options.items()
        if isinstance(value, str) and _SECRET_OPTION.search(name)
    ]


_POSTGRES = ("postgres", "postgresql")

_IMPATIENT = {"connect_timeout": 5, "tcp_user_timeout": 10_000}
"""Seconds to connect, and milliseconds to wait for an acknowledgement of sent data: otherwise a
server that vanished would block each request for minutes."""


def _sqlite(name: str, value: str) -> dict[str, Any]:
    config = _parsed(name, value, "a postgres:// or sqlite:// address")
    config["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": (
            "PRAGMA journal_mode=WAL;"
            "PRAGMA synchronous=FULL;"
            "PRAGMA cache_size=-65536;"
            "PRAGMA temp_store=MEMORY;"
            # What is erased is overwritten, not only forgotten.
            "PRAGMA secure_delete=ON;"
        ),
    }
    return config


def _postgres(name: str, value: str, expected: str) -> dict[str, Any]:
    config = _parsed(name, value, expected)
    config["CONN_MAX_AGE"] = 60
    config["CONN_HEALTH_CHECKS"] = True
    config["OPTIONS"] = {**_IMPATIENT, **config.get("OPTIONS", {})}
    return config


def _parsed(name: str, value: str, expected: str) -> dict[str, Any]:
    try:
        return dict(dj_database_url.parse(value))
    except (ValueError, dj_database_url.ParseError, dj_database_url.UnknownSchemeError):
        raise _bad(name, f"{value.partition(':')[0]}:…", expected) from None
