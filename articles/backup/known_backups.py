"""Where backups were written, so that whoever erases an article is told where it still is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone


@dataclass(frozen=True, slots=True)
class KnownBackup:
    """A backup that was written to a folder, whether or not the folder is still there."""

    folder: Path
    written_at: datetime


def remember(folder: Path) -> None:
    """Note that a backup has been written."""
    entry = {"folder": str(folder.resolve()), "written_at": timezone.now().isoformat()}
    with _file().open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(entry, ensure_ascii=False) + "\n")


def known_backups() -> list[KnownBackup]:
    """Backups that were written from this data folder and have not been deleted since, as far as
    this machine can see; the oldest first."""
    return [backup for backup in _noted() if backup.folder.exists()]


def _noted() -> Iterator[KnownBackup]:
    if not _file().exists():
        return
    for line in _file().read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        yield KnownBackup(Path(entry["folder"]), datetime.fromisoformat(entry["written_at"]))


def _file() -> Path:
    return Path(settings.DATA_DIR) / "backups.jsonl"
