"""The manifest, by which a reader can put the archive beside other programs of a phone."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from articles.display import page_language

from .favicon import SECONDS_KEPT

SIZES = (192, 512)
"""Widths of the icons, in pixels: what browsers ask of a page that can be installed."""

GROUND = "#f8f9f7"
"""The colour of paper in static/common/tokens.css."""


@require_safe
@cache_control(public=True, max_age=SECONDS_KEPT)
def web_manifest(request: HttpRequest) -> JsonResponse:
    """The manifest (W3C Web Application Manifest) in the language of the address."""
    name = str(settings.SITE_NAME)
    manifest = {
        "name": name,
        "short_name": name,
        "lang": page_language(),
        "dir": "rtl",
        "start_url": reverse("home"),
        "scope": "/",
        "display": "minimal-ui",
        "background_color": GROUND,
        "theme_color": GROUND,
        "icons": [
            {"src": static(f"icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
            for size in SIZES
        ],
    }
    return JsonResponse(
        manifest,
        content_type="application/manifest+json",
        json_dumps_params={"ensure_ascii": False},
    )
