"""The archive's admin site: names, sections, and its own pages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.views.i18n import set_language

from .dashboard import overview
from .pages import PAGES
from .resuming import resumable
from .sections import links


class ArchiveAdminSite(admin.AdminSite):
    site_header = settings.SITE_NAME
    site_title = format_lazy("{} – {}", settings.SITE_NAME, _("Staff pages"))
    index_title = _("Overview")
    enable_nav_sidebar = False  # the masthead has the sections

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        context = super().each_context(request)
        sections = list(links(request)) if context["has_permission"] else []
        return context | {"sections": sections}

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        guarded = super().admin_view(view, cacheable)
        # An upload is read by its own view, within a limit; and nobody has to sign in to sign out.
        if getattr(view, "csrf_exempt", False) or view == self.logout:
            return guarded
        return resumable(guarded, self)

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        return super().index(request, {**overview(request), **(extra_context or {})})

    def get_urls(self) -> list[URLPattern | URLResolver]:
        own: list[URLPattern | URLResolver] = [
            path(page.route, self.admin_view(page.view), name=page.name) for page in PAGES
        ]
        return [path("language/", set_language, name="language"), *own, *super().get_urls()]
