"""``/articles/<key>/picture.png``: how pages of others show a link to an article."""

from __future__ import annotations

from hashlib import sha256

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from articles.display import both_days, direction
from articles.link_picture import Shown, drawn
from articles.models import Article
from articles.views.site.http_cache import public_page
from newsarchive.rate_limits import Limit, rate_limited

from .page import retired

FONT = settings.BASE_DIR / "static/fonts/vazirmatn-variable-subset.woff2"


@require_safe
@rate_limited(Limit.SEARCHES)  # costs as much
@public_page()
def article_picture(request: HttpRequest, key: str) -> HttpResponse:
    found = Article.objects.visible().select_related("source").filter(key=key).first()
    if found is None:
        return retired(request, key, "article_picture")
    shown = Shown(
        title=found.title,
        source=str(found.source or ""),
        day=both_days(found.day) if found.day else "",
        archive=str(settings.SITE_NAME),
        language=found.language,
        is_rtl=direction(found.language) == "rtl",
    )
    return HttpResponse(_kept(shown), content_type="image/png")


def _kept(shown: Shown) -> bytes:
    """The picture, drawn once: pages are made anew whenever anything in the archive changes."""
    pictures, name = caches["pictures"], sha256(repr(shown).encode()).hexdigest()
    picture: bytes | None = pictures.get(name)
    if picture is None:
        picture = drawn(shown, FONT)
        pictures.set(name, picture)
    return picture
