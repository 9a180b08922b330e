"""The page on which readers report an error in an article to the editors."""

from __future__ import annotations

from http import HTTPStatus

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from articles.db.prepared import Given, Prepared
from articles.models import Article, ReportQuota
from articles.models.report_quotas import Refusal
from newsarchive.proxies import client_network

from .page import retired
from .report_form import ReportForm

_REPORTED = Prepared(lambda: Article.objects.visible().for_listing().filter(key=Given("key")))

SENT = "sent"
"""The query parameter of the page that thanks for a report."""


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def report(request: HttpRequest, key: str) -> HttpResponse:
    """The form, errors in what was sent, or thanks. These pages are private to the reader."""
    found = _REPORTED.first(key=key)
    if found is None:
        return retired(request, key, "report")
    form = ReportForm(request.POST if request.method == "POST" else None)
    status = HTTPStatus.OK
    if form.is_bound:
        refusal = _sent(request, form, found) if form.is_valid() else None
        if form.is_valid() and refusal is not Refusal.TOO_MANY:
            return HttpResponseRedirect(f"{reverse('report', args=[key])}?{SENT}")
        if refusal:
            form.add_error(None, _too_many())
        status = HTTPStatus.TOO_MANY_REQUESTS if refusal else HTTPStatus.UNPROCESSABLE_ENTITY
    context = {"article": found, "form": form, "is_sent": SENT in request.GET}
    return render(request, "articles/article_report.html", context, status=status)


def _sent(request: HttpRequest, form: ReportForm, article: Article) -> Refusal | None:
    """Store a valid report, unless its sender has sent too many, or the same one before."""
    new = form.save(commit=False)
    new.article = article
    told = "\0".join([article.key, new.kind, new.message, new.contact])
    with transaction.atomic():
        refusal = ReportQuota.objects.admit(client_network(request), told, timezone.now())
        if refusal is None:
            new.save()
    return refusal


def _too_many() -> str:
    return _(
        "Several reports came from your address within an hour. This one was not saved: please "
        "send it later."
    )
