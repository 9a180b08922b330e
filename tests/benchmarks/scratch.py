"""An archive of a benchmark's own."""

from __future__ import annotations

import os
from pathlib import Path


def begin_archive(folder: Path) -> None:
    """Make this process work on an empty archive in the folder: SQLite, without a search index.

    Call it before anything of the archive is imported: settings are read once.
    """
    os.environ |= {
        "ARCHIVE_DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "newsarchive.settings",
        "DATABASE_URL": "",
        "SEARCH_INDEX": "off",
    }
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
