"""What was dismissed, by whom, when and why, and how to bring it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.admin_site.pages import SENT, SHOWN, framed, number_of, require, staff_page
from articles.curation import MergeError
from articles.curation.article_merging import reconsider
from articles.models import Dismissal

PAGE = 50

PERMISSIONS = {
    Dismissal.Kind.WANTED: "articles.change_article",
    Dismissal.Kind.SOURCES: "articles.change_source",
    Dismissal.Kind.ARTICLES: "articles.change_article",
}
"""The permission to dismiss something, and to bring it back."""


@staff_page("dismissed/", "dismissed", needs="articles.view_dismissal", methods=SHOWN)
def dismissed(request: HttpRequest) -> HttpResponse:
    """What is dismissed or was brought back, latest first."""
    related = ("dismissed_by", "brought_back_by", "article", "original")
    found = Dismissal.objects.select_related(*related).defer("article__body", "original__body")
    before = number_of(request.GET.get("before"))
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found[: PAGE + 1])
    may = {kind for kind, permission in PERMISSIONS.items() if request.user.has_perm(permission)}
    return framed(
        request,
        "dismissed.html",
        _("Dismissed"),
        rows=[(row, row.brought_back_at is None and row.kind in may) for row in rows[:PAGE]],
        older=rows[PAGE - 1].pk if len(rows) > PAGE else None,
    )


@staff_page("dismissed/<int:pk>/back/", "dismissed_back", methods=SENT)
def bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring back something that was dismissed; a second request has no effect."""
    require(request, *PERMISSIONS.values())
    dismissal = get_object_or_404(Dismissal.objects.select_related("article", "original"), pk=pk)
    require(request, PERMISSIONS[Dismissal.Kind(dismissal.kind)])
    try:
        if dismissal.kind == Dismissal.Kind.ARTICLES and dismissal.brought_back_at is None:
            reconsider(dismissal, by=request.user)
    except MergeError as error:
        messages.error(request, str(error))
    else:
        if dismissal.bring_back(request.user):
            messages.success(request, _("“%(what)s” is in the queue again.") % {"what": dismissal})
    return HttpResponseRedirect(reverse("admin:dismissed"))
