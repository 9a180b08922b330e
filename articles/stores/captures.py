"""The bytes of captures as files of a store: one for each part, by its content.

A file is named after the SHA-256 of what was captured, so that it is written once and never
changed. It is there, on the store's disk, before the row that tells of it is committed, and gone
before the row of an erased one is: what is left by a transaction that was rolled back is a file of
which no row tells (``verify_archive`` names these).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import NamedTuple, TypeVar

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.utils.translation import gettext as _

from articles.expressions import regex

from . import CAPTURES, StoreError, asking, has_store

_AT_ONCE = 8
"""Calls to a store that are under way together, since each may be a journey."""

_NAME = regex(r"(?P<sha256>[0-9a-f]{64})\.(?P<part>[0-9]{1,9})")

Argument = TypeVar("Argument")
Answer = TypeVar("Answer")


class Part(NamedTuple):
    """A part of what was captured; most have one, of number 0."""

    sha256: str
    number: int

    @property
    def name(self) -> str:
        """Its file in the store."""
        return f"{self.sha256[:2]}/{self.sha256}.{self.number}"


def is_used() -> bool:
    """Whether new bytes go into a store."""
    return has_store(CAPTURES)


def write(files: Sequence[tuple[Part, bytes]]) -> None:
    """Store parts, in place of what has their names. Returns when they are safe; raises
    :class:`StoreError`."""
    _each(lambda file: _write(*file), files)


def read(parts: Sequence[Part]) -> list[bytes | None]:
    """What is stored of each; None of what is not there. Raises :class:`StoreError`."""
    if parts and not is_used():
        raise StoreError(_("Captures lie in a store, but CAPTURES_STORAGE does not name it."))
    return _each(_read, parts)


def remove(parts: Sequence[Part]) -> None:
    """Delete parts; they may be gone. Raises :class:`StoreError`."""
    _each(_remove, parts)


def listed() -> Iterator[list[Part]]:
    """All parts of the store, some at a time. Raises :class:`StoreError`."""
    with asking(CAPTURES) as store:
        folders = sorted(_names(store, "")[0])
        for folder in folders:
            found = map(_NAME.fullmatch, _names(store, folder)[1])
            yield [Part(each["sha256"], int(each["part"])) for each in found if each]


def _names(store: Storage, folder: str) -> tuple[list[str], list[str]]:
    try:
        folders, files = store.listdir(folder)
    except FileNotFoundError:  # nothing was stored yet
        return [], []
    return list(folders), list(files)


def _each(ask: Callable[[Argument], Answer], of: Sequence[Argument]) -> list[Answer]:
    """Several calls at once; the first error is raised when all have ended."""
    if len(of) < 2:
        return [ask(each) for each in of]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return list(pool.map(ask, of))


def _write(part: Part, packed: bytes) -> None:
    with asking(CAPTURES) as store:
        if store.exists(part.name):  # of an import that was cut off, or damaged
            store.delete(part.name)
        saved = store.save(part.name, ContentFile(packed))
        if saved != part.name:
            store.delete(saved)
            raise StoreError(_("The store of captures does not take the name %s.") % part.name)
        with suppress(NotImplementedError):
            _sync(store.path(part.name))


def _sync(path: str) -> None:
    """A database syncs what it commits, a folder does not."""
    for each in (path, os.path.dirname(path)):
        descriptor = os.open(each, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _read(part: Part) -> bytes | None:
    try:
        with asking(CAPTURES) as store, store.open(part.name) as file:
            return bytes(file.read())
    except FileNotFoundError:
        return None


def _remove(part: Part) -> None:
    with suppress(FileNotFoundError), asking(CAPTURES) as store:
        store.delete(part.name)


def parts_of(rows: Iterable[tuple[str, int]]) -> list[Part]:
    """Parts, given by their hashes and numbers."""
    return [Part(*row) for row in rows]
