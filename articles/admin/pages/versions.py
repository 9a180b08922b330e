"""The history of an article: what each version changed, word by word, and how to restore it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles.admin.shown_values import Difference, Names, differences
from articles.admin_site.pages import framed, number_of, require, staff_page
from articles.curation.corrected_fields import values_of, values_then
from articles.curation.corrections import GoneError, revert
from articles.field_words import label_of
from articles.fields import VERSIONED
from articles.models import Article
from articles.models.corrections import LONGEST_REASON
from articles.text.difference import Effort

PER_PAGE = 20
CHANGE = "articles.change_article"


@dataclass(frozen=True, slots=True)
class Version:
    """A history row with what it changed since the previous one."""

    row: Any
    older_id: int | None
    changes: list[Difference]
    corrected: list[str]
    is_current: bool

    @property
    def is_import(self) -> bool:
        """Whether it was not made by a person."""
        return self.row.history_user is None and self.row.history_change_reason == "imported"


def history_view(request: HttpRequest, object_id: str) -> HttpResponse:
    """Of the article; at the address that Django's admin gives to histories."""
    article = _article(unquote(object_id))
    require(request, "articles.view_article", CHANGE)
    rows = Article.history.filter(id=article.pk).select_related("history_user")
    paginator = Paginator(rows.order_by("-history_id"), PER_PAGE)
    page = paginator.get_page(request.GET.get("p"))
    context = {
        "subtitle": article.title,
        "object": article,
        "opts": Article._meta,
        "module_name": capfirst(str(Article._meta.verbose_name_plural)),
        "page": page,
        "versions": _versions(article, list(page)),
        "may_change": request.user.has_perm(CHANGE),
        "longest_reason": LONGEST_REASON,
    }
    return framed(request, "articles/article/history.html", _("Versions"), **context)


def _article(object_id: str | int) -> Article:
    try:
        return Article.objects.get(pk=object_id)
    except (Article.DoesNotExist, ValueError):
        raise Http404(
            _("The article is no longer there: an undo or an erasure has removed it.")
        ) from None


def _versions(article: Article, page: list[Any]) -> list[Version]:
    """The rows of a page, newest first, each compared with the previous one in time."""
    if not page:
        return []
    older = Article.history.filter(id=article.pk, history_id__lt=page[-1].history_id)
    rows = [*page, *older.order_by("-history_id")[:1]]
    states = [values_then(row) for row in rows]
    now = values_of(article)
    names, effort = Names([now, *states]), Effort()

    def version(place: int, row: Any) -> Version:
        is_oldest = place + 1 == len(rows)
        older = states[place] if is_oldest else states[place + 1]
        changes = differences(older, states[place], names, VERSIONED, effort)
        return Version(
            row,
            older_id=None if is_oldest else rows[place + 1].history_id,
            changes=changes,
            corrected=[label_of(name) for name in row.corrected_fields],
            is_current=all(now[name] == value for name, value in states[place].items()),
        )

    return [version(place, row) for place, row in enumerate(page)]


@staff_page("articles/article/<int:pk>/revert/", "articles_article_revert", needs=CHANGE)
def revert_view(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: restore ``field``, or all fields, from ``version``."""
    article = _article(pk)
    address = reverse("admin:articles_article_history", args=[pk])
    if request.method != "POST":
        return HttpResponseRedirect(address)
    field = request.POST.get("field", "")
    version = Article.history.filter(
        id=pk, history_id=number_of(request.POST.get("version"))
    ).first()
    if version is None or field not in ("", *VERSIONED):
        messages.error(request, _("There is no such version."))
        return HttpResponseRedirect(address)
    reason = request.POST.get("reason", "").strip()[:LONGEST_REASON]
    names = [field] if field else list(VERSIONED)
    try:
        changed = revert(article, version, names, by=request.user, reason=reason or _("restored"))
    except GoneError as error:
        messages.error(
            request,
            _(
                "Nothing was restored: what that version has as “%(field)s” is no longer in the "
                "archive. Restore the other fields one by one."
            )
            % {"field": label_of(str(error))},
        )
        return HttpResponseRedirect(address)
    if not changed:
        messages.info(request, _("The article says that already."))
        return HttpResponseRedirect(address)
    labels = ", ".join(label_of(name) for name in changed)
    model_admin = admin.site.get_model_admin(Article)
    model_admin.log_change(request, article, f"{labels}: {reason}" if reason else labels)
    messages.success(request, _("Restored: %(fields)s.") % {"fields": labels})
    return HttpResponseRedirect(address)
