"""The page of a job: progress, preview and result; cancel and confirm."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.admin_site.pages import SENT, SHOWN, framed, staff_page
from articles.importing.kept_previews import has_preview
from articles.importing.uploads import UploadFolder
from articles.jobs.failures import SENTENCES
from articles.jobs.tasks import is_as_previewed
from articles.models import BulkChange, ImportBatch, Job, Notice

from .pages import name_of, outcomes_of
from .previewing import preview_page
from .rights import job_or_404
from .undoing import UNDO_KINDS, effects

_QUIET_SECONDS = 15
"""A job without a heartbeat for longer than this has no worker."""
_MOST_AHEAD = 3
"""How many of the jobs before one are named."""


@staff_page("articles/importbatch/jobs/<int:pk>/", "articles_job", methods=SHOWN)
def job(request: HttpRequest, pk: int) -> HttpResponseBase:
    shown = job_or_404(request, pk)
    states = Job.State
    if shown.is_unfinished:
        return _render(request, shown, "progress", **_progress(shown))
    # Who sees how it ended needs not be told.
    told = Notice.objects.of(request.user).unread().filter(path=request.path)
    told.update(read_at=timezone.now())
    if shown.state in (states.FAILED, states.CANCELLED):
        return _ended(request, shown)
    if hasattr(shown, "outcome"):
        return redirect("admin:articles_job", shown.outcome.pk)
    match shown.kind:
        case Job.Kind.PREVIEW:
            return preview_page(request, shown, request.GET)
        case Job.Kind.IMPORT:
            return redirect("admin:articles_import_report", shown.batch_id)
        case Job.Kind.REBUILD:
            return redirect("admin:index")
        case Job.Kind.CHANGE:
            return _to_change(request, shown)
        case _:
            return _render(request, shown, "undo", effects=effects(shown))


def _to_change(request: HttpRequest, shown: Job) -> HttpResponseBase:
    """The report of a change; one that found nothing to change is not kept."""
    pk = shown.options["change"]
    if BulkChange.objects.filter(pk=pk).exists():
        return redirect("admin:bulk_change", pk)
    messages.info(request, _("All these articles said so already."))
    return redirect("admin:articles_article_changelist")


def _render(request: HttpRequest, shown: Job, template: str, **context: Any) -> HttpResponseBase:
    label = shown.label or (shown.batch.label if shown.batch else "")
    return framed(
        request,
        f"articles/importbatch/{template}.html",
        name_of(shown),
        subtitle=label,
        job=shown,
        **context,
    )


def _ended(request: HttpRequest, shown: Job) -> HttpResponseBase:
    """A job that failed or was cancelled: why, what is stored, and how to start it again."""
    batch = shown.batch if shown.kind == Job.Kind.IMPORT else None
    return _render(
        request,
        shown,
        "ended",
        sentence=SENTENCES.get(shown.error, ""),
        stored=outcomes_of(batch.counts) if batch else (),
        may_start_again=_may_start_again(shown),
    )


def _may_start_again(shown: Job) -> bool:
    if shown.state not in Job.CUT_OFF:
        return False
    if shown.kind in UNDO_KINDS:
        return bool(shown.batch and shown.batch.state != ImportBatch.State.UNDONE)
    if shown.kind == Job.Kind.CHANGE:
        return BulkChange.objects.filter(pk=shown.options["change"], undone_at=None).exists()
    is_open = shown.batch is None or shown.batch.state in ImportBatch.CUT_OFF
    return is_open and UploadFolder(shown.folder).has((shown.basis or shown).options)


def _progress(shown: Job) -> dict[str, Any]:
    """The progress of a job, for its page and the script on it."""
    is_running = shown.state == Job.State.RUNNING
    share = min(shown.done / shown.total, 1) if shown.total else None
    last = shown.heartbeat or shown.created_at
    # A heartbeat in the future does not count either: the clock was set back.
    is_quiet = abs((timezone.now() - last).total_seconds()) > _QUIET_SECONDS
    ahead = list(
        Job.objects.unfinished().filter(pk__lt=shown.pk).select_related("batch").order_by("pk")
    )
    if shown.cancel_requested:
        sentence = _("It is being cancelled.")
    elif is_quiet and is_running:
        # While it stores much at once, nobody else can write into SQLite: nor can its heartbeat.
        sentence = _("It has said nothing for a while. If that lasts, see whether a worker runs.")
    elif is_quiet and not ahead:
        sentence = _("No worker is running. Start “manage.py serve” or “manage.py worker”.")
    elif is_running:
        sentence = _("In progress. You can close this page; the job goes on.")
    elif ahead:
        sentence = _("Waiting in the queue, after: %(jobs)s.") % {
            "jobs": "، ".join(name_of(job) for job in ahead[:_MOST_AHEAD])
            + (" …" if len(ahead) > _MOST_AHEAD else "")
        }
    else:
        sentence = _("Waiting in the queue.")
    return {
        "sentence": sentence,
        "percent": None if share is None else round(share * 100),
        "items": shown.items,
        "of": shown.total if shown.kind != Job.Kind.PREVIEW else None,
        "outcomes": outcomes_of(shown.result.get("counts", {})),
        "ahead": len(ahead),
    }


@staff_page("articles/importbatch/jobs/<int:pk>/status/", "articles_job_status", methods=SHOWN)
def status(request: HttpRequest, pk: int) -> HttpResponseBase:
    shown = job_or_404(request, pk)
    return JsonResponse({"unfinished": shown.is_unfinished, **_progress(shown)})


@staff_page("articles/importbatch/jobs/<int:pk>/cancel/", "articles_job_cancel", methods=SENT)
def cancel(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Cancel a job. Complete chunks stay stored."""
    shown = job_or_404(request, pk)
    Job.objects.unfinished().filter(pk=shown.pk).update(cancel_requested=True)
    return redirect("admin:articles_job", shown.pk)


