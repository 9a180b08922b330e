"""The page of one article."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.db.prepared import Given, Prepared
from articles.models import (
    Article,
    ArticleIdentity,
    Capture,
    Figure,
    RelatedStory,
    Tombstone,
)
from articles.models.articles import ArticleQuerySet
from articles.reuse.sharing import shared_by
from articles.search import IndexUnavailableError, more_like_this
from articles.views.site.errors import Missing, gone
from articles.views.site.http_cache import public_page
from articles.views.site.listing import named

from .body import body_blocks
from .citing import citations, cited
from .corrections import named_corrections
from .structured_data import json_ld, open_graph

ALIKE_SHOWN = 5

SHARING_SHOWN = 6
MOST_SHARING = 20
"""How many articles that share passages are named, and looked at: some may be hidden."""

LINKS_SHOWN = 20
"""How many articles that link here, and how many duplicates, are named."""


def _with_neighbours() -> ArticleQuerySet:
    """With its source, its neighbours and the number of captures as ``capture_count``. The other
    articles that it refers to may be hidden."""
    captures = Capture.objects.live().filter(article=OuterRef("pk")).order_by().values("article")
    counted = Subquery(captures.annotate(count=Count("pk")).values("count"))
    of_key = Article.objects.visible().filter(key=Given("key"))
    neighbours = of_key.select_related("source").with_neighbours()
    return neighbours.annotate(capture_count=Coalesce(counted, 0))


def _first_listed(ids: QuerySet[Any, Any]) -> ArticleQuerySet:
    """The latest of the visible ones of some articles."""
    others = Article.objects.visible().for_listing().filter(pk__in=ids)
    return others.order_by(F("published_on").desc(nulls_last=True), "-key")[:LINKS_SHOWN]


_ARTICLE = Prepared(_with_neighbours)
_OF_IT = {"article": Given("article")}
_FIGURES = Prepared(lambda: Figure.objects.filter(**_OF_IT))
_STORIES = Prepared(lambda: RelatedStory.objects.filter(**_OF_IT))
_BACKLINKS = Prepared(
    lambda: _first_listed(RelatedStory.objects.filter(target=Given("article")).values("article"))
)
_DUPLICATES = Prepared(
    lambda: _first_listed(Article.objects.filter(duplicate_of=Given("article")).values("pk"))
)


@require_safe
@public_page()
def article(request: HttpRequest, key: str) -> HttpResponse:
    found = _ARTICLE.first(key=key)
    if found is None:
        return retired(request, key, "article")
    stories, alike = _STORIES.rows(article=found.pk), _alike(found)
    earlier, later = found.earlier_id or 0, found.later_id or 0  # type: ignore[attr-defined]
    targets = {story.target_id or 0 for story in stories}
    sharing = shared_by(found.pk)
    sharing_most = [each.other for each in sharing[:MOST_SHARING]]
    others = named({found.duplicate_of_id or 0, earlier, later, *alike, *targets, *sharing_most})
    backlinks = _BACKLINKS.rows(article=found.pk)
    listed = targets | {each.pk for each in backlinks} | set(sharing_most)
    unlisted = [others[pk] for pk in alike if pk in others and pk not in listed]
    fields = cited(request, found)
    context = {
        "article": found,
        "original": others.get(found.duplicate_of_id or 0),
        "also": [(others[each.other], each) for each in sharing if each.other in others][
            :SHARING_SHOWN
        ],
        "stories": [(story, others.get(story.target_id or 0)) for story in stories],
        "alike": _of_other_texts(unlisted, found),
        "blocks": body_blocks(found.paragraphs, _FIGURES.rows(article=found.pk)),
        "backlinks": backlinks,
        "duplicates": _DUPLICATES.rows(article=found.pk),
        "earlier": others.get(earlier),
        "later": others.get(later),
        "corrections": named_corrections(found),
        "citations": citations(fields),
        "json_ld": json_ld(fields, found),
        "open_graph": open_graph(request, found, get_language() or "fa"),
    }
    return render(request, "articles/article.html", context)


def _alike(article: Article) -> list[int]:
    """Ids of similar articles; none while the index does not answer."""
    try:
        return more_like_this(article, limit=2 * ALIKE_SHOWN)
    except IndexUnavailableError:
        return []


def _of_other_texts(alike: list[Article], article: Article) -> list[Article]:
    """The first few that are not duplicates, which the page names elsewhere."""
    original = article.duplicate_of_id or article.pk
    others = [each for each in alike if original not in (each.pk, each.duplicate_of_id)]
    return others[:ALIKE_SHOWN]


def retired(request: HttpRequest, key: str, view: str, *arguments: str) -> HttpResponse:
    """The answer for a key that no visible article has; raises Missing if none ever had it.

    ``view`` and its other arguments give the address to which the key's target redirects.
    """
    # A key is the beginning of a hash: this range has the hashes that start with it, and the index
    # finds it.
    identities = ArticleIdentity.objects.filter(hash__range=(key, key + "z" * 16))
    target = Article.objects.visible().filter(pk__in=identities.values("article")).first()
    if target:
        return HttpResponsePermanentRedirect(reverse(view, args=[target.key, *arguments]))
    if Tombstone.objects.filter(key=key).exists():
        return gone(request)
    raise Missing(_("There is no article with this address."))
