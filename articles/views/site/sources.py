"""The list of sources, and the page of one."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.curation.source_merging import target_of
from articles.db.prepared import Given, Prepared
from articles.models import Article, Source
from articles.models.articles import ArticleQuerySet
from articles.reuse.sharing import sources_sharing_with
from articles.search import Counts, IndexUnavailableError, Limits, counts
from articles.text.folding import fold_key

from .errors import Missing
from .http_cache import public_page
from .listing import listing
from .pagination import ArticleList

ALPHABETS = {
    "fa": " ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی",
    "ar": " ابپتثجچحخدذرزژسشصضطظعغفقکگلمنهوی",
}
"""The alphabet (with the space first) by language, folded as by ``fold_key``."""

SHARING_SHOWN = 6

_OF_SOURCE = ArticleList(lambda: listing(Article.objects.visible().filter(source=Given("source"))))


def alphabetical(name: str, language: str) -> list[tuple[int, str]]:
    """Sort key for names in the alphabet of a language; other scripts come last."""
    alphabet = ALPHABETS[language]
    folded = fold_key(name)
    if language == "ar":
        folded = folded.removeprefix("ال")
    return [
        (alphabet.index(letter) if letter in alphabet else len(alphabet), letter)
        for letter in folded
    ]


@require_safe
@public_page()
def source_list(request: HttpRequest) -> HttpResponse:
    language = get_language() or "fa"
    by_name = sorted(sources_with_latest(), key=lambda found: alphabetical(str(found), language))
    found = known_counts()
    by_source = found.sources if found else {}
    context = {"sources": [(source, by_source.get(source.pk)) for source in by_name]}
    return render(request, "articles/source_list.html", context)


@require_safe
@public_page()
def source(request: HttpRequest, slug: str) -> HttpResponse:
    try:
        found = public_source(slug)
    except Missing:
        target = target_of(slug)
        if target is None or not public_sources().filter(pk=target.pk).exists():
            raise
        return HttpResponsePermanentRedirect(target.get_absolute_url())
    page = _OF_SOURCE.page(request.GET, source=found.pk)
    of_source = known_counts(Limits(sources=[found.pk]))
    context = {
        "source": found,
        "page": page,
        "count": of_source.total if of_source else None,
        "sharing": _sharing(found),
    }
    return render(request, "articles/source.html", context)


def _sharing(source: Source) -> list[tuple[Source, int]]:
    """The sources with which it shares most texts, and in how many pairs of articles; two
    queries, or one."""
    most = sources_sharing_with(source.pk).most_common(SHARING_SHOWN)
    known = sources_by_id([pk for pk, _pairs in most])
    return [(known[pk], pairs) for pk, pairs in most if pk in known]


def public_source(slug: str) -> Source:
    """The source with this slug, if it has visible articles; otherwise raises Missing."""
    found = _OF_SLUG.first(slug=slug)
    if found is None:
        raise Missing(_("There is no source with this address."))
    return found


def _with_latest() -> QuerySet[Source]:
    latest = _articles_of_source().newest_first().values("published_on")[:1]
    return public_sources().annotate(latest=Subquery(latest))


def sources_with_latest() -> list[Source]:
    """All sources with visible articles, with the day of the latest one as ``latest``; one
    query."""
    return _WITH_LATEST.rows()


_WITH_LATEST = Prepared(_with_latest)
_OF_SLUG = Prepared(lambda: public_sources().filter(slug=Given("slug")))


def sources_by_id(ids: Collection[int]) -> dict[int, Source]:
    """These sources, in one query, or none."""
    return {source.pk: source for source in _BY_ID.rows(ids=ids)} if ids else {}


_BY_ID = Prepared(lambda: Source.objects.order_by().filter(pk__among=Given("ids")))


def known_counts(limits: Limits | None = None) -> Counts | None:
    """Counts from the index; None while it does not answer: pages work without."""
    try:
        return counts(limits or Limits())
    except IndexUnavailableError:
        return None


def _articles_of_source() -> ArticleQuerySet:
    return Article.objects.visible().filter(source=OuterRef("pk"))


def public_sources() -> QuerySet[Source]:
    """Sources with visible articles."""
    return Source.objects.filter(Exists(_articles_of_source()))
