"""Atom feeds: of the whole archive, of a source, and of any search."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, time
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.db.prepared import Given, Prepared
from articles.display import page_language
from articles.exporting.atom import Entry, Feed, atom
from articles.models import Article
from articles.models.articles import ArticleQuerySet
from articles.search import IndexUnavailableError, Sort, search
from articles.text.leads import lead
from articles.views.article.structured_data import published_at
from articles.views.search.page import asked_for
from articles.views.site.http_cache import public_page
from articles.views.site.list_language import ALL, PARAMETER, asked_language
from articles.views.site.listing import listing
from articles.views.site.sources import public_source
from newsarchive.rate_limits import Limit, rate_limited

ENTRIES = 50
"""How many of the newest articles a feed has."""

SECONDS_TO_WAIT = 600
"""When to retry if the search index does not answer."""

_FIRST_YEAR = 2026
"""Part of each id (RFC 4151): a year in which the host name already belonged to the archive."""

_FIELDS = ("url", "published_time", "updated_at", "source__homepage")
"""What an entry says beside what a list shows."""

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed without entries was updated."""


def _entries(articles: ArticleQuerySet) -> ArticleQuerySet:
    return listing(articles, *_FIELDS)


_NEWEST = Prepared(lambda: _entries(Article.objects.visible()).newest_first()[:ENTRIES])
_NEWEST_IN = Prepared(
    lambda: _entries(Article.objects.visible().filter(language=Given("language"))).newest_first()[
        :ENTRIES
    ]
)
_OF_SOURCE = Prepared(
    lambda: _entries(Article.objects.visible().filter(source=Given("source"))).newest_first()[
        :ENTRIES
    ]
)
_FOUND = Prepared(lambda: _entries(Article.objects.visible().filter(pk__among=Given("ids"))))


@require_safe
@public_page()
def archive_feed(request: HttpRequest) -> HttpResponse:
    """The newest articles in the language of the address, or in the one that it asks for, or in
    all; in all, too, if there is none in the language of the address."""
    asked = asked_language(request)
    language = asked or page_language()
    articles = [] if language == ALL else _NEWEST_IN.rows(language=language)
    if not articles and asked in ("", ALL):
        articles = _NEWEST.rows()
    query = f"?{PARAMETER}={asked}" if asked else ""
    return _answer(request, str(settings.SITE_NAME), f"{reverse('home')}{query}", articles, query)


@require_safe
@public_page()
def source_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest articles of a source."""
    source = public_source(slug)
    articles = _OF_SOURCE.rows(source=source.pk)
    return _answer(request, _titled(str(source)), source.get_absolute_url(), articles)


@require_safe
@rate_limited(Limit.SEARCHES)
@public_page()
def search_feed(request: HttpRequest) -> HttpResponse:
    """The newest articles that a search finds; takes the parameters of the search page.

    If no article has all words, the feed is empty: partial matches are only for people on the
    page. 503 with Retry-After while the index does not answer.
    """
    asked = asked_for(request.GET)
    wanted = replace(asked.wanted, sort=Sort.NEWEST, offset=0, limit=ENTRIES)
    try:
        answer = search(wanted)
    except IndexUnavailableError:
        return HttpResponse(
            _("Search is not available at the moment") + "\n",
            status=HTTPStatus.SERVICE_UNAVAILABLE,
            content_type="text/plain; charset=utf-8",
            headers={"Retry-After": str(SECONDS_TO_WAIT)},
        )
    hits = [] if answer.is_partial else [hit.article_id for hit in answer.hits]
    found = {article.pk: article for article in _FOUND.rows(ids=hits)} if hits else {}
    query = asked.address.lasting
    return _answer(
        request,
        _titled(asked.address.text or _("Search")),
        f"{reverse('search')}{query}",
        [found[pk] for pk in hits if pk in found],
        query,
    )


def _titled(name: str) -> str:
    return f"{name} – {settings.SITE_NAME}"


def _answer(
    request: HttpRequest, title: str, page: str, articles: Iterable[Article], query: str = ""
) -> HttpResponse:
    address = f"{request.path}{query}"
    ids = _ids(request)
    feed = Feed(
        id=_id(ids, address),
        title=title,
        address=request.build_absolute_uri(address),
        page=request.build_absolute_uri(page),
        author=str(settings.SITE_NAME),
        language=get_language() or "fa",
        updated=NEVER,
        entries=[_entry(request, ids, article) for article in articles],
    )
    return HttpResponse(atom(feed), content_type="application/atom+xml; charset=utf-8")


def _entry(request: HttpRequest, ids: str, article: Article) -> Entry:
    published = published_at(article)
    if published is None and (day := article.day):
        published = datetime.combine(day, time(), timezone.get_default_timezone())
    return Entry(
        id=_id(ids, f"articles/{article.key}"),
        title=article.title,
        address=request.build_absolute_uri(article.get_absolute_url()),
        original=article.url,
        author=article.source.name_in(article.language) if article.source else "",
        homepage=article.source.homepage if article.source else "",
        published=published,
        updated=timezone.localtime(article.updated_at),
        language=article.language,
        summary=lead(article.lead, article.title),  # type: ignore[attr-defined]  # from listing()
    )


def _ids(request: HttpRequest) -> str:
    """The beginning of all ids (tag URIs); the same for http and https, and any port."""
    domain, _port = split_domain_port(request.get_host())
    authority = re.sub(r"[^a-z0-9.-]", "-", domain)
    return f"tag:{authority},{_FIRST_YEAR}:"


def tag_uri(request: HttpRequest, name: str) -> str:
    """An id for something else that the archive publishes."""
    return _id(_ids(request), name)


def _id(ids: str, name: str) -> str:
    """The same in both languages of a page."""
    return f"{ids}{name.removeprefix('/')}"
