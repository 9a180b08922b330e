"""The page that explains how to search."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.search import MAX_WORDS
from articles.views.site.http_cache import public_page


@require_safe
@public_page()
def search_help(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/search_help.html", {"most_words": MAX_WORDS})
