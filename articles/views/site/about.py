"""The page that explains the archive and its terms."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .http_cache import public_page


@require_safe
@public_page()
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/about.html")
