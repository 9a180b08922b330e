"""Short links to articles."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from articles.models import Article
from articles.views.site.http_cache import READERS_LANGUAGE, SECONDS_KEPT

from .page import retired


@require_safe
def short_link(request: HttpRequest, key: str) -> HttpResponse:
    """``/a/<key>``: leads to the page of an article, in the language of the reader."""
    if not Article.objects.visible().filter(key=key).exists():
        return retired(request, key, "article")
    response = HttpResponseRedirect(reverse("article", args=[key]))
    patch_vary_headers(response, READERS_LANGUAGE)
    patch_cache_control(response, public=True, max_age=SECONDS_KEPT)
    return response
