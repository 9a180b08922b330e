"""The page of the review queue, and the bar that leads from one of its items to the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin_site.reasons import ReasonForm
from articles.curation import review_queue as queues
from articles.curation import wanted_articles as wanted_stories
from articles.curation.review_queue import MOST_COUNTED, Item
from articles.curation.weighing import Kind
from articles.importing.outcomes import WARNING_SENTENCES
from articles.models import Article

PER_PAGE = 50
MOST_NAMING = 100
MARK = "review"
"""The query parameter that says that a page was reached from the queue, and from which item."""

SAVE_AND_NEXT = "_reviewed_next"
"""The button that saves an article, marks it as reviewed and leads to the next item."""

NAMES: dict[Kind, str | Promise] = {
    Kind.TAKEDOWN: _("Demands to take down"),
    Kind.REPORT: _("Readers' reports"),
    Kind.CONTRADICTION: _("Contradictory dates"),
    Kind.DUPLICATE: _("Duplicates and namesakes"),
    Kind.SOURCE: _("New sources"),
    Kind.WARNING: _("Warnings"),
    Kind.WANTED: _("Wanted stories"),
}

CHANGE = "articles.change_article"

PERMISSIONS = {
    Kind.TAKEDOWN: "articles.change_readerreport",
    Kind.REPORT: "articles.change_readerreport",
    Kind.SOURCE: "articles.change_source",
}
"""The permission that an item's page needs, if not the one to change articles."""


@dataclass(frozen=True, slots=True)
class Row:
    """An item as the page shows it."""

    item: Item
    address: str
    reasons: list[str]

    @property
    def kind_name(self) -> str:
        return str(NAMES[self.item.kind])


@dataclass(frozen=True, slots=True)
class Filter:
    """A kind with its count, as a link that shows it alone."""

    name: str | Promise
    value: str
    count: str
    is_chosen: bool


def kinds_for(request: HttpRequest) -> list[Kind]:
    """The kinds that this person may deal with."""
    allowed = PERMISSIONS.get
    return [kind for kind in Kind if request.user.has_perm(allowed(kind, CHANGE))]


def page(model_admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    kinds = kinds_for(request)
    if not kinds:
        raise PermissionDenied
    chosen = [kind for kind in kinds if kind == request.GET.get("kind")]
    items = queues.queue(chosen or kinds)
    listed = Paginator(items, PER_PAGE).get_page(request.GET.get("p"))
    counts = queues.counts()
    context = model_admin.admin_site.each_context(request) | {
        "title": _("Review queue"),
        "opts": Article._meta,
        "page": listed,
        "rows": [_row(item) for item in listed],
        "filters": [
            Filter(NAMES[kind], kind, _count(counts[kind]), kind in chosen)
            for kind in kinds
            if counts[kind]
        ],
        "kind": chosen[0].value if chosen else "",
        "kind_query": f"kind={chosen[0].value}&" if chosen else "",
    }
    return TemplateResponse(request, "admin/articles/article/review.html", context)


def _count(count: int) -> str:
    return f"{count:,}+" if count >= MOST_COUNTED else str(count)


def _row(item: Item) -> Row:
    reasons = [str(WARNING_SENTENCES[code]) for code in item.warnings if code in WARNING_SENTENCES]
    return Row(item, address_of(item), reasons)


def address_of(item: Item) -> str:
    """The page where the item is dealt with, with the parameter of the queue."""
    match item.kind:
        case Kind.TAKEDOWN | Kind.REPORT:
            path = reverse("admin:articles_readerreport_change", args=[item.subject])
        case Kind.SOURCE:
            path = reverse("admin:articles_source_change", args=[item.subject])
        case Kind.WANTED:
            path = reverse("admin:articles_article_wanted", args=[item.subject])
        case _:
            path = reverse("admin:articles_article_change", args=[item.subject])
    return f"{path}?{urlencode({MARK: item.mark})}"


def next_address(mark: str) -> str:
    """The links to the next and previous item."""
    return f"{reverse('admin:articles_article_review_next')}?{urlencode({'after': mark})}"


def step(model_admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """Redirects to the item ``after`` or ``before`` a mark, or to the queue if there is none."""
    kinds = kinds_for(request)
    if not kinds:
        raise PermissionDenied
    items = queues.queue(kinds)
    if "before" in request.GET:
        item = queues.before(request.GET["before"], items)
    else:
        item = queues.after(request.GET.get("after", ""), items)
    if item is None:
        messages.info(request, gettext("That was the end of the queue."))
        return HttpResponseRedirect(reverse("admin:articles_article_review"))
    return HttpResponseRedirect(address_of(item))


def bar(request: HttpRequest) -> dict[str, str] | None:
    """Addresses of the items around the current one; None if not reached from the queue."""
    mark = request.GET.get(MARK)
    if mark is None:
        return None
    path = reverse("admin:articles_article_review_next")
    return {
        "queue": reverse("admin:articles_article_review"),
        "next": next_address(mark),
        "previous": f"{path}?{urlencode({'before': mark})}",
    }


def wanted(model_admin: ModelAdmin, request: HttpRequest, title_key: str) -> HttpResponse:
    """The page of a wanted title: which articles name it."""
    if not model_admin.has_view_or_change_permission(request):
        raise PermissionDenied
    may_dismiss = request.user.has_perm(CHANGE)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not may_dismiss:
            raise PermissionDenied
        if form.is_valid():
            return _dismiss_wanted(request, title_key, form.cleaned_data["reason"])
    stories = wanted_stories.naming(title_key).select_related("article__source")
    naming = list(stories.order_by("-article_id")[:MOST_NAMING])
    context: dict[str, Any] = model_admin.admin_site.each_context(request) | {
        "title": _("Wanted story"),
        "subtitle": naming[0].title if naming else "",
        "opts": Article._meta,
        "wanted_title": naming[0].title if naming else "",
        "naming": naming,
        "review_bar": bar(request),
        "may_dismiss": may_dismiss,
        "form": form,
    }
    return TemplateResponse(request, "admin/articles/article/wanted.html", context)


def _dismiss_wanted(request: HttpRequest, title_key: str, reason: str) -> HttpResponse:
    if wanted_stories.dismiss(title_key, by=request.user, reason=reason):
        messages.success(request, gettext("It is not wanted any more."))
    else:
        messages.info(request, gettext("No article waits for this story any more."))
    mark = request.GET.get(MARK)
    following = next_address(mark) if mark else reverse("admin:articles_article_review")
    return HttpResponseRedirect(following)
