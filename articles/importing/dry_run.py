"""Dry runs of an undo and of reading anew: everything is done, and all of it is taken back.

That of an import is a preview (:mod:`.previews`), which writes nothing here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def taken_back() -> Iterator[None]:
    """Write within this as if for good: at its end the database is what it was before.

    All is one transaction, so other writers wait until it ends (on SQLite for 30 seconds, then they
    fail; readers never wait). A copy of the database to write into would free them, at the price
    of its size on disk and only on SQLite, so a long dry run is for a time when nobody edits.
    """
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
