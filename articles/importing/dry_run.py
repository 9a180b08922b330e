"""Dry runs of an undo and of a reparse: everything is done, then rolled back.

A dry run of an import is a preview (:mod:`.previews`), which writes nothing to the database.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def taken_back() -> Iterator[None]:
    """Write inside this context as usual; at its end everything is rolled back.

    It is one transaction, so other writers wait until it ends (on SQLite for 30 seconds, then they
    fail; readers never wait). Writing into a copy of the database would avoid that, but needs its
    size on disk and works only on SQLite, so run a long dry run when nobody edits.
    """
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
