"""What each kind of job does. A task returns the job's result, or raises."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from filelock import Timeout

from articles.curation.bulk_changes import carry_on
from articles.importing.decisions import Decisions
from articles.importing.kept_previews import new_preview
from articles.importing.limits import Limits
from articles.importing.preview_runs import run_preview
from articles.importing.reading import check_paths, declared_bytes, fingerprint, states_of
from articles.importing.running import ImportOptions, ImportPausedError, run_import
from articles.importing.undoing import UndoReport, undo
from articles.importing.uploads import OpenedUploads, UploadFolder
from articles.models import (
    Article,
    ArticleChange,
    BulkChange,
    Capture,
    ImportBatch,
    ImportScope,
    Job,
)
from articles.search import following_apart
from articles.search import rebuild_index as rebuild

from .fetched_addresses import fetch_address
from .progress import JobProgress

PARSERS = os.cpu_count() or 1
"""Processes that parse."""
MOST_NAMED = 500
"""How many keys of each kind the result of an undo names; it counts all of them."""

MOST_BATCHES = 5
"""How many other imports are named that hold an article."""

Task = Callable[[Job, JobProgress], dict[str, Any]]


def preview(job: Job, progress: JobProgress) -> dict[str, Any]:
    """Write what an import would do, item by item, into the job's preview; what has an address is
    fetched before."""
    fetch_address(job)
    with UploadFolder(job.folder).opened(job.options) as uploads:
        return _preview(job, uploads, progress)


def _preview(job: Job, uploads: OpenedUploads, progress: JobProgress) -> dict[str, Any]:
    options = _options(job, uploads)
    paths = uploads.paths
    options.seen = states_of(paths_of_server(job))
    options.decisions = Decisions.from_json(job.decisions)
    change = ArticleChange.objects.last_of_content()
    # Before counting anything: a ZIP directory of a million entries must not be read to its end.
    check_paths(paths, options.limits)
    Job.objects.filter(pk=job.pk).update(total=declared_bytes(paths))
    with new_preview(job) as new:
        result = run_preview(
            paths,
            options,
            new,
            on_planned=lambda planned: progress.advance(
                items=len(planned), outcomes=[entry.outcome.value for entry in planned]
            ),
            on_bytes=progress.advance,
        )
    return {
        "counts": result.counts,
        "skipped": result.skipped,
        "seen": fingerprint(options.seen),
        "change": change,
    }


def paths_of_server(job: Job) -> list[str]:
    """The files and folders that a preview reads where they are: others may change them."""
    return [path for path in job.options["paths"] if path not in job.options.get("names", {})]


def is_as_previewed(job: Job) -> bool:
    """Whether the files of a preview are those that were read for it."""
    return job.result.get("seen") in (None, fingerprint(states_of(paths_of_server(job))))


def is_of_today(job: Job) -> bool:
    """Whether the archive is that for which a preview was made: outcomes depend on it."""
    return job.result.get("change") in (None, ArticleChange.objects.last_of_content())


class FilesChangedError(Exception):
    """Files are not what the preview has shown."""


def import_previewed(job: Job, progress: JobProgress) -> dict[str, Any]:
    """Run the import that a preview has shown, with the decisions made there.

    Raises :class:`FilesChangedError` before anything is written.
    """
    assert job.basis and job.batch
    with UploadFolder(job.folder).opened(job.basis.options) as uploads:
        counts = _import(job, job.basis, job.batch, uploads, progress)
    UploadFolder(job.folder).remove()
    return {"counts": counts}


def _import(
    job: Job, basis: Job, batch: ImportBatch, uploads: OpenedUploads, progress: JobProgress
) -> dict[str, int]:
    options = _options(basis, uploads)
    options.sources = _within(options.sources, ImportScope.of(job.user))
    options.seen = states_of(paths_of_server(basis))
    if not is_as_previewed(basis):
        raise FilesChangedError
    options.decisions = Decisions.from_json(basis.decisions)
    options.batch = batch
    before = sum(batch.counts.get(outcome, 0) for outcome in Capture.Outcome.values)
    progress.advance(before, items=before, outcomes=Counter(batch.counts).elements())
    with following_apart():
        result = run_import(
            uploads.paths,
            options,
            on_item=lambda stored: progress.advance(1, items=1, outcomes=[stored.outcome.value]),
            on_bytes=lambda count: progress.advance(),
        )
    return result.counts


def preview_undo(job: Job, progress: JobProgress) -> dict[str, Any]:
    """Find what an undo would remove, restore and keep."""
    return _undo(job, progress, dry_run=True)


def undo_batch(job: Job, progress: JobProgress) -> dict[str, Any]:
    """Undo a batch."""
    with following_apart():
        return _undo(job, progress, dry_run=False)


def rebuild_index(job: Job, progress: JobProgress) -> dict[str, Any]:
    """Build the search index again, without the words of what was erased."""
    Job.objects.filter(pk=job.pk).update(total=Article.objects.visible().count())
    try:
        rebuild(workers=PARSERS, advance=progress.advance)
    except Timeout:
        raise ImportPausedError from None  # another process is rebuilding: after it
    return {"counts": {}}


def change_articles(job: Job, progress: JobProgress) -> dict[str, Any]:
    """Make a change of many articles, or the rest of it."""
    ids, told = job.options["ids"], job.options["told"]
    Job.objects.filter(pk=job.pk).update(total=len(ids))
    change = BulkChange.objects.filter(pk=job.options["change"], undone_at=None).first()

    def on_piece(number: int, changed: Sequence[Article]) -> None:
        if job.user_id and changed:
            LogEntry.objects.log_actions(job.user_id, changed, CHANGE, change_message=told)
        progress.advance(number, items=number)

    if change is not None:
        with following_apart():
            carry_on(change, ids, on_piece)
    return {"counts": {}}


TASKS: dict[str, Task] = {
    Job.Kind.PREVIEW: preview,
    Job.Kind.IMPORT: import_previewed,
    Job.Kind.UNDO_PREVIEW: preview_undo,
    Job.Kind.UNDO: undo_batch,
    Job.Kind.REBUILD: rebuild_index,
    Job.Kind.CHANGE: change_articles,
}


def _options(job: Job, uploads: OpenedUploads) -> ImportOptions:
    return ImportOptions(
        label=job.label,
        user=job.user,
        workers=PARSERS,
        names=uploads.names,
        sources=ImportScope.of(job.user),
        limits=Limits(
            files=settings.MAX_UPLOAD_FILES,
            total_bytes=settings.MAX_UNPACKED_BYTES,
            links=False,
        ),
    )


def _within(*scopes: frozenset[int] | None) -> frozenset[int] | None:
    """The sources that are in all of these; None is all sources."""
    limits = [scope for scope in scopes if scope is not None]
    return frozenset.intersection(*limits) if limits else None


def _undo(job: Job, progress: JobProgress, *, dry_run: bool) -> dict[str, Any]:
    assert job.batch
    batch = job.batch
    Job.objects.filter(pk=job.pk).update(total=batch.captures.live().count())
    report = undo(
        batch,
        dry_run=dry_run,
        on_captures=lambda count: progress.advance(count, items=count),
    )
    return undo_result(report)


def undo_result(report: UndoReport) -> dict[str, Any]:
    """An undo's report in the form that a job stores."""
    keys = {
        "removed": report.removed,
        "restored": report.restored,
        "kept": report.kept,
        "unchanged": report.unchanged,
    }
    named = {name: sorted(found)[:MOST_NAMED] for name, found in keys.items()}
    told = [key for name in ("restored", "unchanged") for key in named[name]]
    return {
        "withdrawn": report.withdrawn,
        "counts": {name: len(found) for name, found in keys.items()},
        "keys": named,
        "elsewhere": {key: report.elsewhere.get(key, [])[:MOST_BATCHES] for key in told},
    }
