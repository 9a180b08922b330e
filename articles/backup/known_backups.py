"""Where backups were written: whoever erases an article is told where it still is, and all are told
when the last one is too old."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from articles.stores import BACKUPS


@dataclass(frozen=True, slots=True)
class KnownBackup:
    """A backup in a folder, or (``backups:NAME``) in the store of backups; whether or not it is
    still there."""

    place: str
    written_at: datetime

    @property
    def is_there(self) -> bool:
        """As far as this machine can see: a store is not asked."""
        return self.place.startswith(f"{BACKUPS}:") or Path(self.place).exists()


def remember(place: str) -> None:
    """Note that a backup has been written."""
    entry = {"folder": place, "written_at": timezone.now().isoformat()}
    with _file().open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(entry, ensure_ascii=False) + "\n")


def forget(places: Collection[str]) -> None:
    """Note that backups were removed."""
    if not places:
        return
    lines = _file().read_text(encoding="utf-8").splitlines(keepends=True)
    left = [line for line in lines if json.loads(line)["folder"] not in places]
    beside = _file().with_suffix(".new")
    beside.write_text("".join(left), encoding="utf-8")
    beside.replace(_file())


def known_backups() -> list[KnownBackup]:
    """Backups that were written from this data folder and have not been deleted since, as far as
    this machine can see; the oldest first."""
    return [backup for backup in _noted() if backup.is_there]


def last_backup() -> datetime | None:
    """When the newest of them was written."""
    return max((backup.written_at for backup in known_backups()), default=None)


def _noted() -> Iterator[KnownBackup]:
    if not _file().exists():
        return
    for line in _file().read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        yield KnownBackup(entry["folder"], datetime.fromisoformat(entry["written_at"]))


def _file() -> Path:
    return Path(settings.DATA_DIR) / "backups.jsonl"
