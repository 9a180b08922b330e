"""What was set of many articles at once: the report of each change, its CSV, and its undo."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.admin.shown_values import Names
from articles.admin_site.pages import SHOWN, framed, sent, staff_page
from articles.admin_site.reasons import MayGiveReason
from articles.admin_site.review_rights import CHANGE
from articles.curation.bulk_changes import AlreadyUndoneError, Undo, plan_undo, undo, value_of
from articles.db.rows import in_pieces
from articles.display import digits, number
from articles.exporting.spreadsheets import lines_of
from articles.field_words import label_of
from articles.models import Article, BulkChange, ChangedArticle, Job

from .bulk import BULK
from .importing.pages import PER_PAGE, page_of

VIEW = "articles.view_bulkchange"
MOST_NAMED = 50
"""How many articles are named that an undo leaves alone."""


def title_of(change: BulkChange) -> str | Promise:
    """What was done, in words."""
    return BULK[change.action].title if change.action in BULK else change.action


@dataclass(frozen=True, slots=True)
class Row:
    """A field of an article: what it said before and what was set, in words."""

    article: Article
    label: str
    before: str
    after: str
    is_restored: bool


def _rows(change: BulkChange, changed: Sequence[ChangedArticle]) -> Iterator[Row]:
    """The same number of queries for any number of articles."""
    names = Names(
        [change.values, *(state for each in changed for state in (each.before, each.after or {}))]
    )

    def words(name: str, value: Any) -> str:
        return " ".join(names.paragraphs(name, value_of(name, value)))

    for each in changed:
        after = change.values if each.after is None else each.after
        for name, before in each.before.items():
            yield Row(
                each.article,
                label_of(name),
                words(name, before),
                words(name, after[name]),
                each.is_restored,
            )


@staff_page("articles/bulkchange/<int:pk>/report/", "bulk_change", needs=VIEW, methods=SHOWN)
def report(request: HttpRequest, pk: int) -> HttpResponseBase:
    change = _change_or_404(pk)
    page = page_of(request, change.articles.count())
    start = (page.number - 1) * PER_PAGE
    shown = _articles(change)[start : start + PER_PAGE]
    return framed(
        request,
        "articles/bulkchange/report.html",
        _("Change %(number)s") % {"number": digits(change.pk)},
        subtitle=title_of(change),
        change=change,
        rows=list(_rows(change, list(shown))),
        page=page,
        may_undo=not change.is_undone and request.user.has_perm(CHANGE),
    )


@staff_page("articles/bulkchange/<int:pk>/report.csv", "bulk_change_csv", needs=VIEW, methods=SHOWN)
def report_csv(request: HttpRequest, pk: int) -> HttpResponseBase:
    change = _change_or_404(pk)
    header = [_("key"), _("title"), _("field"), _("before"), _("after"), _("undone")]
    return StreamingHttpResponse(
        lines_of(header, _cells(change)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="change-{change.pk}.csv"'},
    )


def _cells(change: BulkChange) -> Iterator[Iterable[Any]]:
    pks = list(change.articles.order_by("pk").values_list("pk", flat=True))
    for piece in in_pieces(pks, 500):
        for row in _rows(change, list(_articles(change).filter(pk__among=piece))):
            article = row.article
            undone = _("yes") if row.is_restored else ""
            yield article.key, article.title, row.label, row.before, row.after, undone


@staff_page("articles/bulkchange/<int:pk>/undo/", "bulk_change_undo", needs=CHANGE)
def undo_page(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Shows what an undo would do (GET), and does it (POST)."""
    change = _change_or_404(pk)
    at_work = Job.objects.unfinished().filter(kind=Job.Kind.CHANGE, options__change=change.pk)
    if job := at_work.first():
        messages.info(request, _("The worker is still at it: cancel the job before you undo it."))
        return redirect("admin:articles_job", job.pk)
    form = MayGiveReason(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            done = undo(change, by=request.user, reason=form.cleaned_data["reason"])
        except AlreadyUndoneError:
            messages.info(request, _("This change has been undone already."))
        else:
            _tell(request, change, done)
        return redirect("admin:bulk_change", change.pk)
    if change.is_undone:
        messages.info(request, _("This change has been undone already."))
        return redirect("admin:bulk_change", change.pk)
    planned = plan_undo(change)
    return framed(
        request,
        "articles/bulkchange/undo.html",
        _("Undo of change %(number)s") % {"number": digits(change.pk)},
        subtitle=title_of(change),
        change=change,
        form=form,
        restored=len(planned.restored),
        stays=[
            (label, len(pks), _named(pks))
            for label, pks in (
                (_("Stay, because somebody has set something else since"), planned.changed_since),
                (_("Stay, because the source that they had is no longer there"), planned.lost),
            )
            if pks
        ],
        gone=change.count - change.articles.count(),
    )


def _tell(request: HttpRequest, change: BulkChange, done: Undo) -> None:
    count = len(done.restored)
    sentence = ngettext(
        "Change %(change)s is undone: %(number)s article says again what it said before.",
        "Change %(change)s is undone: %(number)s articles say again what they said before.",
        count,
    )
    messages.success(request, sentence % {"change": digits(change.pk), "number": number(count)})


def _change_or_404(pk: int) -> BulkChange:
    return get_object_or_404(BulkChange.objects.select_related("made_by", "undone_by"), pk=pk)


def _articles(change: BulkChange) -> Any:
    return change.articles.select_related("article").defer("article__body").order_by("pk")


def _named(pks: Sequence[int]) -> list[Article]:
    return list(Article.objects.filter(pk__in=pks[:MOST_NAMED]).only("title").order_by("pk"))
