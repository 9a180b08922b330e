"""Permissions on the pages of imports."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from articles.admin_site.pages import require
from articles.admin_site.review_rights import CHANGE
from articles.models import Job

IMPORT = "articles.add_importbatch"
UNDO = "articles.undo_importbatch"
VIEW = "articles.view_importbatch"

_KINDS = {
    Job.Kind.PREVIEW: IMPORT,
    Job.Kind.IMPORT: IMPORT,
    Job.Kind.UNDO_PREVIEW: UNDO,
    Job.Kind.UNDO: UNDO,
    Job.Kind.REBUILD: "articles.erase_article",
    Job.Kind.CHANGE: CHANGE,
}
"""What it takes to see a job, to cancel it and to confirm it."""


def job_or_404(request: HttpRequest, pk: int) -> Job:
    """The job, where there is one and the asker may see it."""
    jobs = Job.objects.select_related("batch", "basis", "user", "outcome")
    job = jobs.filter(pk=pk).first()
    if job is None or job.kind != Job.Kind.CHANGE:
        require(request, IMPORT, UNDO)
    if job is None:
        raise Http404
    require(request, _KINDS[Job.Kind(job.kind)])
    return job