@staff_page("articles/importbatch/jobs/<int:pk>/again/", "articles_job_again", methods=SENT)
def again(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Start a failed or cancelled job again, or make a preview anew; a second request has no
    effect."""
    shown = job_or_404(request, pk)
    is_begun = shown.is_unfinished or shown.read_again()
    if not is_begun and not (_may_start_again(shown) and shown.start_again(by=request.user)):
        messages.error(
            request, _("It cannot be started again: it is done, undone, or its files were removed.")
        )
    return redirect("admin:articles_job", shown.pk)


@staff_page("articles/importbatch/jobs/<int:pk>/confirm/", "articles_job_confirm", methods=SENT)
def confirm(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Start what a preview has shown, once: a second confirmation leads to the job of the first."""
    shown = job_or_404(request, pk)
    if hasattr(shown, "outcome"):
        return redirect("admin:articles_job", shown.outcome.pk)
    kinds = {Job.Kind.PREVIEW: Job.Kind.IMPORT, Job.Kind.UNDO_PREVIEW: Job.Kind.UNDO}
    kind = kinds.get(Job.Kind(shown.kind))
    if kind is None or shown.state != Job.State.DONE:
        messages.error(request, _("Only a finished preview can be confirmed."))
        return redirect("admin:articles_job", shown.pk)
    if kind == Job.Kind.IMPORT and not has_preview(shown):
        return redirect("admin:articles_job", shown.pk)
    if kind == Job.Kind.IMPORT and not is_as_previewed(shown):
        if shown.read_again():
            messages.warning(
                request,
                _(
                    "Files on the server were changed after they were read. They are being read "
                    "again: look at the new preview before you confirm it."
                ),
            )
        return redirect("admin:articles_job", shown.pk)
    return redirect("admin:articles_job", _job_of(shown, kind, request).pk)


def _job_of(basis: Job, kind: Job.Kind, request: HttpRequest) -> Job:
    user = request.user if request.user.is_authenticated else None
    try:
        with transaction.atomic():
            batch = basis.batch
            if kind == Job.Kind.IMPORT and not hasattr(basis, "outcome"):
                batch = ImportBatch.objects.create(label=basis.label, user=user)
            return Job.objects.create(
                kind=kind,
                basis=basis,
                batch=batch,
                user=user,
                language=get_language() or "",
                label=basis.label,
                folder=basis.folder,
                total=basis.items,
            )
    except IntegrityError:
        return Job.objects.get(basis=basis)
