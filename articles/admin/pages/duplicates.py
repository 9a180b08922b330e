"""Likely duplicate articles: the queue, two side by side with their difference, and the
decision."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.admin_site.pages import SHOWN, framed, number_of, require, sent, staff_page
from articles.admin_site.reasons import ReasonForm
from articles.admin_site.review_rights import CHANGE
from articles.curation import MergeError
from articles.curation import review_queue as queues
from articles.curation.article_merging import declare_distinct, merge, unmerge
from articles.curation.review_queue import Item
from articles.curation.weighing import Kind
from articles.display import number
from articles.field_words import label_of, words_of
from articles.fields import FIELDS, SEVERAL
from articles.models import Article, ArticleMerge
from articles.text.difference import Effort, difference, word_difference

from .walking import MARK, bar, next_address

PAGE = 50
MOST_MERGES = 100


class Decision(forms.Form):
    """An editor's decision about two articles."""

    KEEP_ORIGINAL, KEEP_DUPLICATE, DISTINCT = "original", "duplicate", "distinct"

    decision = forms.ChoiceField(
        choices=[(choice, choice) for choice in (KEEP_ORIGINAL, KEEP_DUPLICATE, DISTINCT)]
    )
    reason = ReasonForm.base_fields["reason"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One field of both articles."""

    label: str
    original: str
    duplicate: str

    @property
    def differs(self) -> bool:
        return self.original != self.duplicate


@staff_page("duplicates/", "duplicates", needs="articles.view_article", methods=SHOWN)
def duplicates(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, latest first, and the latest merges."""
    queue = queues.likely_duplicates()
    before = number_of(request.GET.get("before"))
    if before is not None:
        queue = queue.filter(pk__lt=before)
    found = list(queue.select_related("source", "duplicate_of__source").defer("body")[: PAGE + 1])
    merges = ArticleMerge.objects.select_related("target", "merged_by").defer("target__body")
    return framed(
        request,
        "duplicates.html",
        _("Likely duplicates"),
        articles=found[:PAGE],
        older=found[PAGE - 1].pk if len(found) > PAGE else None,
        merges=merges[:MOST_MERGES],
    )


@staff_page("duplicates/<int:pk>/", "duplicate", needs="articles.view_article")
def duplicate(request: HttpRequest, pk: int) -> HttpResponse:
    """An article next to the one that it may duplicate."""
    articles = Article.objects.select_related("source", "duplicate_of__source")
    article = articles.filter(pk=pk, duplicate_of__isnull=False).first()
    if article is None:
        messages.info(request, _("This article has been decided already, or is no longer there."))
        return HttpResponseRedirect(reverse("admin:duplicates"))
    original = article.duplicate_of
    assert original
    form = Decision(sent(request))
    if request.method == "POST":
        require(request, CHANGE)
        if form.is_valid():
            return _decide(request, article, original, **form.cleaned_data)
    effort = Effort()
    return framed(
        request,
        "duplicate.html",
        _("One article or two?"),
        article=article,
        original=original,
        facts=_facts(original, article),
        title_pieces=word_difference(original.title, article.title, effort),
        paragraphs=difference(original.paragraphs, article.paragraphs, effort),
        form=form,
        may_decide=request.user.has_perm(CHANGE),
        waiting=queues.likely_duplicates().count(),
        review_bar=bar(request),
    )


@staff_page("duplicates/merges/<int:pk>/", "article_merge", needs="articles.view_articlemerge")
def article_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """A merge of articles, and how to undo it."""
    records = ArticleMerge.objects.select_related("target", "merged_by", "undone_by")
    record = get_object_or_404(records, pk=pk)
    form = ReasonForm(sent(request))
    if request.method == "POST":
        require(request, CHANGE)
        if form.is_valid():
            return _part(request, record, form.cleaned_data["reason"])
    return framed(
        request,
        "article_merge.html",
        _("Merge of two articles"),
        record=record,
        form=form,
        may_decide=request.user.has_perm(CHANGE),
    )


def _decide(
    request: HttpRequest, article: Article, original: Article, decision: str, reason: str
) -> HttpResponse:
    try:
        if decision == Decision.DISTINCT:
            declare_distinct(article, by=request.user, reason=reason)
            messages.success(request, _("They are now two articles."))
        else:
            pair = (
                (article, original) if decision == Decision.KEEP_ORIGINAL else (original, article)
            )
            record = merge(*pair, by=request.user, reason=reason)
            messages.success(
                request,
                _("“%(title)s” was merged into the other article.") % {"title": record.title},
            )
    except MergeError as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(_next_address(request, Item(Kind.DUPLICATE, str(article.pk), "")))


def _next_address(request: HttpRequest, decided: Item) -> str:
    """On through the review queue for who came from there, else to the next pair."""
    if mark := request.GET.get(MARK):
        return next_address(mark)
    pairs = [item for item in queues.queue([Kind.DUPLICATE]) if item.original_id]
    following = queues.after(decided.mark, pairs) or next(iter(pairs), None)
    if following is None:
        return reverse("admin:duplicates")
    return reverse("admin:duplicate", args=[following.subject])


def _part(request: HttpRequest, record: ArticleMerge, reason: str) -> HttpResponse:
    try:
        parted = unmerge(record, by=request.user, reason=reason)
    except MergeError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(reverse("admin:article_merge", args=[record.pk]))
    messages.success(request, _("“%(title)s” is back.") % {"title": parted.title})
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[parted.pk]))


_FACTS = [
    field.name
    for field in FIELDS
    if field.kind not in SEVERAL and field.name not in ("title", "duplicate_of", "review")
]
"""What is compared besides title and body."""


def _facts(original: Article, article: Article) -> list[Fact]:
    facts = [
        Fact(label_of(name), *(words_of(name, getattr(each, name)) for each in (original, article)))
        for name in _FACTS
    ]
    captures = [number(each.captures.live().count()) for each in (original, article)]
    return [*facts, Fact(_("captures"), *captures)]
