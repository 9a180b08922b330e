"""Backups: bags whose payload is an export and the settings that are not secret."""

from __future__ import annotations

import json
import platform
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.functional import Promise

from articles.archive_key import ArchiveKey
from articles.models import Article, Capture
from articles.new_files import new_file

from . import bags
from .files import export_reader, export_writer
from .signing import signature_files
from .snapshot import snapshot
from .unloading import export_lines

EXPORT = "archive.jsonl.gz"
SETTINGS = "settings.json"

KEPT_SETTINGS = (
    "ALLOWED_HOSTS",
    "API_READS_PER_MINUTE",
    "API_TOKEN_READS_PER_MINUTE",
    "CSRF_TRUSTED_ORIGINS",
    "BACKUP_HOURS",
    "BACKUP_KEEP",
    "DATASET_LICENCE",
    "DEBUG",
    "EMAIL_FROM",
    "FETCH_AGENT",
    "FETCH_BYTES",
    "FETCH_PAUSE",
    "FETCH_PRIVATE",
    "FETCH_SECONDS",
    "HARVESTS_PER_MINUTE",
    "HTTPS",
    "LOGIN_FAILURES",
    "LOGIN_PAUSE_MINUTES",
    "MAX_ITEM_BYTES",
    "MAX_PARSE_MEMORY",
    "MAX_PARSE_SECONDS",
    "MAX_PUSH_BYTES",
    "MAX_UNPACKED_BYTES",
    "MAX_UPLOAD_BYTES",
    "MAX_UPLOAD_FILES",
    "OAI_EMAIL",
    "OIDC_CLIENT_ID",
    "OIDC_ISSUER",
    "OIDC_NAME",
    "PUSHES_PER_MINUTE",
    "READY_INDEX_LAG",
    "REPLICA_MAX_LAG",
    "RESETS_PER_MINUTE",
    "SEARCHES_PER_MINUTE",
    "SEARCH_INDEX",
    "SECOND_FACTOR_ROLES",
    "SITE_NAME",
    "SITE_URL",
    "SLOW_QUERY_MS",
    "SUGGESTIONS_PER_MINUTE",
    "TIMESTAMP_AUTHORITY",
    "TIME_ZONE",
    "UPLOAD_DAYS",
    "WATCH_BACKUP_DAYS",
    "WATCH_CHECK_DAYS",
    "WATCH_DISK_PERCENT",
    "WEBHOOK_PRIVATE",
)
"""Settings that a backup holds, by their environment variables."""

SETTINGS_LEFT_OUT = {
    "ARCHIVE_DATA_DIR": "a path of this machine",
    "ARCHIVE_UPLOADS_DIR": "a path of this machine",
    "BACKUPS_STORAGE": "it may hold keys",
    "BACKUP_DIR": "a path of this machine",
    "CAPTURES_STORAGE": "it may hold a secret",
    "DATABASE_REPLICAS": "they may hold passwords",
    "DATABASE_URL": "it may hold a password",
    "DATASET_DIR": "a path of this machine",
    "EMAIL_URL": "it may hold a password",
    "IMPORT_ROOTS": "paths of this machine",
    "LOG_FORMAT": "how this server is watched",
    "LOG_LEVEL": "how this server is watched",
    "LOG_REQUESTS": "how this server is watched",
    "METRICS_PORT": "how this server is watched",
    "METRICS_TOKEN": "a secret",
    "OIDC_CLIENT_SECRET": "a secret",
    "SEARCH_URL": "it may hold a password",
    "SECRET_KEY": "a secret",
    "TRUSTED_PROXIES": "addresses of this machine's network",
    "UPLOADS_STORAGE": "it may hold a secret",
}
"""Environment variables that are left out of backups, each with the reason."""


class UnusableFolderError(Exception):
    """The folder for a backup cannot be used: it is not empty, or not a folder."""


def back_up(folder: Path, advance: Callable[[int], None] = lambda count: None) -> str:
    """Write a backup of the archive at one moment into a new or empty folder; others can go on
    writing. Return the fingerprint of the key that it is signed with.

    Raises :class:`UnusableFolderError`, OSError and database errors; the folder is then empty
    again. A killed backup leaves a folder that is not a valid bag.
    """
    with _filled(folder):
        key = ArchiveKey()
        payload = folder / bags.PAYLOAD
        payload.mkdir(mode=0o700)
        with snapshot(), export_writer(str(payload / EXPORT)) as file:
            told = {**_description(), "Signing-Key-Fingerprint": key.fingerprint}
            for line in export_lines(advance):
                file.write(line)
        with new_file(payload / SETTINGS) as file:
            file.write(json.dumps(_settings(), indent=2, ensure_ascii=False).encode() + b"\n")
        bags.seal(folder, told, partial(signature_files, key))
    return key.fingerprint


@contextmanager
def exported_lines(folder: Path) -> Iterator[Iterator[bytes]]:
    """The lines of a backup's export. Check the bag before (:func:`.bags.check`).

    Raises :class:`.bags.BadBagError`, OSError, and what :func:`.files.export_reader` raises.
    """
    export = f"{bags.PAYLOAD}/{EXPORT}"
    if not (folder / export).is_file():
        raise bags.BadBagError(bags.Flaw.MISSING, export)
    with export_reader(str(folder / export)) as lines:
        yield lines


@contextmanager
def _filled(folder: Path) -> Iterator[None]:
    """Create the folder, or use it if it is empty; after an error, leave nothing in it."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UnusableFolderError
    is_new = not folder.exists()
    folder.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)
    try:
        yield
    except BaseException:
        for path in folder.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
        if is_new:
            folder.rmdir()
        raise


def _description() -> dict[str, str]:
    counts = f"{Article.objects.count()} articles, {Capture.objects.count()} captures"
    return {
        "Bagging-Date": timezone.localdate().isoformat(),
        "Bag-Software-Agent": "news archive, manage.py backup_archive",
        "External-Description": f"Backup of a news archive: {counts}",
    }


def _settings() -> dict[str, Any]:
    return {
        "made_by": {
            "python": platform.python_version(),
            "django": django.get_version(),
            "database": connection.vendor,
        },
        "settings": {name: _as_given(getattr(settings, name)) for name in KEPT_SETTINGS},
    }


def _as_given(value: Any) -> Any:
    """A default that is translated for each reader was not given by anybody."""
    return "" if isinstance(value, Promise) else value
