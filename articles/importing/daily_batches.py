"""One import for each day of what arrives in small pieces: pushed items, entries of feeds.

Such an import is "done" at all times, so that it can be looked at and undone while more arrives;
what arrives after an undo goes into a new one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.db.rows import in_pieces
from articles.models import ArticleChange, ImportBatch

from .preparing import PreparedItem
from .storing import StoredItem, store_chunk

_CHUNK = 500


def store_today(
    items: Iterable[PreparedItem], *, origin: str, label: str, user: Any, skipped: int = 0
) -> tuple[int | None, list[StoredItem]]:
    """Store all items or, if this fails, none; returns the number of their import, None without
    items.

    ``origin`` says who sends; with the label and the day it is what an import has in common.
    """
    waiting = list(items)
    if not waiting:
        return None, []
    with transaction.atomic():
        # Before the import is looked up: two senders must not begin one each.
        ArticleChange.objects.serialize_writers()
        batch = _batch_of_today(origin, label, user)
        batch.counts["skipped"] = batch.counts.get("skipped", 0) + skipped
        stored = [
            each for chunk in in_pieces(waiting, _CHUNK) for each in store_chunk(batch, chunk)
        ]
        batch.finished_at = timezone.now()
        batch.save(update_fields=["finished_at"])
    ArticleChange.objects.remind()
    return batch.pk, stored


def close(batch: ImportBatch) -> None:
    """Let nothing more arrive in an import, if it is one of a day."""
    with transaction.atomic():
        ArticleChange.objects.serialize_writers()
        if batch.options.pop("day", None):
            batch.save(update_fields=["options"])


def _batch_of_today(origin: str, label: str, user: Any) -> ImportBatch:
    today = timezone.localdate().isoformat()
    of_today = ImportBatch.objects.filter(
        state=ImportBatch.State.DONE, label=label, options__origin=origin, options__day=today
    )
    return of_today.first() or ImportBatch.objects.create(
        label=label,
        user=user,
        state=ImportBatch.State.DONE,
        options={"origin": origin, "day": today, "paths": [origin]},
    )
