"""The page of one article."""

from __future__ import annotations

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import Article, ArticleIdentity, Capture, Tombstone
from articles.models.articles import ArticleQuerySet
from articles.search import IndexUnavailableError, more_like_this
from articles.views.site.errors import Missing, gone
from articles.views.site.http_cache import public_page

from .body import body_blocks
from .citing import citations
from .corrections import named_corrections
from .structured_data import json_ld, open_graph

ALIKE_SHOWN = 5

LINKS_SHOWN = 20
"""How many articles that link here, and how many duplicates, are named."""


@require_safe
@public_page()
def article(request: HttpRequest, key: str) -> HttpResponse:
    try:
        found = _with_parts(Article.objects.visible()).get(key=key)
    except Article.DoesNotExist:
        return retired(request, key, "article")
    others = Article.objects.visible().for_listing()
    stories, alike = list(found.related_stories.all()), _alike(found)
    earlier, later = found.earlier_id or 0, found.later_id or 0  # type: ignore[attr-defined]
    targets = {story.target_id or 0 for story in stories}
    named = others.in_bulk({found.duplicate_of_id or 0, earlier, later, *alike, *targets})
    backlinks = _first(others.filter(pk__in=found.backlinks.values("article")))
    listed = targets | {each.pk for each in backlinks}
    unlisted = [named[pk] for pk in alike if pk in named and pk not in listed]
    context = {
        "article": found,
        "original": named.get(found.duplicate_of_id or 0),
        "stories": [(story, named.get(story.target_id or 0)) for story in stories],
        "alike": _of_other_texts(unlisted, found),
        "blocks": body_blocks(found.paragraphs, list(found.figures.all())),
        "backlinks": backlinks,
        "duplicates": _first(others.filter(pk__in=found.duplicates.values("pk"))),
        "earlier": named.get(earlier),
        "later": named.get(later),
        "corrections": named_corrections(found),
        "citations": citations(request, found),
        "json_ld": json_ld(request, found),
        "open_graph": open_graph(request, found, get_language() or "fa"),
    }
    return render(request, "articles/article.html", context)


def _with_parts(articles: ArticleQuerySet) -> ArticleQuerySet:
    """With the article's parts, and the number of captures as ``capture_count``. The other articles
    that it refers to may be hidden."""
    captures = Capture.objects.live().filter(article=OuterRef("pk")).order_by().values("article")
    counted = Subquery(captures.annotate(count=Count("pk")).values("count"))
    return (
        articles.select_related("source")
        .prefetch_related("figures", "related_stories")
        .with_neighbours()
        .annotate(capture_count=Coalesce(counted, 0))
    )


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


def _first(articles: ArticleQuerySet) -> list[Article]:
    return list(articles.order_by(F("published_on").desc(nulls_last=True), "-key")[:LINKS_SHOWN])


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
