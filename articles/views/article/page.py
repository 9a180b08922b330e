"""The page of one article."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from operator import attrgetter

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.db.listed_ids import ListedIds, ids_of
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
from articles.views.site.event_cards import told_by_others
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
    """With its source, its neighbours, the number of captures as ``capture_count``, and the latest
    articles that link it, and its latest duplicates, as :class:`ListedIds`. The other articles that
    it refers to may be hidden."""
    captures = Capture.objects.live().filter(article=OuterRef("pk")).order_by().values("article")
    counted = Subquery(captures.annotate(count=Count("pk")).values("count"))
    of_key = Article.objects.visible().filter(key=Given("key"))
    neighbours = of_key.select_related("source").with_neighbours()
    linking = RelatedStory.objects.filter(target=OuterRef(OuterRef("pk"))).values("article")
    others = Article.objects.visible()
    return neighbours.annotate(
        capture_count=Coalesce(counted, 0),
        backlink_ids=_latest(others.filter(pk__in=linking)),
        duplicate_ids=_latest(others.filter(duplicate_of=OuterRef("pk"))),
    )


def _latest(articles: ArticleQuerySet) -> ListedIds:
    latest = articles.order_by(F("published_on").desc(nulls_last=True), "-key")
    return ListedIds(latest.values(listed=F("pk"))[:LINKS_SHOWN])


_ARTICLE = Prepared(_with_neighbours)
_OF_IT = {"article": Given("article")}
_FIGURES = Prepared(lambda: Figure.objects.filter(**_OF_IT))
_STORIES = Prepared(lambda: RelatedStory.objects.filter(**_OF_IT))


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
    backlinks = ids_of(found.backlink_ids)  # type: ignore[attr-defined]
    duplicates = ids_of(found.duplicate_ids)  # type: ignore[attr-defined]
    listed = targets.union(backlinks, sharing_most)
    others = named({found.duplicate_of_id or 0, earlier, later, *alike, *listed, *duplicates})
    unlisted = [others[pk] for pk in alike if pk in others and pk not in listed]
    fields = cited(request, found)
    context = {
        "article": found,
        "original": others.get(found.duplicate_of_id or 0),
        "also": [(others[each.other], each) for each in sharing if each.other in others][
            :SHARING_SHOWN
        ],
        "told_by_others": told_by_others(found),
        "stories": [(story, others.get(story.target_id or 0)) for story in stories],
        "alike": _of_other_texts(unlisted, found),
        "blocks": body_blocks(found.paragraphs, _FIGURES.rows(article=found.pk)),
        "backlinks": _newest_first(others, backlinks),
        "duplicates": _newest_first(others, duplicates),
        "earlier": others.get(earlier),
        "later": others.get(later),
        "corrections": named_corrections(found),
        "citations": citations(fields),
        "json_ld": json_ld(fields, found),
        "open_graph": open_graph(request, found, get_language() or "fa"),
    }
    return render(request, "articles/article.html", context)


def _newest_first(others: Mapping[int, Article], ids: Iterable[int]) -> list[Article]:
    """Those of the articles that are still visible, the undated ones last."""
    found = sorted((others[pk] for pk in ids if pk in others), key=attrgetter("key"), reverse=True)
    return sorted(found, key=lambda each: each.day or date.min, reverse=True)


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
    if target := successor_of(key):
        return HttpResponsePermanentRedirect(reverse(view, args=[target.key, *arguments]))
    if is_erased(key):
        return gone(request)
    raise Missing(_("There is no article with this address."))


def successor_of(key: str) -> Article | None:
    """The visible article that a key leads to which was its own before it was merged."""
    # A key is the beginning of a hash: this range has the hashes that start with it, and the index
    # finds it.
    identities = ArticleIdentity.objects.filter(hash__range=(key, key + "z" * 16))
    return Article.objects.visible().filter(pk__in=identities.values("article")).first()


def is_erased(key: str) -> bool:
    """Whether the article of a key was erased."""
    return Tombstone.objects.filter(key=key).exists()
