"""oEmbed: how an article is shown on pages of others that link it."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import override

from articles.display import both_days, direction, own_page_language
from articles.link_picture import SIZE
from articles.models import Article
from articles.views.article.structured_data import picture_address
from articles.views.site.http_cache import SECONDS_KEPT

from .articles import article_of
from .lists import json_answer
from .problems import Problem, bad_parameter

WIDEST = 600
"""The width in CSS pixels that is proposed where less is not asked for."""

_PAGE = re.compile(r".*/(?:(?P<language>fa|ar)/articles|a)/(?P<key>[a-z0-9]{16})/?")


def oembed(request: HttpRequest) -> HttpResponse:
    """``/oembed?url=…``: the article of a page as JSON, with a quotation in HTML that needs neither
    scripts nor styles. Parameters that are not known are left alone, as the format asks."""
    if request.GET.get("format", "json") != "json":
        sentence = _("Only JSON is given.")
        code = "no_such_format"
        raise Problem(HTTPStatus.NOT_IMPLEMENTED, code, sentence, parameter="format")
    width = _width(request.GET.get("maxwidth", ""))
    key, language = _asked(request)
    article = article_of(request, key)
    with override(language or own_page_language(article.language)):
        return json_answer(_embedded(request, article, width))


def _width(text: str) -> int:
    if not text:
        return WIDEST
    if not (text.isascii() and text.isdecimal() and int(text[:9])):
        raise bad_parameter(
            "maxwidth", _("It must be a whole number, in digits such as 0123456789.")
        )
    return min(int(text[:9]), WIDEST)


def _asked(request: HttpRequest) -> tuple[str, str]:
    """The key in the address that is asked for, and the language of its page; that is empty for a
    short link."""
    try:
        asked = urlsplit(request.GET.get("url", ""))
    except ValueError:
        asked = urlsplit("")
    page = _PAGE.fullmatch(asked.path)
    if asked.scheme not in ("http", "https") or asked.netloc != request.get_host() or not page:
        raise bad_parameter("url", _("This is not the address of an article of this archive."))
    return page["key"], page["language"] or ""


def _embedded(request: HttpRequest, article: Article, width: int) -> dict[str, Any]:
    address = request.build_absolute_uri(article.get_absolute_url())
    source = str(article.source) if article.source else ""
    name = str(settings.SITE_NAME)
    html = format_html(
        '<blockquote lang="{}" dir="{}" cite="{}"><p><a href="{}">{}</a></p>'
        "<footer><bdi>{}</bdi> – <bdi>{}</bdi> – <bdi>{}</bdi></footer></blockquote>",
        article.language,
        direction(article.language),
        address,
        address,
        article.title,
        source,
        both_days(article.day) if article.day else _("Day unknown"),
        name,
    )
    return {
        "version": "1.0",
        "type": "rich",
        "title": article.title,
        "author_name": source or name,
        "provider_name": name,
        "provider_url": request.build_absolute_uri("/"),
        "cache_age": SECONDS_KEPT,
        "width": width,
        "height": None,
        "html": html,
        "thumbnail_url": picture_address(request, article),
        "thumbnail_width": SIZE[0],
        "thumbnail_height": SIZE[1],
    }
