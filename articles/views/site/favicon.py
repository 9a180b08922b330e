"""The icon, for browsers that request it without reading a page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

SECONDS_KEPT = 24 * 60 * 60


@require_safe
@cache_control(public=True, max_age=SECONDS_KEPT)
def favicon(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(static("favicon.svg"))
