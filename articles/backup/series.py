"""A series of backups in a folder or a store: a new one is tried before older ones are removed."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.core.files import File
from django.utils import timezone

from articles.stores import BACKUPS, StoreError, asking

from .backups import back_up
from .keeping import KeepRule, kept
from .known_backups import forget, remember
from .trials import try_restoring

_NAME = "%Y-%m-%dT%H-%M-%SZ"
_LAST = "bagit.txt"
"""Written last: without it a folder is no backup."""


class Place(Protocol):
    """Where a series is."""

    def names(self) -> Sequence[str]:
        """Of what is there."""

    def filling(self, name: str) -> AbstractContextManager[Path]:
        """A folder for a new backup, which is in place once the context has ended well."""

    def remove(self, name: str) -> None:
        """Remove a backup."""

    def known_as(self, name: str) -> str:
        """What is noted of a backup."""


class Folder:
    """A folder of backups."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def names(self) -> Sequence[str]:
        return [each.name for each in self._path.iterdir() if (each / _LAST).is_file()]

    @contextmanager
    def filling(self, name: str) -> Iterator[Path]:
        """One that fails keeps its files, under a name by which it is taken for no backup."""
        self._path.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = self._path / f"{name}.unfinished"
        yield draft
        draft.rename(self._path / name)

    def remove(self, name: str) -> None:
        (self._path / name / _LAST).unlink()  # first: what is left is no backup
        shutil.rmtree(self._path / name)

    def known_as(self, name: str) -> str:
        return str((self._path / name).resolve())


class Stored:
    """The store of backups (``BACKUPS_STORAGE``)."""

    def names(self) -> Sequence[str]:
        with asking(BACKUPS) as store:
            folders, _files = store.listdir("")
            return [name for name in folders if store.exists(f"{name}/{_LAST}")]

    @contextmanager
    def filling(self, name: str) -> Iterator[Path]:
        """Written on this machine, then copied, and read back."""
        with tempfile.TemporaryDirectory(prefix="backup-", dir=settings.DATA_DIR) as scratch:
            folder = Path(scratch) / name
            yield folder
            files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
            for path in sorted(files, key=lambda path: path.name == _LAST):
                self._copy(path, f"{name}/{path.relative_to(folder).as_posix()}")

    def _copy(self, path: Path, name: str) -> None:
        with asking(BACKUPS) as store, path.open("rb") as file:
            if store.save(name, File(file)) != name:
                raise StoreError(f"{name} is there already")
            file.seek(0)
            with store.open(name) as copied:
                is_same = _digest(file.read) == _digest(copied.read)
        if not is_same:
            raise StoreError(f"{name} differs from what was stored")

    def remove(self, name: str) -> None:
        with asking(BACKUPS) as store:
            store.delete(f"{name}/{_LAST}")
            self._remove_all(name)

    def _remove_all(self, folder: str) -> None:
        with asking(BACKUPS) as store:
            folders, files = store.listdir(folder)
            for each in files:
                store.delete(f"{folder}/{each}")
            for each in folders:
                self._remove_all(f"{folder}/{each}")
            store.delete(folder)  # nothing where a store knows no folders

    def known_as(self, name: str) -> str:
        return f"{BACKUPS}:{name}"


def _digest(read: Callable[[int], bytes]) -> bytes:
    found = hashlib.sha256()
    while block := read(1 << 20):
        found.update(block)
    return found.digest()


def add_to_series(
    place: Place,
    rules: Sequence[KeepRule],
    *,
    tries: bool = True,
    advance: Callable[[int], None] = lambda count: None,
) -> tuple[str, Sequence[str]]:
    """Write a backup, restore it for trial, and remove those that no rule keeps; the new one's name
    and the removed ones'.

    Raises what :func:`.backups.back_up` raises, :class:`.trials.TrialError` and OSError; nothing is
    removed then.
    """
    name = timezone.now().astimezone(UTC).strftime(_NAME)
    with place.filling(name) as folder:
        back_up(folder, advance)
        if tries:
            try_restoring(folder)
    remember(place.known_as(name))
    moments = {moment: each for each in place.names() if (moment := _moment(each))}
    stay = kept(moments, rules)
    removed = [moments[moment] for moment in sorted(moments.keys() - stay)]
    for each in removed:
        place.remove(each)
    forget([place.known_as(each) for each in removed])
    return name, removed


def _moment(name: str) -> datetime | None:
    """When a backup of a series was made; None for what is none of it."""
    try:
        return datetime.strptime(name, _NAME).replace(tzinfo=UTC)
    except ValueError:
        return None
