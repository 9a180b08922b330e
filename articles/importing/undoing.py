"""Taking an import back: its captures are withdrawn, and what they touched is worked out anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import NamedTuple

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
        last = 0
        while captures := _undo_chunk(batch, last, report):
            last = captures[-1].pk
            if on_captures:
                on_captures(len(captures))
        _prune_sources(batch)
    if not dry_run:
        batch.state = ImportBatch.State.UNDONE
        batch.finished_at = timezone.now()
        batch.save(update_fields=["state", "finished_at"])
    return report


def _check(batch: ImportBatch) -> None:
    states = ImportBatch.State
    if batch.state in {states.RUNNING, states.PENDING, states.UNDONE}:
        raise NotUndoableError(batch.state)


class _Undone(NamedTuple):
    """A capture to be withdrawn, as far as the undo needs it."""

    pk: int
    identity: str
    article_id: int | None


def _undo_chunk(batch: ImportBatch, last: int, report: UndoReport) -> Sequence[_Undone]:
    """Withdraw the next live captures after the last one; none are left when none are returned."""
    with transaction.atomic():
        ArticleChange.objects.serialize_writers()
        # Not from the beginning again: what lies there is withdrawn, and much to read.
        rows = Capture.objects.live().filter(batch=batch, pk__gt=last).order_by("pk")
        captures = [_Undone(*row) for row in rows.values_list(*_Undone._fields)[:_CHUNK]]
        articles = {capture.article_id for capture in captures}
        keys = dict(Article.objects.filter(pk__among=articles).values_list("pk", "key"))
        withdrawn = Capture.objects.filter(pk__among=[capture.pk for capture in captures])
        withdrawn.update(withdrawn=True)
        changes = settle({capture.identity for capture in captures} - {""})
        changes.follow_up()
        _report(report, changes, keys)
    report.withdrawn += len(captures)
    return captures


def _prune_sources(batch: ImportBatch) -> None:
    """Once all is withdrawn, sources go that only this batch named."""
    with transaction.atomic():
        ArticleChange.objects.serialize_writers()
        named = Capture.objects.filter(batch=batch, parsed__isnull=False).order_by()
        sources.prune(named.values_list("parsed__source", flat=True).distinct())


def _report(report: UndoReport, changes: Changes, keys: dict[int, str]) -> None:
    removed = {keys[pk] for pk in changes.removed if pk in keys}
    kept = dict(Article.objects.filter(pk__among=changes.kept).values_list("pk", "key"))
    report.removed |= removed
    report.kept |= set(kept.values())
    report.restored |= set(
        Article.objects.filter(pk__among=changes.updated).values_list("key", flat=True)
    )
    report.restored -= report.removed | report.kept
