"""What the archive writes is its owner's alone: sessions and raw captures are in these files."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_OTHERS = 0o077
_OURS = ("secret_key", "archive.sqlite3", "search", "uploads")
"""One of these is in every data folder; a folder without them may be somebody else's."""


def keep_private(folder: Path) -> None:
    """Let nobody else read the folder, what is in it, and what this process writes from now on.

    Files that an earlier release left open to others are closed once, when the folder itself is.
    """
    os.umask(_OTHERS)
    if not folder.exists() or not any(folder.iterdir()):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
    is_open = folder.stat().st_mode & _OTHERS
    if not is_open or not any((folder / name).exists() for name in _OURS):
        return
    # Files of another user cannot be changed, and are private to that user or not ours to close.
    with suppress(PermissionError):
        folder.chmod(0o700)
        for path in folder.rglob("*"):
            if not path.is_symlink():
                path.chmod(path.stat().st_mode & ~_OTHERS)
