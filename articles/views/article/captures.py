"""The captures of an article: the text as scraped."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import Article
from articles.views.site.errors import Missing
from articles.views.site.http_cache import public_page

from .page import retired

MOST_DIGITS = 18
"""The most digits of a capture's id."""


@require_safe
@public_page()
def raw_capture(request: HttpRequest, key: str) -> HttpResponse:
    """The latest capture of an article as scraped, or the one that ``?capture=`` names."""
    try:
        found = Article.objects.visible().only("pk").get(key=key)
    except Article.DoesNotExist:
        return retired(request, key, "raw_capture")
    captures, wanted = found.captures.live().defer("parsed"), request.GET.get("capture")
    if wanted is None:
        capture = captures.latest_first().first()
    else:
        capture = captures.filter(pk=capture_number(wanted)).first()
    if capture is None:
        raise no_such_capture()
    return HttpResponse(
        # A dump that was cut inside a surrogate pair may contain half of one.
        capture.text().encode("utf-8", "replace"),
        headers={
            "Content-Type": "text/plain; charset=utf-8",
            "Content-Disposition": f'inline; filename="{key}-{capture.pk}.txt"',
            "Content-Security-Policy": "sandbox",
            "X-Content-Type-Options": "nosniff",
            "X-Robots-Tag": "noindex",
        },
    )


def capture_number(text: str) -> int:
    """The capture id in an address; 0, which no capture has, if it is not a number."""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else 0


def no_such_capture() -> Missing:
    return Missing(_("This capture is not in the archive."))
