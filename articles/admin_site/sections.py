"""The sections in the masthead of the staff pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Section:
    """A page of the admin by its URL name, for people with the permission (empty: for all)."""

    title: str | Promise
    url_name: str
    permission: str = ""


SECTIONS = (
    Section(_("Overview"), "admin:index"),
    Section(_("Imports"), "admin:articles_importbatch_changelist", "articles.view_importbatch"),
    Section(_("Articles"), "admin:articles_article_changelist", "articles.view_article"),
    Section(_("Sources"), "admin:articles_source_changelist", "articles.view_source"),
    Section(
        _("Readers' reports"),
        "admin:articles_readerreport_changelist",
        "articles.view_readerreport",
    ),
    Section(_("Equal names"), "admin:articles_nameset_changelist", "articles.view_nameset"),
)


@dataclass(frozen=True, slots=True)
class Link:
    """A section in the masthead of a page."""

    title: str | Promise
    path: str
    is_current: bool
    is_within: bool
    """Whether the page belongs to the section."""


def links(request: HttpRequest) -> Iterator[Link]:
    """The sections that the user of a request may see."""
    home = reverse(SECTIONS[0].url_name)
    for section in SECTIONS:
        if section.permission and not request.user.has_perm(section.permission):
            continue
        path = reverse(section.url_name)
        yield Link(
            section.title,
            path,
            is_current=request.path == path,
            is_within=request.path.startswith(path) and path != home,
        )
