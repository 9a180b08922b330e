"""The captures of an article: the text as scraped."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import Article, Capture
from articles.views.site.errors import Missing
from articles.views.site.http_cache import public_page

from .mementos import add_memento_headers
from .page import retired

_TEXT = "text/plain; charset=utf-8"

MOST_DIGITS = 18
"""The most digits of a capture's id."""


MOST_SHOWN = 200_000
"""So many characters of a capture are shown on a page; a file has all."""


@require_safe
@public_page()
def raw_capture(request: HttpRequest, key: str) -> HttpResponse:
    """The latest capture of an article as scraped, or the one that ``?capture=`` names; with
    ``?download`` to be saved as a file. With ``?bytes`` the very bytes, of which the SHA-256 is in
    the archive's transparency log."""
    try:
        article = Article.objects.visible().only("key", "url").get(key=key)
    except Article.DoesNotExist:
        return retired(request, key, "raw_capture")
    return raw_text(request, article, _asked_capture(request, article))


def raw_text(request: HttpRequest, article: Article, capture: Capture) -> HttpResponse:
    """The text of a capture as scraped, or its bytes, for ``?bytes``."""
    is_exact = "bytes" in request.GET
    shown = "attachment" if is_exact or "download" in request.GET else "inline"
    kind, suffix = ("application/octet-stream", "raw") if is_exact else (_TEXT, "txt")
    response = HttpResponse(
        capture.raw_bytes() if is_exact else _printable(capture.text()).encode(),
        headers={
            "Content-Type": kind,
            "Content-Disposition": f'{shown}; filename="{article.key}-{capture.pk}.{suffix}"',
            "Content-Security-Policy": "sandbox",
            "X-Content-Type-Options": "nosniff",
            "X-Robots-Tag": "noindex",
        },
    )
    add_memento_headers(request, response, article, capture)
    return response


@require_safe
@public_page()
def capture_text(request: HttpRequest, key: str) -> HttpResponse:
    """The same as a page, on which each line has its own direction."""
    try:
        article = Article.objects.visible().get(key=key)
    except Article.DoesNotExist:
        return retired(request, key, "capture_text")
    capture = _asked_capture(request, article)
    text = _printable(capture.text())
    context = {
        "article": article,
        "capture": capture,
        "scraped": text[:MOST_SHOWN],
        "left_out": max(len(text) - MOST_SHOWN, 0),
    }
    response = render(request, "articles/capture_text.html", context)
    response["X-Robots-Tag"] = "noindex"
    add_memento_headers(request, response, article, capture)
    return response


def _asked_capture(request: HttpRequest, article: Article) -> Capture:
    """The latest capture of an article, or the one that ``?capture=`` names."""
    wanted = request.GET.get("capture")
    capture = capture_of(article, None if wanted is None else capture_number(wanted))
    if capture is None:
        raise no_such_capture()
    return capture


def capture_of(article: Article, number: int | None) -> Capture | None:
    """The capture of an article that has this number, without one the latest."""
    captures = article.captures.live().select_related("batch").defer("parsed")
    if number is None:
        return captures.latest_first().first()
    return captures.filter(pk=number).first()


def _printable(text: str) -> str:
    """Text that can be encoded: a dump that was cut inside a surrogate pair may contain half of
    one."""
    return text.encode("utf-8", "replace").decode()


def capture_number(text: str) -> int:
    """The capture id in an address; 0, which no capture has, if it is not a number."""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else 0


def no_such_capture() -> Missing:
    return Missing(_("This capture is not in the archive."))
