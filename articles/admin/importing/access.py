"""Permissions on the pages of imports."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec

from django.contrib.admin import site
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

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
}

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def allowed(*permissions: str) -> Callable[[View[P]], View[P]]:
    """Makes a view answer 403 to who has none of the permissions."""

    def decorate(view: View[P]) -> View[P]:
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not any(map(request.user.has_perm, permissions)):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        update_wrapper(guarded, view)
        return guarded

    return decorate


def may_see(request: HttpRequest, job: Job) -> bool:
    """Whether the asker may see this job, and cancel or confirm it."""
    return request.user.has_perm(_KINDS[Job.Kind(job.kind)])


def job_or_404(request: HttpRequest, pk: int) -> Job:
    """The job, where there is one and the asker may see it."""
    jobs = Job.objects.select_related("batch", "basis", "user", "outcome")
    job = get_object_or_404(jobs, pk=pk)
    if not may_see(request, job):
        raise PermissionDenied
    return job


def page_context(request: HttpRequest, title: str, **context: Any) -> dict[str, Any]:
    """What the admin's own templates need, and what this page shows."""
    return {**site.each_context(request), "title": title, **context}
