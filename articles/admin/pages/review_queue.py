"""The review queue, and the page of a wanted title, which has no record of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin_site.pages import SHOWN, framed, require, sent, staff_page
from articles.admin_site.reasons import ReasonForm
from articles.admin_site.review_rights import CHANGE
from articles.curation import review_queue as queues
from articles.curation import wanted_articles
from articles.curation.review_queue import MOST_COUNTED, Item
from articles.curation.weighing import Kind
from articles.display import number
from articles.importing.outcomes import WARNING_SENTENCES
from articles.models import Article, RelatedStory

from .walking import MARK, address_of, bar, kinds_for, next_address

PER_PAGE = 50
MOST_NAMING = 100

NAMES: dict[Kind, str | Promise] = {
    Kind.TAKEDOWN: _("Takedown requests"),
    Kind.REPORT: _("Readers' reports"),
    Kind.CONTRADICTION: _("Contradictory dates"),
    Kind.DUPLICATE: _("Duplicates and namesakes"),
    Kind.SOURCE: _("New sources"),
    Kind.HABITS: _("Habits of sources to decide on"),
    Kind.WARNING: _("Warnings"),
    Kind.WANTED: _("Wanted articles"),
}


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


@staff_page("articles/article/review/", "articles_article_review", methods=SHOWN)
def page(request: HttpRequest) -> HttpResponse:
    """The items of the queue, all or of one kind."""
    kinds = kinds_for(request)
    chosen = [kind for kind in kinds if kind == request.GET.get("kind")]
    items = queues.queue(chosen or kinds)
    listed = Paginator(items, PER_PAGE).get_page(request.GET.get("p"))
    counts = queues.counts()
    context = {
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
    return framed(request, "articles/article/review.html", _("Review queue"), **context)


def _count(count: int) -> str:
    return f"{number(count)}+" if count >= MOST_COUNTED else number(count)


def _row(item: Item) -> Row:
    reasons = [str(WARNING_SENTENCES[code]) for code in item.warnings if code in WARNING_SENTENCES]
    return Row(item, address_of(item), reasons)


@staff_page("articles/article/review/wanted/<slug:title_key>/", "articles_article_wanted")
def wanted(request: HttpRequest, title_key: str) -> HttpResponse:
    """The page of a wanted title: which articles name it."""
    require(request, "articles.view_article", CHANGE)
    form = ReasonForm(sent(request))
    if request.method == "POST":
        require(request, CHANGE)
        if form.is_valid():
            return _dismiss_wanted(request, title_key, form.cleaned_data["reason"])
    related = wanted_articles.naming(title_key).select_related("article__source")
    naming = list(related.order_by("-article_id")[:MOST_NAMING])
    context: dict[str, Any] = {
        "subtitle": naming[0].title if naming else "",
        "opts": Article._meta,
        "wanted_title": naming[0].title if naming else "",
        "naming": naming,
        "review_bar": bar(request),
        "may_import": request.user.has_perm("articles.add_importbatch"),
        "fetching": _fetching(naming),
        "may_dismiss": request.user.has_perm(CHANGE),
        "form": form,
    }
    return framed(request, "articles/article/wanted.html", _("Wanted article"), **context)


def _fetching(naming: list[RelatedStory]) -> str:
    """The page that imports, with what is known of a wanted article."""
    title = naming[0].title if naming else ""
    return f"{reverse('admin:articles_import')}?{urlencode({'label': title[:300]})}"


def _dismiss_wanted(request: HttpRequest, title_key: str, reason: str) -> HttpResponse:
    if wanted_articles.dismiss(title_key, by=request.user, reason=reason):
        messages.success(request, gettext("It is no longer wanted."))
    else:
        messages.info(request, gettext("No article recommends this one any more."))
    mark = request.GET.get(MARK)
    following = next_address(mark) if mark else reverse("admin:articles_article_review")
    return HttpResponseRedirect(following)
