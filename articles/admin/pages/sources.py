"""Likely duplicate sources: the list, merging two with a preview, and undoing a merge."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.admin.choosers import source_choices
from articles.admin_site.pages import SHOWN, framed, number_of, require, sent, staff_page
from articles.admin_site.reasons import ReasonForm
from articles.curation import MergeError
from articles.curation.distinct_pairs import declare_distinct, without_distinct
from articles.curation.likely_duplicates import (
    LikelyDuplicates,
    NamedSource,
    Reason,
    likely_duplicates,
)
from articles.curation.source_merging import merge, plan, unmerge
from articles.display import number
from articles.models import Source, SourceMerge
from articles.models.sources import NAME_LANGUAGES
from articles.search import name_table
from articles.text.folding import fold_key

MERGE = "articles.merge_source"
CHANGE = "articles.change_source"
MOST_COMPARED = 5_000
"""How many sources are compared with each other."""
MOST_PAIRS = 100
MOST_FOUND = 30
MOST_MERGES = 100

REASONS: dict[Reason, str | Promise] = {
    Reason.SAME_NAME: gettext_lazy("the same name"),
    Reason.SPELLING: gettext_lazy("a similar spelling"),
    Reason.OTHER_LANGUAGE: gettext_lazy("the same name in another language or script"),
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two sources with their similar names, and why they may be the same."""

    sources: Sequence[Source]
    names: Sequence[str]
    why: str | Promise


@staff_page("sources/duplicates/", "source_duplicates", needs="articles.view_source", methods=SHOWN)
def source_duplicates(request: HttpRequest) -> HttpResponse:
    """Pairs that are likely the same, most likely first, and the latest merges."""
    found = _suggestions(_likely())
    return framed(
        request,
        "source_duplicates.html",
        _("Sources that may be the same"),
        suggestions=found,
        merges=SourceMerge.objects.select_related("merged_by", "undone_by")[:MOST_MERGES],
        may_merge=request.user.has_perm(MERGE),
        may_unmerge=request.user.has_perm(CHANGE),
    )


@staff_page("sources/<int:pk>/distinct/<int:other_pk>/", "sources_distinct", needs=CHANGE)
def distinct(request: HttpRequest, pk: int, other_pk: int) -> HttpResponse:
    """Declare two sources distinct, with a reason: they are not suggested any more."""
    pair = list(_counted((pk, other_pk)))
    if len(pair) != 2:
        return _gone(request)
    form = ReasonForm(sent(request))
    if request.method == "POST" and form.is_valid():
        declare_distinct(*pair, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("They are now two sources."))
        return HttpResponseRedirect(reverse("admin:source_duplicates"))
    return framed(request, "sources_distinct.html", _("Two sources"), pair=pair, form=form)


@staff_page("sources/<int:pk>/merging/", "source_merging", needs=MERGE)
def merging(request: HttpRequest, pk: int) -> HttpResponse:
    """Merge a source into ``target``: choose it, see what moves, confirm."""
    source = Source.objects.filter(pk=pk).first()
    if source is None:
        return _gone(request)
    target = Source.objects.filter(pk=number_of(request.GET.get("target")) or 0).first()
    if target is None:
        return _choose(request, source)
    form = ReasonForm(sent(request))
    try:
        planned = plan(source, target)
        if request.method == "POST" and form.is_valid():
            record = merge(source, target, by=request.user, reason=form.cleaned_data["reason"])
            return _merged(request, record, planned.articles, target)
    except MergeError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(reverse("admin:source_duplicates"))
    return framed(
        request,
        "source_merging.html",
        _("Merge “%(source)s” into “%(target)s”") % {"source": source, "target": target},
        source=source,
        target=target,
        plan=planned,
        names=_names(target, planned.target_after),
        form=form,
    )


@staff_page("sources/merges/<int:pk>/", "source_merge", needs="articles.view_sourcemerge")
def source_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """A merge of sources, and how to undo it."""
    record = get_object_or_404(SourceMerge.objects.select_related("merged_by", "undone_by"), pk=pk)
    form = ReasonForm(sent(request))
    if request.method == "POST":
        require(request, MERGE)
        if form.is_valid():
            return _taken_back(request, record, form.cleaned_data["reason"])
    return framed(
        request,
        "source_merge.html",
        _("Merge of “%(source)s”") % {"source": record},
        record=record,
        target=Source.objects.filter(pk=record.target_id).first(),
        articles=record.articles.count(),
        form=form,
        may_merge=request.user.has_perm(MERGE),
    )


