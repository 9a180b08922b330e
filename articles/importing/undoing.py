"""Taking an import back: its captures are withdrawn, and what they touched is worked out anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from articles.models import Article, ArticleChange, Capture, ImportBatch

from . import sources
from .dry_run import taken_back
from .reconciling import Changes, settle

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
    takes each chunk back (:func:`.dry_run.taken_back`), so that others may write between two.
    Raises :class:`NotUndoableError`.
    """
    _check(batch)
    report = UndoReport()
    hear = on_captures or (lambda count: None)
    chunk = taken_back if dry_run else transaction.atomic
    for captures in _whole_identities(batch):
        with chunk():
            _withdraw(captures, report)
        hear(len(captures))
    if dry_run:
        return report
    _prune_sources(batch)
    batch.state = ImportBatch.State.UNDONE
    batch.finished_at = timezone.now()
    batch.save(update_fields=["state", "finished_at"])
    ArticleChange.objects.remind()
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


def _whole_identities(batch: ImportBatch) -> Iterator[list[_Undone]]:
    """All live captures of the batch, those of one identity together: what becomes of an article
    depends on these alone. So each chunk can be taken back before the next, and an undo does and
    reports what its dry run has said."""
    live = Capture.objects.live().filter(batch=batch)
    pks = list(live.order_by("identity", "pk").values_list("pk", flat=True))
    seen: set[str] = set()
    for start in range(0, len(pks), _CHUNK):
        chunk = live.filter(pk__among=pks[start : start + _CHUNK])
        rows = [_Undone(*row) for row in chunk.values_list(*_Undone._fields)]
        named = {row.identity for row in rows} - {""}
        whole = live.filter(identity__among=named - seen).values_list(*_Undone._fields)
        yield [*(row for row in rows if not row.identity), *(_Undone(*row) for row in whole)]
        seen = named


def _withdraw(captures: Sequence[_Undone], report: UndoReport) -> None:
    """Withdraw captures in a transaction and work out what becomes of their articles."""
    ArticleChange.objects.serialize_writers()
    articles = {capture.article_id for capture in captures} - {None}
    keys = dict(Article.objects.filter(pk__among=articles).values_list("pk", "key"))
    withdrawn = Capture.objects.filter(pk__among=[capture.pk for capture in captures])
    withdrawn.update(withdrawn=True)
    changes = settle({capture.identity for capture in captures} - {""})
    changes.follow_up()
    _report(report, changes, keys)
    report.withdrawn += len(captures)


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
