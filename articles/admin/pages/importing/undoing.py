"""Undoing an import: its preview, and what it does to each article and why."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from articles.admin_site.pages import SENT, staff_page
from articles.models import Article, ImportBatch, ImportScope, Job

from .rights import UNDO

UNDO_KINDS = {Job.Kind.UNDO_PREVIEW, Job.Kind.UNDO}

_LABELS: dict[str, tuple[str | Promise, str | Promise]] = {
    "removed": (gettext_lazy("Will be removed"), gettext_lazy("Removed")),
    "restored": (
        gettext_lazy("Will say again what an earlier capture says"),
        gettext_lazy("Say again what an earlier capture says"),
    ),
    "unchanged": (
        gettext_lazy("Will stay as they are, because another import has them"),
        gettext_lazy("Stayed as they were, because another import has them"),
    ),
    "kept": (
        gettext_lazy("Will stay, because an editor has changed them"),
        gettext_lazy("Stayed, because an editor has changed them"),
    ),
}
"""What happens to articles: in a preview, and afterwards."""


@dataclass(frozen=True, slots=True)
class Touched:
    """An article of an undo; ``pk`` is None where it is gone, ``batches`` are other imports that
    hold it."""

    key: str
    pk: int | None
    title: str
    batches: list[int]


@dataclass(frozen=True, slots=True)
class Effect:
    """What an undo does to some articles; the first of them by name."""

    label: str | Promise
    count: int
    articles: list[Touched]


def effects(job: Job) -> list[Effect]:
    """The result of an undo or of its preview."""
    keys, counts = job.result["keys"], job.result["counts"]
    elsewhere = job.result.get("elsewhere", {})
    named = [key for name in _LABELS for key in keys.get(name, ())]
    rows = Article.objects.filter(key__in=named).values_list("key", "pk", "title")
    found = {key: (pk, title) for key, pk, title in rows}

    def touched(key: str) -> Touched:
        pk, title = found.get(key, (None, ""))
        return Touched(key, pk, title, elsewhere.get(key, []))

    return [
        Effect(
            labels[job.kind == Job.Kind.UNDO],
            counts.get(name, 0),
            [touched(key) for key in keys.get(name, ())],
        )
        for name, labels in _LABELS.items()
    ]


@staff_page("articles/importbatch/<int:pk>/undo/", "articles_import_undo", needs=UNDO, methods=SENT)
def undo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Start the preview of an undo, or lead to the one that is running."""
    batch = get_object_or_404(ImportBatch, pk=pk)
    if batch.user_id != request.user.pk and ImportScope.of(request.user) is not None:
        raise PermissionDenied  # it may hold items of other sources than this person's
    states = ImportBatch.State
    if batch.state in (states.PENDING, states.RUNNING, states.UNDONE):
        messages.error(request, _("The import is still in progress or has been undone already."))
        return redirect("admin:articles_import_report", batch.pk)
    running = Job.objects.unfinished().filter(batch=batch, kind__in=UNDO_KINDS).first()
    asked = running or Job.objects.create(
        kind=Job.Kind.UNDO_PREVIEW,
        batch=batch,
        user=request.user if request.user.is_authenticated else None,
        language=get_language() or "",
        label=batch.label,
    )
    return redirect("admin:articles_job", asked.pk)
