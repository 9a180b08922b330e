"""The front page, and the redirect to it in the reader's language."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from articles.models import Article

from .event_cards import latest_events
from .front_page import front_sources, holdings, most_linked
from .http_cache import READERS_LANGUAGE, public_page
from .list_language import LanguageLists, keep_language, kept_language, options
from .listing import listing
from .sources import known_counts

_ARTICLES = LanguageLists(lambda: listing(Article.objects.visible()))


@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """Redirect to the front page in the language of the reader's choice, otherwise of the
    browser."""
    with translation.override(translation.get_language_from_request(request)):
        response = HttpResponseRedirect(reverse("home"))
    patch_vary_headers(response, READERS_LANGUAGE)
    return response


@require_safe
@public_page(varies_on=READERS_LANGUAGE)
def home(request: HttpRequest) -> HttpResponse:
    page, language = _ARTICLES.page(request, kept=kept_language(request))
    context: dict[str, Any] = {"page": page, "list_languages": options(language)}
    if page.articles and not page.newer:
        found = known_counts()
        context |= {
            "events": latest_events(page.articles),
            "most_linked": most_linked(),
            "sources": front_sources(found),
            "holdings": holdings(found),
        }
    response = render(request, "articles/home.html", context)
    keep_language(request, response)
    # Only readers whose choice differs from their browser's need a cookie.
    if translation.get_language_from_request(request) != request.LANGUAGE_CODE:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            request.LANGUAGE_CODE,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
        )
    return response
