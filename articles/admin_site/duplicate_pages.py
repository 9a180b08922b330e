"""Articles that may be one: the queue, two side by side with their difference, and what follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from articles.curation import MergeError
from articles.curation.article_merging import declare_distinct, merge, unmerge
from articles.display import number, readers_day
from articles.models import Article, ArticleMerge
from articles.text.difference import Effort, difference, word_difference

from .reasons import ReasonForm
from .rendering import number_of, require, sent, staff_page

CHANGE = "articles.change_article"
PAGE = 50
MOST_MERGES = 100


class Decision(forms.Form):
    """What an editor says of two articles."""

    KEEP_ORIGINAL, KEEP_DUPLICATE, DISTINCT = "original", "duplicate", "distinct"

    decision = forms.ChoiceField(
        choices=[(choice, choice) for choice in (KEEP_ORIGINAL, KEEP_DUPLICATE, DISTINCT)]
    )
    reason = ReasonForm.base_fields["reason"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One field of both articles."""

    label: str | Promise
    original: str
    duplicate: str

    @property
    def differs(self) -> bool:
        return self.original != self.duplicate


@require_safe
def duplicates(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, the latest first, and the latest merges."""
    require(request, "articles.view_article")
    queue = _queue()
    before = number_of(request.GET.get("before"))
    if before is not None:
        queue = queue.filter(pk__lt=before)
    found = list(queue.select_related("source", "duplicate_of__source").defer("body")[: PAGE + 1])
    merges = ArticleMerge.objects.select_related("target", "merged_by").defer("target__body")
    return staff_page(
        request,
        "duplicates.html",
        _("Likely duplicates"),
        articles=found[:PAGE],
        older=found[PAGE - 1].pk if len(found) > PAGE else None,
        merges=merges[:MOST_MERGES],
    )


@require_http_methods(["GET", "POST"])
def duplicate(request: HttpRequest, pk: int) -> HttpResponse:
    """An article beside the one that it may be a duplicate of."""
    require(request, "articles.view_article")
    articles = Article.objects.select_related("source", "duplicate_of__source")
    article = articles.filter(pk=pk, duplicate_of__isnull=False).first()
    if article is None:
        messages.info(request, _("This article is decided already, or no longer there."))
        return HttpResponseRedirect(reverse("admin:duplicates"))
    original = article.duplicate_of
    assert original
    form = Decision(sent(request))
    if request.method == "POST":
        require(request, CHANGE)
        if form.is_valid():
            return _decide(request, article, original, **form.cleaned_data)
    effort = Effort()
    return staff_page(
        request,
        "duplicate.html",
        _("One story, or two?"),
        article=article,
        original=original,
        facts=_facts(original, article),
        title_pieces=word_difference(original.title, article.title, effort),
        paragraphs=difference(original.paragraphs, article.paragraphs, effort),
        form=form,
        may_decide=request.user.has_perm(CHANGE),
        waiting=_queue().count(),
    )


@require_http_methods(["GET", "POST"])
def article_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """A merge of articles, and the way to take it back."""
    require(request, "articles.view_articlemerge")
    records = ArticleMerge.objects.select_related("target", "merged_by", "undone_by")
    record = get_object_or_404(records, pk=pk)
    form = ReasonForm(sent(request))
    if request.method == "POST":
        require(request, CHANGE)
        if form.is_valid():
            return _part(request, record, form.cleaned_data["reason"])
    return staff_page(
        request,
        "article_merge.html",
        _("Merge of two articles"),
        record=record,
        form=form,
        may_decide=request.user.has_perm(CHANGE),
    )


def _queue() -> Any:
    """In an index of its own: articles that need review are few."""
    needed = Article.objects.filter(review=Article.Review.NEEDED, duplicate_of__isnull=False)
    return needed.order_by("-pk")


def _decide(
    request: HttpRequest, article: Article, original: Article, decision: str, reason: str
) -> HttpResponse:
    try:
        if decision == Decision.DISTINCT:
            declare_distinct(article, by=request.user, reason=reason)
            messages.success(request, _("They are two stories from now on."))
        else:
            pair = (
                (article, original) if decision == Decision.KEEP_ORIGINAL else (original, article)
            )
            record = merge(*pair, by=request.user, reason=reason)
            messages.success(
                request, _("“%(title)s” has gone into the other.") % {"title": record.title}
            )
    except MergeError as error:
        messages.error(request, str(error))
    following = _queue().filter(pk__lt=article.pk).first() or _queue().first()
    if following is None:
        return HttpResponseRedirect(reverse("admin:duplicates"))
    return HttpResponseRedirect(reverse("admin:duplicate", args=[following.pk]))


def _part(request: HttpRequest, record: ArticleMerge, reason: str) -> HttpResponse:
    try:
        parted = unmerge(record, by=request.user, reason=reason)
    except MergeError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(reverse("admin:article_merge", args=[record.pk]))
    messages.success(request, _("“%(title)s” is there again.") % {"title": parted.title})
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[parted.pk]))


_FACTS: Sequence[tuple[str | Promise, str]] = (
    (gettext_lazy("source"), "source"),
    (gettext_lazy("publication day"), "day"),
    (gettext_lazy("author"), "author"),
    (gettext_lazy("language"), "language"),
    (gettext_lazy("views"), "views"),
    (gettext_lazy("original address"), "url"),
    (gettext_lazy("news code"), "external_id"),
    (gettext_lazy("status"), "status"),
)


def _facts(original: Article, article: Article) -> list[Fact]:
    facts = [Fact(label, _shown(original, name), _shown(article, name)) for label, name in _FACTS]
    captures = [number(each.captures.live().count()) for each in (original, article)]
    return [*facts, Fact(_("captures"), *captures)]


def _shown(article: Article, name: str) -> str:
    match name:
        case "day":
            return readers_day(article.day) if article.day else ""
        case "views":
            return number(article.views) if article.views is not None else ""
        case "language" | "status":
            return str(getattr(article, f"get_{name}_display")())
        case _:
            return str(getattr(article, name) or "")
