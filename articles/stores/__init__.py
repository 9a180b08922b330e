"""Where files lie that every machine of an archive must reach: Django's storages of that name.

Each is the archive's data folder or database until a setting names another. Any storage of Django
will do, and of django-storages: what differs between them (whether a file has a path, which errors
its library raises) is known here alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.files.storage import InvalidStorageError, Storage, storages
from django.utils.translation import gettext as _

UPLOADS = "uploads"
"""Uploads until they are imported, with their previews."""

CAPTURES = "captures"
"""The bytes of captures, where the settings name a store for them; else they are in the database
(:mod:`.captures`)."""

BACKUPS = "backups"
"""Series of backups, where they are in no folder (:mod:`articles.backup.series`)."""

_SETTINGS = {BACKUPS: "BACKUPS_STORAGE", UPLOADS: "UPLOADS_STORAGE", CAPTURES: "CAPTURES_STORAGE"}


class StoreError(OSError):
    """A store does not do what it is asked; the message is a sentence."""


def store(alias: str) -> Storage:
    """The store of this name."""
    return storages[alias]


def has_store(alias: str) -> bool:
    """Whether the settings name one."""
    return alias in settings.STORAGES


def folder_of(alias: str) -> Path | None:
    """The store's folder, where it is one that this machine sees; otherwise None."""
    try:
        return Path(store(alias).path(""))
    except NotImplementedError:
        return None


@contextmanager
def asking(alias: str) -> Iterator[Storage]:
    """The store, whose errors in the context become :class:`StoreError`; a file that is not there
    stays FileNotFoundError."""
    try:
        yield store(alias)
    except (FileNotFoundError, StoreError):
        raise
    except Exception as error:  # each library raises errors of its own
        sentence = _("%(setting)s: the store does not answer, or refuses (%(error)s).")
        told = str(error).partition("\n")[0] or type(error).__name__
        raise StoreError(sentence % {"setting": _SETTINGS[alias], "error": told}) from error


def connect() -> None:
    """Run the check with the others. Called once, when the app is ready."""
    checks.register(check_stores)


def check_stores(**kwargs: Any) -> list[checks.CheckMessage]:
    """Stores that cannot be used at all: their module or their options are wrong."""
    return [
        checks.Error(
            _("%(setting)s names a store that cannot be used: %(error)s")
            % {"setting": setting, "error": trouble},
            hint=_("Install what it needs, or correct BACKEND and OPTIONS."),
            id="articles.E001",
        )
        for alias, setting in _SETTINGS.items()
        if has_store(alias) and (trouble := _trouble(alias))
    ]


def _trouble(alias: str) -> str:
    try:
        store(alias)
    except (InvalidStorageError, ImportError, TypeError, ValueError) as error:
        return str(error)
    except Exception as error:  # ImproperlyConfigured, and what libraries raise of their own
        return f"{type(error).__name__}: {error}"
    return ""
