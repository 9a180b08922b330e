"""Taking an import back: its captures are withdrawn, and what they touched is worked out anew."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from articles.models import Article, ArticleChange, Capture, ImportBatch

from . import sources
from .dry_run import taken_back
from .settling import Changes, settle

_CHUNK = 500


class NotUndoableError(Exception):
    """The batch is still running or has been undone already; the argument is its state."""


@dataclass(slots=True)
class UndoReport:
    """What an undo did, or would do: article keys, except for the count of withdrawn captures."""

    withdrawn: int = 0
    removed: set[str] = field(default_factory=set)
    restored: set[str] = field(default_factory=set)
    kept: set[str] = field(default_factory=set)
    """Kept although no capture has them any more, because an editor has touched them."""


def undo(
    batch: ImportBatch, *, dry_run: bool = False, on_captures: Callable[[int], None] | None = None
) -> UndoReport:
    """Withdraw the batch's captures, in chunks; ``on_captures`` hears how many each chunk had.

    An undo that is killed leaves whole chunks; run again, it goes on. A dry run does the same and
    takes it back (:func:`.dry_run.taken_back`). Raises :class:`NotUndoableError`.
    """
    _check(batch)
    report = UndoReport()
    with taken_back() if dry_run else nullcontext():
        while count := _undo_chunk(batch, report):
            if on_captures:
                on_captures(count)
    if not dry_run:
        batch.state = ImportBatch.State.UNDONE
        batch.finished_at = timezone.now()
        batch.save(update_fields=["state", "finished_at"])
    return report


def _check(batch: ImportBatch) -> None:
    states = ImportBatch.State
    if batch.state in {states.RUNNING, states.PENDING, states.UNDONE}:
        raise NotUndoableError(batch.state)


def _undo_chunk(batch: ImportBatch, report: UndoReport) -> int:
    with transaction.atomic():
        ArticleChange.objects.serialize_writers()
        captures = list(
            Capture.objects.live()
            .filter(batch=batch)
            .order_by("pk")
            .values_list("pk", "identity", "parsed__source", "article_id")[:_CHUNK]
        )
        keys = dict(
            Article.objects.filter(pk__among={article for *_, article in captures}).values_list(
                "pk", "key"
            )
        )
        Capture.objects.filter(pk__among=[pk for pk, *_ in captures]).update(withdrawn=True)
        changes = settle({identity for _, identity, *_ in captures} - {""})
        changes.follow_up()
        sources.prune({name for _, _, name, _ in captures if name})
        _report(report, changes, keys)
    report.withdrawn += len(captures)
    return len(captures)


def _report(report: UndoReport, changes: Changes, keys: dict[int, str]) -> None:
    removed = {keys[pk] for pk in changes.removed if pk in keys}
    kept = dict(Article.objects.filter(pk__among=changes.kept).values_list("pk", "key"))
    report.removed |= removed
    report.kept |= set(kept.values())
    report.restored |= set(
        Article.objects.filter(pk__among=changes.updated).values_list("key", flat=True)
    )
    report.restored -= report.removed | report.kept
