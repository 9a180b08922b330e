"""The sitemap: an index of files by Gregorian year, each generated while it is sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import chain

import jdatetime
from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from articles.calendars import Calendar
from articles.exporting import sitemap
from articles.models import Article
from articles.models.articles import KEY_LENGTH, ArticleQuerySet
from articles.views.counts_by_date import counts_by_month
from articles.views.site.errors import Missing
from articles.views.site.http_cache import public_page
from articles.views.site.sources import public_sources

CONTENT_TYPE = "application/xml; charset=utf-8"

UNDATED = "undated"
"""Used instead of a year in the names of files of articles without a day."""

ARTICLES_PER_FILE = sitemap.MOST_ADDRESSES // len(settings.LANGUAGES)

ROWS_AT_A_TIME = 5_000
"""A full file takes five queries, and a chunk some two megabytes."""

MOST_SOURCES = 10_000

_Row = tuple[str, jdatetime.date | None, datetime]
"""Key, day and last change of an article."""


@require_safe
@public_page()
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The index of all files; counts per year come from the search index, as on the archive's
    pages."""
    paths = [reverse("sitemap_of_pages")]
    for year, count in sorted(_counts().items()):
        parts = range(1, -(-count // ARTICLES_PER_FILE) + 1)
        paths += [reverse("sitemap_of_year", args=[year, part]) for part in parts]
    addresses = map(request.build_absolute_uri, paths)
    return HttpResponse(sitemap.index(addresses), content_type=CONTENT_TYPE)


@require_safe
@public_page()
def sitemap_of_pages(request: HttpRequest) -> HttpResponse:
    """The pages that are not articles."""
    slugs = public_sources().order_by("slug").values_list("slug", flat=True)[:MOST_SOURCES]
    pages = [_versions(request, name) for name in ("home", "archive", "source_list", "search_help")]
    pages += [_versions(request, "source", slug) for slug in slugs]
    lines = (sitemap.page(versions) for versions in pages)
    text = "".join([sitemap.FIRST_LINE, *lines, sitemap.LAST_LINE])
    return HttpResponse(text, content_type=CONTENT_TYPE)


@require_safe
@public_page()
def sitemap_of_year(request: HttpRequest, year: str, part: str) -> HttpResponseBase:
    """The articles of a Gregorian year (or :data:`UNDATED`), latest first; parts count from 1."""
    articles = Article.objects.visible()
    chunks = _chunks(
        articles.undated() if year == UNDATED else _of_year(articles, int(year)),
        (int(part) - 1) * ARTICLES_PER_FILE,
    )
    first = next(chunks, None)
    if first is None:
        raise Missing(_("The sitemap has no such file."))
    lines = _lines(request, chain([first], chunks)) if request.method == "GET" else ()
    return StreamingHttpResponse(lines, content_type=CONTENT_TYPE)


def _counts() -> Counter[str]:
    """Visible articles of a file name."""
    counts: Counter[str] = Counter()
    for month, count in counts_by_month()[Calendar.GREGORIAN].items():
        counts[f"{month[0]:04}" if month else UNDATED] += count
    return counts


def _of_year(articles: ArticleQuerySet, year: int) -> ArticleQuerySet:
    try:
        first, last = (
            jdatetime.date.fromgregorian(date=day) for day in (date(year, 1, 1), date(year, 12, 31))
        )
    except ValueError:  # before the first Jalali year, so no article has such a day
        return articles.none()
    return articles.filter(published_on__range=(first, last)).newest_first()


def _chunks(articles: ArticleQuerySet, start: int) -> Iterator[list[_Row]]:
    """The rows of a file in chunks; each query starts where the last one ended."""
    rows = articles.values_list("key", "published_on", "updated_at")
    chunk: list[_Row] = list(rows[start : start + ROWS_AT_A_TIME])
    left = ARTICLES_PER_FILE
    while chunk:
        yield chunk
        left -= len(chunk)
        key, day, _changed = chunk[-1]
        after = rows.filter(key__lt=key)
        if day:
            after = rows.filter(Q(published_on__lt=day) | Q(key__lt=key), published_on__lte=day)
        chunk = list(after[: min(left, ROWS_AT_A_TIME)])


def _lines(request: HttpRequest, chunks: Iterable[list[_Row]]) -> Iterator[str]:
    placeholder = "0" * KEY_LENGTH
    versions = _versions(request, "article", placeholder)
    yield sitemap.FIRST_LINE
    for chunk in chunks:
        yield "".join(
            sitemap.page(
                {
                    language: address.replace(placeholder, key)
                    for language, address in versions.items()
                },
                changed,
            )
            for key, _day, changed in chunk
        )
    yield sitemap.LAST_LINE


def _versions(request: HttpRequest, name: str, *arguments: str) -> dict[str, str]:
    """A page's absolute addresses by language."""
    versions = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            versions[language] = request.build_absolute_uri(reverse(name, args=arguments))
    return versions
