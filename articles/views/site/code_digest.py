"""Identifies the release of the running code."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings

_FOLDERS = ("articles", "newsarchive", "templates")
_SUFFIXES = {".py", ".html", ".mo"}


@cache
def release() -> str:
    """A digest of everything that produces pages: code, templates, catalogues, names of static
    files.

    Two processes of one release have the same digest on any machine, and nobody has to raise a
    number. Takes some hundredths of a second, once.
    """
    base = Path(settings.BASE_DIR)
    files = [base / "requirements.txt", Path(settings.STATIC_ROOT) / "staticfiles.json"]
    for folder in _FOLDERS:
        files += sorted(path for path in (base / folder).rglob("*") if path.suffix in _SUFFIXES)
    digest = hashlib.sha256()
    for path in filter(Path.is_file, files):
        content = path.read_bytes()
        digest.update(f"{path.name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()
