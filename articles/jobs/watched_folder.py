"""A watched folder: complete files are imported, then moved with a report next to each."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from django.db import Error as DatabaseError
from django.db.models import Q, QuerySet

from articles.importing.limits import LimitExceededError
from articles.importing.outcomes import sentences_of
from articles.importing.reading import FileState, UnreadablePathError, check_paths
from articles.importing.reports import csv_lines, reported
from articles.importing.running import ImportOptions, run_import
from articles.models import Capture, ImportBatch

from .failures import SENTENCES, Failure
from .locks import own_turn

DONE, REJECTED = "done", "rejected"
_logger = logging.getLogger(__name__)

_PARTIAL = (".part", ".partial", ".tmp", ".crdownload", ".filepart", ".download")


def arrivals(folder: Path) -> dict[Path, FileState]:
    """The files directly in the folder that may be dumps, sorted by name.

    Ignores links, hidden files and files with the suffix of an unfinished download.
    """
    found = {}
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.name.lower().endswith(_PARTIAL):
            continue
        if path.is_file() and not path.is_symlink():
            found[path] = FileState.of(path.lstat())
    return found


def complete(before: dict[Path, FileState], now: dict[Path, FileState]) -> dict[Path, FileState]:
    """The files that did not change between two looks."""
    return {path: state for path, state in now.items() if before.get(path) == state}


def import_arrivals(
    folder: Path,
    files: dict[Path, FileState],
    options: ImportOptions,
    *,
    on_moved: Callable[[Path], None] = lambda path: None,
) -> None:
    """Import complete files as one batch and move each; takes the lock of :mod:`.locks`.

    If it is killed, files stay where they are; importing them again gives "unchanged".
    """
    with own_turn():
        readable = [path for path in files if not _refused(folder, path, on_moved)]
        _import(folder, {path: files[path] for path in readable}, options, on_moved)


def _import(
    folder: Path,
    files: dict[Path, FileState],
    options: ImportOptions,
    on_moved: Callable[[Path], None],
) -> None:
    if not files:
        return
    seen = {str(path): state for path, state in files.items()}
    try:
        result = run_import(list(seen), replace(options, seen=seen), on_item=lambda stored: None)
    except (DatabaseError, OSError):
        raise  # no fault of the files: they are taken again
    except Exception as error:
        if len(files) > 1:
            # One of them is to blame: found by taking each alone.
            for path, state in files.items():
                _import(folder, {path: state}, options, on_moved)
            return
        [path] = files
        _logger.warning("%s: %s", path, error, exc_info=not isinstance(error, LimitExceededError))
        on_moved(_move(folder / REJECTED, path, [f"{_why(error)}\n"]))
        return
    assert result.batch_id
    batch = ImportBatch.objects.get(pk=result.batch_id)
    for path, state in files.items():
        if not path.exists() or FileState.of(path.lstat()) != state:
            continue  # changed meanwhile: imported again next time
        captures = _captures_of(batch, path)
        is_rejected = captures.filter(outcome=Capture.Outcome.REJECTED).exists()
        lines = csv_lines(reported(captures).iterator(chunk_size=500))
        on_moved(_move(folder / (REJECTED if is_rejected else DONE), path, lines))


def _why(error: Exception) -> str:
    if isinstance(error, LimitExceededError):
        return str(SENTENCES[Failure.TOO_MUCH])
    return f"{SENTENCES[Failure.UNEXPECTED]} ({type(error).__name__}: {error})"


def _captures_of(batch: ImportBatch, path: Path) -> QuerySet[Capture]:
    """The captures of a file, or of an archive's members."""
    name = os.fsencode(path).decode("utf-8", "backslashreplace")
    own = Q(file_name=name) | Q(file_name__startswith=f"{name}/")
    return batch.captures.filter(own)


def _refused(folder: Path, path: Path, on_moved: Callable[[Path], None]) -> bool:
    """Move a file that cannot be opened, so that it does not block the others."""
    try:
        check_paths([str(path)])
    except UnreadablePathError as error:
        sentence = sentences_of("unreadable", (), error.reason)
        on_moved(_move(folder / REJECTED, path, [f"{sentence}\n"]))
        return True
    return False


def _move(folder: Path, path: Path, report: Iterable[str]) -> Path:
    """Move a file into a folder under a free name, and write its report next to it."""
    folder.mkdir(exist_ok=True)
    # As open as the watched folder and the file are: others fetch the reports there.
    folder.chmod(folder.parent.stat().st_mode)
    name, number = path.name, 1
    while (folder / name).exists():
        number += 1
        name = f"{path.stem}-{number}{path.suffix}"
    target = folder / name
    with target.with_name(f"{name}.report.csv").open("w", encoding="utf-8", newline="") as stream:
        stream.writelines(report)
        os.fchmod(stream.fileno(), path.lstat().st_mode & 0o666)
    path.rename(target)
    return target
