"""Identifies the release of the running code, so that nobody has to raise a number.

Two processes of one release have the same digests on any machine. Each takes some hundredths of a
second, once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from django.conf import settings

_FOLDERS = ("articles", "newsarchive", "templates")
_SUFFIXES = {".py", ".html", ".mo"}


@cache
def release() -> str:
    """A digest of everything that produces pages: code, templates, catalogues, names of static
    files."""
    files = [Path(settings.BASE_DIR) / "requirements.txt"]
    files.append(Path(settings.STATIC_ROOT) / "staticfiles.json")
    for folder in _FOLDERS:
        files += _files_below(folder, _SUFFIXES)
    return _digest(files)


@cache
def code() -> str:
    """A digest of the code that reads dumps, and of the packages that it uses."""
    return _digest(
        [Path(settings.BASE_DIR) / "requirements.txt", *_files_below("articles", {".py"})]
    )


def _files_below(folder: str, suffixes: set[str]) -> list[Path]:
    found = (Path(settings.BASE_DIR) / folder).rglob("*")
    return sorted(path for path in found if path.suffix in suffixes)


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in filter(Path.is_file, files):
        content = path.read_bytes()
        digest.update(f"{path.name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()
