"""Memento (RFC 7089): what a web address said at a time, by the captures of the archive.

An article is named by the address where it was published, or by its key. Its mementos are the
captures as scraped, each at the moment of its capture, or of its import where that is not known.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.urls import reverse
from django.utils.http import http_date, parse_http_date
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from articles.display import own_page_language
from articles.exporting.link_format import CONTENT_TYPE, link, link_list
from articles.exporting.one_line import is_web_address
from articles.models import Article, Capture
from articles.models.articles import ArticleQuerySet
from articles.models.imports import MOMENT
from articles.views.site.errors import Missing
from articles.views.site.http_cache import public_page

MOST = 5_000
"""Mementos of one address that are named."""

_KEY = re.compile(r"[a-z0-9]{16}")
_JOINED_SLASHES = re.compile(r"^(https?):/+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Memento:
    """A capture: where it is, and of what moment."""

    address: str
    moment: datetime

    @property
    def date(self) -> str:
        """The moment as headers have it."""
        return http_date(self.moment.timestamp())


@require_safe
@public_page(varies_on=("Accept-Datetime",))
def timegate(request: HttpRequest, original: str) -> HttpResponse:
    """Leads to the memento nearest ``Accept-Datetime``, without that to the latest."""
    original, mementos = _mementos(request, original)
    accepted, nearest = request.headers.get("Accept-Datetime"), mementos[-1]
    if accepted is not None:
        try:
            wanted = parse_http_date(accepted)
        except ValueError:
            return HttpResponseBadRequest(
                _("“Accept-Datetime” is not a date such as “Tue, 01 Apr 2025 10:00:00 GMT”."),
                content_type="text/plain; charset=utf-8",
            )
        nearest = min(mementos, key=lambda each: abs(each.moment.timestamp() - wanted))
    links = [*_about(request, original), *_ends(mementos)]
    return HttpResponse(
        status=302,
        headers={"Location": nearest.address, "Link": ", ".join(links), "Vary": "Accept-Datetime"},
    )


@require_safe
@public_page()
def timemap(request: HttpRequest, original: str) -> HttpResponse:
    """All mementos of an address, the earliest first."""
    original, mementos = _mementos(request, original)
    itself = link(
        _address(request, "timemap", original),
        "self",
        type=CONTENT_TYPE,
        **{"from": mementos[0].date, "until": mementos[-1].date},
    )
    about = [each for each in _about(request, original) if 'rel="timemap"' not in each]
    listed = link_list([*about, itself, *_links(mementos)])
    return HttpResponse(listed, content_type=f"{CONTENT_TYPE}; charset=utf-8")


def add_memento_headers(
    request: HttpRequest, response: HttpResponse, article: Article, capture: Capture
) -> None:
    """Say of a capture's page of what moment it is, and where the others are."""
    original = article.url if is_web_address(article.url) else article.key
    moment = capture.captured_at or capture.batch.created_at
    response["Memento-Datetime"] = http_date(moment.timestamp())
    response["Link"] = ", ".join(_about(request, original))


def _mementos(request: HttpRequest, original: str) -> tuple[str, Sequence[Memento]]:
    """What is asked for, and its mementos by time; raises Missing if there is none. One query."""
    if query := request.META.get("QUERY_STRING"):
        original = f"{original}?{query}"
    original = _JOINED_SLASHES.sub(r"\1://", original)  # proxies join what looks like an empty part
    captures = (
        Capture.objects.live()
        .filter(article__in=_articles(original))
        .annotate(moment=MOMENT)
        .order_by("moment", "pk")
        .values_list("pk", "moment", "article__key", "article__language")
    )
    found = []
    for pk, moment, key, language in captures[:MOST]:
        with override(own_page_language(language)):
            path = reverse("raw_capture", args=[key])
        address = request.build_absolute_uri(f"{path}?capture={pk}")
        found.append(Memento(address, moment.astimezone(UTC)))
    if not found:
        raise Missing(_("The archive has no capture of this address."))
    return original, found


def _articles(original: str) -> ArticleQuerySet:
    articles = Article.objects.visible()
    if _KEY.fullmatch(original):
        return articles.filter(key=original)
    if not is_web_address(original) or "\0" in original:  # PostgreSQL stores no NUL
        return articles.none()
    return articles.filter(url=original)


def _about(request: HttpRequest, original: str) -> list[str]:
    """Links to the original, to its TimeGate and TimeMap."""
    is_key = bool(_KEY.fullmatch(original))
    page = _address(request, "timegate", original) if is_key else original
    return [
        link(page, "original"),
        link(_address(request, "timegate", original), "timegate"),
        link(_address(request, "timemap", original), "timemap", type=CONTENT_TYPE),
    ]


def _ends(mementos: Sequence[Memento]) -> list[str]:
    """The first and the last memento."""
    links = list(_links(mementos))
    return links if len(links) < 2 else [links[0], links[-1]]


def _links(mementos: Sequence[Memento]) -> list[str]:
    last = len(mementos) - 1
    return [
        link(each.address, " ".join(_relations(at == 0, at == last)), datetime=each.date)
        for at, each in enumerate(mementos)
    ]


def _relations(is_first: bool, is_last: bool) -> list[str]:
    return ["first"] * is_first + ["last"] * is_last + ["memento"]


def _address(request: HttpRequest, view: str, original: str) -> str:
    return request.build_absolute_uri(reverse(view, args=[original]))
