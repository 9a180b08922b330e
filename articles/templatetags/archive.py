"""Template tags of the archive: days, digits, leads and addresses."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import escape_uri_path as quoted_path
from django.utils.encoding import iri_to_uri
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import override

from articles import display
from articles.fragments import source_link
from articles.models.sources import Source
from articles.text.difference import Kind, Piece
from articles.text.leads import lead

register = template.Library()

register.simple_tag(display.readers_day)
register.simple_tag(display.other_day)
register.simple_tag(display.hijri_day)
register.simple_tag(source_link)
register.filter("local_day", timezone.localdate)
register.filter(display.clock)
register.filter(display.digits)
register.filter(display.number)
register.filter(display.file_size)
register.filter(display.article_count)
register.filter(display.direction)
register.filter(lead)

PLACES = ("before", "after")
"""Parameters that select another page of a list (:mod:`articles.views.site.pagination`)."""


@register.simple_tag
def moment(value: datetime) -> SafeString:
    """A time stamp as ``time``: the day in words, in the reader's calendar, and the time."""
    stamp = timezone.localtime(value).isoformat("T", "seconds")
    return format_html('<time datetime="{}">{}</time>', stamp, display.day_and_clock(value))


@register.simple_tag
def person(user: Any) -> SafeString:
    """A member of the staff, with a link to what that person has done."""
    path = reverse("admin:staff_work", args=[user.pk])
    return format_html('<a href="{}"><bdi>{}</bdi></a>', path, user)


@register.filter
def file_path(text: str) -> SafeString:
    """The path of a file, in the order of its folders whatever script each is named in."""
    parts = format_html_join("/", "<bdi>{}</bdi>", ((part,) for part in str(text).split("/")))
    return format_html('<bdi dir="ltr">{}</bdi>', parts)


_CHANGES = {Kind.KEPT: "{}", Kind.REMOVED: "<del>{}</del>", Kind.ADDED: "<ins>{}</ins>"}


@register.filter
def changes(pieces: Iterable[Piece]) -> SafeString:
    """A text that differs from another, escaped, with what was removed and added marked."""
    return format_html_join(
        "", "{}", ((format_html(_CHANGES[kind], text),) for kind, text in pieces)
    )


@register.filter
def without(pieces: Iterable[Piece], kind: str) -> list[Piece]:
    """The pieces of one of the two texts: without those "added", or those "removed"."""
    return [piece for piece in pieces if piece.kind != kind]


@register.filter
def host(address: str) -> str:
    """The host of a web address; empty for anything else, which must not become a link."""
    try:
        parts = urlsplit(address)
        return (parts.hostname or "") if parts.scheme in {"http", "https"} else ""
    except ValueError:
        return ""


@register.simple_tag
def site_name() -> str:
    return str(settings.SITE_NAME)


@register.simple_tag(takes_context=True)
def this_page_in(context: dict[str, Any], language: str) -> str:
    """The path of the current page in another language; the front page if there is none."""
    request = context["request"]
    known: dict[str, str] = request.__dict__.setdefault("_paths_by_language", {})
    if language not in known:
        if language == display.page_language():
            known[language] = str(request.get_full_path())
        else:
            with override(language):
                known[language] = _same_page(request) or reverse("home")
    return known[language]


def _same_page(request: HttpRequest) -> str:
    """The path of the current page in the current language; empty if it has no other path."""
    match = request.resolver_match
    if match is None or not match.url_name:
        return ""
    path = reverse(match.view_name, args=match.args, kwargs=match.kwargs)
    query = request.META.get("QUERY_STRING", "")
    if path == quoted_path(request.path):
        return ""
    return f"{path}?{iri_to_uri(query)}" if query else path


SECTIONS = ("home", "archive", "source_list", "search")
"""The pages to which every masthead leads."""


@register.simple_tag(takes_context=True)
def section(context: dict[str, Any]) -> str:
    """Which of :data:`SECTIONS` the current page is; empty for all others."""
    match = context["request"].resolver_match
    return match.url_name if match and match.url_name in SECTIONS else ""


@register.simple_tag(takes_context=True)
def absolute(context: dict[str, Any], path: str) -> str:
    """The path as an absolute address, for alternates and permalinks."""
    return str(context["request"].build_absolute_uri(path))


@register.simple_tag(takes_context=True)
def canonical_address(context: dict[str, Any]) -> str:
    """The absolute address of the current page, with only the parameters that select a page of a
    list."""
    request = context["request"]
    place = {name: request.GET[name] for name in PLACES if name in request.GET}
    path = f"{request.path}?{urlencode(place)}" if place else request.path
    return str(request.build_absolute_uri(path))


@register.filter
def other_names(source: Source) -> list[tuple[str, str]]:
    """The other names of a source, each with its language."""
    shown = str(source)
    return [(language, name) for language, name in source.names.items() if name and name != shown]
