"""Undoing an import: withdraws its captures and recomputes the articles that they touched."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from articles.db.rows import in_pieces
from articles.models import Article, ArticleChange, Capture, ImportBatch

from . import sources
from .daily_batches import close
from .dry_run import taken_back
from .reconciling import Changes, settle

_CHUNK = 500


class NotUndoableError(Exception):
    """The batch is still running or was already undone; the argument is its state."""


@dataclass(slots=True)
class UndoReport:
    """What an undo did, or would do: article keys, except for the count of withdrawn captures."""

    withdrawn: int = 0
    removed: set[str] = field(default_factory=set)
    restored: set[str] = field(default_factory=set)
    kept: set[str] = field(default_factory=set)
    """Kept although they have no captures, because an editor has changed them."""
    unchanged: set[str] = field(default_factory=set)
    """As they were, because another import has what they say."""
    elsewhere: dict[str, list[int]] = field(default_factory=dict)
    """The other imports that hold an article, for those that stay because of them."""


def undo(
    batch: ImportBatch, *, dry_run: bool = False, on_captures: Callable[[int], None] | None = None
) -> UndoReport:
    """Withdraw the batch's captures in chunks; ``on_captures`` is called with the size of each
    chunk.

    A killed undo leaves complete chunks and continues when it is run again. A dry run does the same
    and rolls each chunk back (:func:`.dry_run.taken_back`), so that others can write in between.
    Raises :class:`NotUndoableError`.
    """
    _check(batch)
    if not dry_run:
        close(batch)
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
    """A capture to withdraw, with what the undo needs."""

    pk: int
    identity: str
    article_id: int | None


def _whole_identities(batch: ImportBatch) -> Iterator[list[_Undone]]:
    """All live captures of the batch, grouped by identity, because the result for an article
    depends only on these. So a dry run can roll back each chunk before the next, and the undo does
    exactly what its dry run reported."""
    live = Capture.objects.live().filter(batch=batch)
    pks = list(live.order_by("identity", "pk").values_list("pk", flat=True))
    seen: set[str] = set()
    for piece in in_pieces(pks, _CHUNK):
        chunk = live.filter(pk__among=piece)
        rows = [_Undone(*row) for row in chunk.values_list(*_Undone._fields)]
        named = {row.identity for row in rows} - {""}
        whole = live.filter(identity__among=named - seen).values_list(*_Undone._fields)
        yield [*(row for row in rows if not row.identity), *(_Undone(*row) for row in whole)]
        seen = named


def _withdraw(captures: Sequence[_Undone], report: UndoReport) -> None:
    """Withdraw captures in a transaction and recompute their articles."""
    ArticleChange.objects.serialize_writers()
    articles = {capture.article_id for capture in captures} - {None}
    keys = dict(Article.objects.filter(pk__among=articles).values_list("pk", "key"))
    withdrawn = Capture.objects.filter(pk__among=[capture.pk for capture in captures])
    withdrawn.update(withdrawn=True)
    changes = settle({capture.identity for capture in captures} - {""})
    changes.follow_up()
    _report(report, changes, keys)
    _tell_who_holds(report, keys)
    report.withdrawn += len(captures)


def _prune_sources(batch: ImportBatch) -> None:
    """After all captures are withdrawn, delete sources that only this batch named."""
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


def _tell_who_holds(report: UndoReport, keys: dict[int, str]) -> None:
    """Which other imports hold the articles that these captures belonged to."""
    held = Capture.objects.live().filter(article__among=keys).order_by("batch_id")
    for pk, batch in held.values_list("article_id", "batch_id").distinct():
        report.elsewhere.setdefault(keys[pk], []).append(batch)
    report.unchanged |= report.elsewhere.keys() & {*keys.values()}
    report.unchanged -= report.removed | report.kept | report.restored
