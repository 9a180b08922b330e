"""Moves the bytes of captures between the database and their store, while the archive is used."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from articles.models import ArticleChange, RawBytes
from articles.stores import captures

_STEP = 200


def move_captures(*, to_store: bool, advance: Callable[[int], None]) -> int:
    """Move all parts that are not there yet; returns how many of them the store has lost.

    Each step is a transaction: what was cut off is taken up by the next run. Raises
    :class:`articles.stores.StoreError`; what was moved before stays moved.
    """
    last, lost = 0, 0
    while True:
        with transaction.atomic():
            ArticleChange.objects.serialize_writers()  # nothing is erased meanwhile
            waiting = RawBytes.objects.in_database() if to_store else RawBytes.objects.in_store()
            rows = list(waiting.filter(pk__gt=last).order_by("pk")[:_STEP])
            if not rows:
                return lost
            last = rows[-1].pk
            parts = captures.parts_of((row.sha256, row.part) for row in rows)
            if to_store:
                packed = [bytes(row.compressed) for row in rows]
                captures.write(list(zip(parts, packed, strict=True)))
                RawBytes.objects.leave_to_store(rows)
            else:
                for row, found in zip(rows, captures.read(parts), strict=True):
                    row.compressed = found or b""
                    lost += not found
                RawBytes.objects.bulk_update(rows, ["compressed"])
        if not to_store:
            captures.remove([part for part, row in zip(parts, rows, strict=True) if row.compressed])
        advance(len(rows))
