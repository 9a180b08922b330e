"""Bulk actions on articles: an action of the list leads to a page that asks for value and reason,
shows what would happen, and does it after confirmation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from articles.admin.shown_values import Difference, Names, differences
from articles.admin_site.pages import framed, staff_page
from articles.admin_site.reasons import MayGiveReason, ReasonForm
from articles.backup.remains import remains
from articles.curation.bulk_changes import begin, change_all, reparse_all
from articles.curation.reparsing import Reread, reparse
from articles.db.write_ahead_log import empty_write_ahead_log
from articles.display import number
from articles.field_words import label_of
from articles.fields import VERSIONED
from articles.importing.erasing import erase
from articles.models import Article, BulkChange, Job
from articles.models.articles import ArticleQuerySet
from articles.search import has_index

from .bulk_forms import DayForm, EraseForm, LanguageForm, SourceForm

MOST_SHOWN = 50
"""How many of the articles are named on the page."""
BY_WORKER = 5_000
"""Fields of more articles are set by the worker."""


@dataclass(frozen=True, slots=True)
class Bulk:
    """One bulk action.

    It sets a field (to ``value``, or to that of the form) or parses captures again, as a change
    that can be undone; or ``act`` does it and returns the number of articles that it changed.
    """

    title: str | Promise
    explanation: str | Promise
    form: type[ReasonForm]
    field: str = ""
    value: Any = None
    act: Callable[[ModelAdmin, HttpRequest, list[Article], dict[str, Any]], int] | None = None
    permission: str = "change"
    most: int = 100_000


def _hand_over(
    name: str, request: HttpRequest, ids: Sequence[int], data: dict[str, Any]
) -> HttpResponse:
    """Let the worker set the field of an action."""
    bulk, reason = BULK[name], data["reason"]
    wanted = data[bulk.field] if bulk.value is None else bulk.value
    change = begin({bulk.field: wanted}, action=name, by=request.user, reason=reason)
    job = Job.objects.create(
        kind=Job.Kind.CHANGE,
        user_id=request.user.pk,
        language=get_language() or "",
        label=str(bulk.title),
        options={"change": change.pk, "ids": list(ids), "told": _told(bulk, reason)},
    )
    return redirect("admin:articles_job", job.pk)


def _told(bulk: Bulk, reason: str) -> str:
    what = str(label_of(bulk.field) if bulk.field else bulk.title)
    return f"{what}: {reason}" if reason else what


def _set(name: str, request: HttpRequest, ids: Sequence[int], data: dict[str, Any]) -> BulkChange:
    """Set the field of an action, or parse captures again, and tell it with the way back."""
    bulk, by, reason = BULK[name], request.user, data["reason"]
    if name == BulkChange.REPARSE:
        articles, today = list(_chosen(ids)), timezone.localdate()
        change = reparse_all(articles, reference=today, by=by, reason=reason)
    else:
        wanted = data[bulk.field] if bulk.value is None else bulk.value
        change = change_all(ids, {bulk.field: wanted}, action=name, by=by, reason=reason)
    if change.count:
        changed = Article.objects.filter(pk__in=change.articles.values("article"))
        LogEntry.objects.log_actions(
            request.user.pk or 0,
            list(changed.only("title")),
            CHANGE,
            change_message=_told(bulk, reason),
        )
    context = {"title": bulk.title, "change": change, "count": change.count}
    messages.success(request, render_to_string("admin/articles/article/_bulk_done.html", context))
    return change


def _erase(
    model_admin: ModelAdmin, request: HttpRequest, articles: list[Article], data: dict[str, Any]
) -> int:
    for article in articles:
        pk = article.pk
        erase(article, reason=data["reason"], by=request.user)
        article.pk, article.title = pk, article.key  # the log must not keep the title
    _log(model_admin, request, articles, str(BULK["erase"].title), data["reason"])
    _forget_words(request)
    return len(articles)


def _forget_words(request: HttpRequest) -> None:
    """Take the words out of the files that still have them, and name those that keep them."""
    for sentence in remains(is_log_empty=empty_write_ahead_log()):
        messages.warning(request, sentence)
    if not has_index():
        return
    Job.objects.ask_for_rebuild(request.user)
    messages.info(
        request,
        gettext("The worker builds the search index again; until then its files have the words."),
    )


def _log(
    model_admin: ModelAdmin,
    request: HttpRequest,
    articles: Sequence[Article],
    what: str,
    reason: str,
) -> None:
    for article in articles:
        model_admin.log_change(request, article, f"{what}: {reason}" if reason else what)


BULK = {
    "source": Bulk(
        _("Set the source"),
        _("All these articles get this source, as a correction that no import overwrites."),
        SourceForm,
        field="source",
    ),
    "language": Bulk(
        _("Set the language"),
        _("All these articles get this language, as a correction that no import overwrites."),
        LanguageForm,
        field="language",
    ),
    "day": Bulk(
        _("Set the publication day"),
        _("All these articles get this day, as a correction that no import overwrites."),
        DayForm,
        field="published_on",
    ),
    "hide": Bulk(
        _("Hide"),
        _("Readers do not find these articles until they are published again."),
        MayGiveReason,
        field="status",
        value=Article.Status.HIDDEN,
    ),
    "publish": Bulk(
        _("Publish"),
        _("Readers find these articles again."),
        MayGiveReason,
        field="status",
        value=Article.Status.PUBLISHED,
    ),
    "reviewed": Bulk(
        _("Mark as reviewed"),
        _("These articles leave the review queue."),
        MayGiveReason,
        field="review",
        value=Article.Review.DONE,
    ),
    BulkChange.REPARSE: Bulk(
        _("Parse the captures again"),
        _("The current parser reads what was scraped. Corrections by editors stay."),
        MayGiveReason,
        most=200,
    ),
    "erase": Bulk(
        _("Erase permanently"),
        _(
            "Text, captures and history of these articles are deleted. Their addresses say that "
            "they were taken down, and imports reject them. This cannot be undone."
        ),
        EraseForm,
        act=_erase,
        permission="erase",
        most=100,
    ),
}


def _action(name: str, bulk: Bulk) -> Any:
    def act(
        model_admin: ModelAdmin, request: HttpRequest, queryset: ArticleQuerySet
    ) -> HttpResponse | None:
        ids = list(queryset.order_by().values_list("pk", flat=True)[: bulk.most + 1])
        if len(ids) > bulk.most:
            messages.error(
                request,
                gettext("Choose at most %(most)s articles at once.") % {"most": number(bulk.most)},
            )
            return None
        return _answer(request, name, ids, bulk.form(), back=request.GET.urlencode())

    act.__name__ = f"bulk_{name}"
    described: Any = admin.action(permissions=[bulk.permission])(act)
    described.short_description = bulk.title
    return described


ACTIONS = [_action(name, bulk) for name, bulk in BULK.items()]


def grouped(choices: list[tuple[str, Any]]) -> list[tuple[Any, Any]]:
    """The choices of actions; those that cannot be undone stand apart."""
    final = {f"bulk_{name}" for name, bulk in BULK.items() if bulk.permission == "erase"}
    apart = [choice for choice in choices if choice[0] in final]
    rest = [choice for choice in choices if choice[0] not in final]
    return [*rest, (_("Cannot be undone"), apart)] if apart else rest


@staff_page("articles/article/bulk/<slug:name>/", "articles_article_bulk")
def page(request: HttpRequest, name: str) -> HttpResponse:
    """Asks for what the action needs (GET ``?ids=``), and runs it (POST)."""
    model_admin = admin.site.get_model_admin(Article)
    bulk = BULK.get(name)
    if bulk is None:
        raise Http404
    if not getattr(model_admin, f"has_{bulk.permission}_permission")(request):
        raise PermissionDenied
    sent = request.POST if request.method == "POST" else request.GET
    ids = _ids(sent.get("ids", ""))[: bulk.most]
    back = sent.get("back", "")
    more: dict[str, Any] = {"expected": _chosen(ids).count()} if bulk.permission == "erase" else {}
    form = bulk.form(request.POST or None, **more)
    if request.method != "POST" or not form.is_valid():
        return _answer(request, name, ids, form, back=back)
    there = set(_chosen(ids).values_list("pk", flat=True))
    if bulk.field and len(there) > BY_WORKER:
        return _hand_over(name, request, [pk for pk in ids if pk in there], form.cleaned_data)
    if bulk.act is None:
        _set(name, request, [pk for pk in ids if pk in there], form.cleaned_data)
    else:
        count = bulk.act(model_admin, request, list(_chosen(ids)), form.cleaned_data)
        sentence = ngettext(
            "%(number)s article has changed.", "%(number)s articles have changed.", count
        )
        messages.success(request, f"{bulk.title}: {sentence % {'number': number(count)}}")
    if gone := len(ids) - len(there):
        sentence = ngettext(
            "%(number)s article was no longer there.",
            "%(number)s articles were no longer there.",
            gone,
        )
        messages.warning(request, sentence % {"number": number(gone)})
    return HttpResponseRedirect(list_address(back))


def list_address(query: str) -> str:
    """The list of articles, with the search and the filters from which somebody came."""
    path = reverse("admin:articles_article_changelist")
    kept = QueryDict(query, mutable=True).urlencode()  # of this page alone, whatever was sent
    return f"{path}?{kept}" if kept else path


def _ids(text: str) -> list[int]:
    numbers = (part for part in text.split(",") if part.isascii() and part.isdigit())
    return list(dict.fromkeys(int(number) for number in numbers if len(number) < 18))


def _chosen(ids: Sequence[int]) -> ArticleQuerySet:
    return Article.objects.filter(pk__among=ids).select_related("source").order_by("pk")


def _answer(
    request: HttpRequest, name: str, ids: Sequence[int], form: ReasonForm, *, back: str
) -> HttpResponse:
    bulk = BULK[name]
    chosen = _chosen(ids)
    context: dict[str, Any] = {
        "explanation": bulk.explanation,
        "opts": Article._meta,
        "name": name,
        "form": form,
        "media": form.media,
        "ids": ",".join(map(str, ids)),
        "back": back,
        "back_address": list_address(back),
        "count": chosen.count(),
        "articles": chosen[:MOST_SHOWN],
        "most_shown": MOST_SHOWN,
        "is_dangerous": bulk.permission == "erase",
    }
    if name == BulkChange.REPARSE:
        context["rereads"] = _preview(list(chosen))
    return framed(request, "articles/article/bulk.html", bulk.title, **context)


@dataclass(frozen=True, slots=True)
class Preview:
    """What parsing an article's captures again would do."""

    article: Article
    changes: list[Difference]
    kept: list[str]
    unreadable: list[str]


def _preview(articles: list[Article]) -> list[Preview]:
    rereads = [
        each
        for each in reparse(articles, reference=timezone.localdate(), dry_run=True)
        if each.is_news
    ]
    states = [_states(each) for each in rereads]
    names = Names(state for pair in states for state in pair)
    return [
        Preview(
            each.article,
            differences(before, after, names, VERSIONED),
            [label_of(name) for name in each.kept],
            each.unreadable,
        )
        for each, (before, after) in zip(rereads, states, strict=True)
    ]


def _states(reread: Reread) -> tuple[dict[str, Any], dict[str, Any]]:
    before = {name: values[0] for name, values in reread.changed.items()}
    after = {name: values[1] for name, values in reread.changed.items()}
    return before, after
