"""OpenSearch, with which browsers search the archive from their own search box."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.exporting.opensearch import TERMS, description
from articles.views.site.http_cache import READERS_LANGUAGE, public_page
from newsarchive.rate_limits import Limit, rate_limited

from .suggest import (
    SECONDS_KEPT,
    language_asked_for,
    nothing_now,
    suggested,
    vary_by_language,
)


@require_safe
@public_page(varies_on=READERS_LANGUAGE)
def opensearch(request: HttpRequest) -> HttpResponse:
    """The description in the language of ``l``, otherwise in the reader's."""
    with translation.override(language_asked_for(request)):
        language = translation.get_language() or "fa"
        paths = {
            ("results", "text/html"): f"{reverse('search')}?q={TERMS}",
            ("results", "application/atom+xml"): f"{reverse('search_feed')}?q={TERMS}",
            (
                "suggestions",
                "application/x-suggestions+json",
            ): f"{reverse('opensearch_suggestions')}?l={language}&q={TERMS}",
            (
                "self",
                "application/opensearchdescription+xml",
            ): f"{reverse('opensearch')}?l={language}",
        }
        site = request.build_absolute_uri("/").removesuffix("/")
        document = description(
            name=str(settings.SITE_NAME),
            text=_("News in Persian, Arabic and English, kept as it was published."),
            language=language,
            icon=request.build_absolute_uri(static("favicon.svg")),
            addresses={kind: f"{site}{path}" for kind, path in paths.items()},
        )
    return HttpResponse(document, content_type="application/opensearchdescription+xml")


@require_safe
@rate_limited(Limit.SUGGESTIONS, nothing_now)
def suggestions(request: HttpRequest) -> HttpResponse:
    """The results of /suggest/ in OpenSearch's format: the letters typed, texts, remarks,
    addresses."""
    typed = request.GET.get("q", "")
    with translation.override(language_asked_for(request)):
        found = suggested(typed)
    response = JsonResponse(
        [
            typed,
            [each["text"] for each in found],
            ["" for _each in found],
            [request.build_absolute_uri(each["url"]) for each in found],
        ],
        safe=False,
        content_type="application/x-suggestions+json",
    )
    response["Cache-Control"] = f"max-age={SECONDS_KEPT}"
    vary_by_language(request, response)
    return response