def _gone(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("This source is no longer there: somebody has merged or deleted it."))
    return HttpResponseRedirect(reverse("admin:source_duplicates"))


def _choose(request: HttpRequest, source: Source) -> HttpResponse:
    typed = request.GET.get("q", "").replace("\0", "")[:300]
    return framed(
        request,
        "source_choosing.html",
        _("Merge “%(source)s”") % {"source": source},
        source=source,
        typed=typed,
        found=_found(typed, source) if typed.strip() else None,
        suggestions=_suggestions(
            [pair for pair in _likely() if source.pk in pair.pks], last=source.pk
        ),
    )


def _found(typed: str, source: Source) -> list[Source]:
    """Other sources by a part of a name or spelling, typed on either keyboard."""
    folded = fold_key(typed)
    condition = Q(aliases__folded_name__contains=folded) | Q(slug__contains=typed.strip())
    for code in NAME_LANGUAGES:
        condition |= Q(**{f"name_{code}__icontains": typed.strip()})
    found = Source.objects.filter(condition).exclude(pk=source.pk).distinct()
    return list(_counted(found.order_by("slug")[:MOST_FOUND].values_list("pk", flat=True)))


def _counted(pks: Iterable[int]) -> list[Source]:
    return list(
        Source.objects.filter(pk__in=list(pks))
        .annotate(article_count=Count("articles"))
        .order_by("slug")
    )


def _likely() -> list[LikelyDuplicates]:
    fields = ("pk", *(f"name_{code}" for code in NAME_LANGUAGES))
    rows = Source.objects.order_by("-pk").values_list(*fields)[:MOST_COMPARED]
    named = [NamedSource(pk, tuple(filter(None, names))) for pk, *names in rows]
    return list(islice(without_distinct(likely_duplicates(named, name_table())), MOST_PAIRS))


def _suggestions(found: Sequence[LikelyDuplicates], last: int | None = None) -> list[Suggestion]:
    """The pairs with their sources and numbers of articles; ``last`` comes last in its pairs."""
    sources = {source.pk: source for source in _counted(pk for each in found for pk in each.pks)}
    suggestions = []
    for each in found:
        pairs = sorted(zip(each.pks, each.names, strict=True), key=lambda pair: pair[0] == last)
        suggestions.append(
            Suggestion(
                [sources[pk] for pk, _name in pairs],
                [name for _pk, name in pairs],
                REASONS[each.reason],
            )
        )
    return suggestions


def _names(target: Source, after: dict[str, Any]) -> list[tuple[str, str, bool]]:
    """The target's fields after the merge: label, value, and whether the merge sets it."""
    fields = [target._meta.get_field(name) for name in (*_NAME_FIELDS, "homepage")]
    return [
        (
            str(field.verbose_name),  # type: ignore[union-attr]
            after.get(field.name, getattr(target, field.name)),
            field.name in after,
        )
        for field in fields
    ]


_NAME_FIELDS = tuple(f"name_{code}" for code in NAME_LANGUAGES)


def _merged(
    request: HttpRequest, record: SourceMerge, articles: int, target: Source
) -> HttpResponse:
    sentence = ngettext(
        "“%(source)s” was merged into “%(target)s”, with %(number)s article.",
        "“%(source)s” was merged into “%(target)s”, with %(number)s articles.",
        articles,
    )
    values = {"source": record, "target": target, "number": number(articles)}
    messages.success(request, sentence % values)
    return HttpResponseRedirect(reverse("admin:source_merge", args=[record.pk]))


def _taken_back(request: HttpRequest, record: SourceMerge, reason: str) -> HttpResponse:
    try:
        back = unmerge(record, by=request.user, reason=reason)
    except MergeError as error:
        messages.error(request, str(error))
    else:
        sentence = ngettext(
            "“%(source)s” is back, with %(number)s article.",
            "“%(source)s” is back, with %(number)s articles.",
            back.articles,
        )
        values = {"source": back.source, "number": number(back.articles)}
        messages.success(request, sentence % values)
    return HttpResponseRedirect(reverse("admin:source_merge", args=[record.pk]))


@staff_page("articles/source/choices/", "articles_source_choices", methods=SHOWN)
def choices(request: HttpRequest) -> HttpResponse:
    """Completions for a source, for people who may see sources or change articles."""
    require(request, "articles.view_source", CHANGE, "articles.change_article")
    return source_choices(request)
