"""The way through the review queue: from an item to its page, and from there to the next item."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from articles.admin_site.pages import SHOWN, staff_page
from articles.admin_site.review_rights import kinds_of
from articles.curation import review_queue as queues
from articles.curation.review_queue import Item
from articles.curation.weighing import Kind

MARK = "review"
"""The query parameter that says that a page was reached from the queue, and from which item."""

SAVE_AND_NEXT = "_reviewed_next"
"""The button that saves an article, marks it as reviewed and leads to the next item."""


def kinds_for(request: HttpRequest) -> list[Kind]:
    """The kinds that this person may deal with; refuses who may deal with none."""
    kinds = kinds_of(request.user)
    if not kinds:
        raise PermissionDenied
    return kinds


def address_of(item: Item) -> str:
    """The page where the item is dealt with, with the parameter of the queue."""
    match item.kind:
        case Kind.TAKEDOWN | Kind.REPORT:
            path = reverse("admin:articles_readerreport_change", args=[item.subject])
        case Kind.SOURCE:
            path = reverse("admin:articles_source_change", args=[item.subject])
        case Kind.HABITS:
            path = reverse("admin:source_evidence", args=[item.subject])
        case Kind.DUPLICATE if item.original_id:
            path = reverse("admin:duplicate", args=[item.subject])
        case Kind.WANTED:
            path = reverse("admin:articles_article_wanted", args=[item.subject])
        case _:
            path = reverse("admin:articles_article_change", args=[item.subject])
    return f"{path}?{urlencode({MARK: item.mark})}"


def next_address(mark: str) -> str:
    """The address that leads to the item after the mark."""
    return f"{reverse('admin:articles_article_review_next')}?{urlencode({'after': mark})}"


@staff_page("articles/article/review/next/", "articles_article_review_next", methods=SHOWN)
def step(request: HttpRequest) -> HttpResponse:
    """Redirects to the item ``after`` or ``before`` a mark, or to the queue if there is none."""
    items = queues.queue(kinds_for(request))
    if "before" in request.GET:
        item = queues.before(request.GET["before"], items)
    else:
        item = queues.after(request.GET.get("after", ""), items)
    if item is None:
        messages.info(request, gettext("End of the queue."))
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
