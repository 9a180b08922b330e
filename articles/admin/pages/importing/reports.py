"""The report of an import, with the outcome of every item, to read and to download."""

from __future__ import annotations

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from articles.admin_site.pages import SHOWN, framed, require, staff_page
from articles.display import number
from articles.importing.outcomes import sentences_of
from articles.importing.reports import csv_lines, reported
from articles.importing.running import SKIPPED
from articles.models import Capture, ImportBatch, Job

from .pages import PER_PAGE, name_of, outcomes_of, page_of
from .rights import IMPORT, UNDO, VIEW


@staff_page("articles/importbatch/<int:pk>/report/", "articles_import_report", methods=SHOWN)
def report(request: HttpRequest, pk: int) -> HttpResponseBase:
    require(request, VIEW, IMPORT, UNDO)
    batch = get_object_or_404(ImportBatch.objects.select_related("user"), pk=pk)
    captures = batch.captures.all()
    which = request.GET.get("show", "")
    if which in Capture.Outcome.values:
        captures = captures.filter(outcome=which)
        count = batch.counts.get(which, 0)
    else:
        which = ""
        count = sum(batch.counts.get(outcome, 0) for outcome in Capture.Outcome.values)
    page = page_of(request, count)
    start = (page.number - 1) * PER_PAGE
    job = Job.objects.unfinished().filter(batch=batch).first()
    shown = reported(captures)[start : start + PER_PAGE]
    return framed(
        request,
        "articles/importbatch/report.html",
        _("Report of import %(number)s") % {"number": number(batch.pk)},
        batch=batch,
        which=which,
        outcomes=outcomes_of(batch.counts),
        skipped=batch.counts.get("skipped", 0),
        skipped_names=batch.options.get(SKIPPED, {}),
        dropped=len(batch.options.get("dropped", ())),
        page=page,
        rows=[(capture, sentences_of(capture.error, capture.warnings)) for capture in shown],
        job=job,
        job_name=name_of(job) if job else "",
        may_undo=request.user.has_perm(UNDO)
        and batch.state
        in (ImportBatch.State.DONE, ImportBatch.State.FAILED, ImportBatch.State.CANCELLED),
    )


@staff_page("articles/importbatch/<int:pk>/report.csv", "articles_import_csv", methods=SHOWN)
def report_csv(request: HttpRequest, pk: int) -> HttpResponseBase:
    require(request, VIEW, IMPORT, UNDO)
    batch = get_object_or_404(ImportBatch, pk=pk)
    captures = reported(batch.captures.all()).iterator(chunk_size=500)
    return StreamingHttpResponse(
        csv_lines(captures),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="import-{batch.pk}.csv"'},
    )
