"""robots.txt: what crawlers are asked to leave alone."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from articles.views.article.formats import FORMS
from articles.views.site.http_cache import public_page


@require_safe
@public_page()
def robots(request: HttpRequest) -> HttpResponse:
    """Disallows endless searches and comparisons, forms, and other formats of articles; everything
    else is allowed."""
    lines = ["User-agent: *"]
    lines += [f"Disallow: {path}" for path in _disallowed()]
    lines += ["", f"Sitemap: {request.build_absolute_uri(reverse('sitemap_index'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def _disallowed() -> list[str]:
    paths = [reverse("admin:index"), reverse("suggest"), reverse("opensearch_suggestions")]
    paths.append(reverse("api_articles").removesuffix("v1/articles"))
    for language, _name in settings.LANGUAGES:
        with override(language):
            articles = reverse("home") + "articles/*"
            # The search page itself is allowed; its results are endless.
            paths += [f"{reverse('search')}?", reverse("search_feed")]
            paths += [f"{reverse('trends')}?", reverse("trends_table"), reverse("trends_picture")]
            paths += [
                f"{articles}/{part}/" for part in ("raw", "scraped", "shared", "history", "report")
            ]
            paths += [f"{articles}.{form}$" for form in FORMS]
    return paths
