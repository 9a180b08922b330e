"""Whether a backup can be restored: it is, into a scratch archive that is thrown away."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from django.conf import settings

_OF_THIS_ARCHIVE = (
    "CAPTURES_STORAGE",
    "DATABASE_REPLICAS",
    "DATABASE_URL",
    "SEARCH_URL",
    "UPLOADS_STORAGE",
)
"""Variables that would lead the scratch archive to what this one has."""


class TrialError(Exception):
    """A backup was not restored; the message is the end of what was printed."""


def try_restoring(folder: Path) -> None:
    """Restore a backup into an archive of its own, on SQLite, whose index and captures are checked.
    Takes as long and as much space as any restoration. Raises :class:`TrialError`."""
    with tempfile.TemporaryDirectory(prefix="trial-", dir=settings.DATA_DIR) as scratch:
        left_out = {*_OF_THIS_ARCHIVE, "ARCHIVE_UPLOADS_DIR"}
        kept = {name: value for name, value in os.environ.items() if name not in left_out}
        environment = {**kept, "ARCHIVE_DATA_DIR": scratch}
        for command in (["migrate", "-v0"], ["restore_archive", str(folder.resolve())]):
            done = subprocess.run(
                [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), *command],
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode:
                raise TrialError((done.stderr or done.stdout).strip()[-500:])
