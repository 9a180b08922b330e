"""The archive's admin site: names, sections, and its own pages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path
from django.utils.translation import gettext_lazy as _
from django.views.i18n import set_language

from .activity_pages import staff_work
from .dashboard import overview
from .dismissed_pages import bring_back, dismissed
from .duplicate_pages import article_merge, duplicate, duplicates
from .sections import links
from .source_pages import distinct, merging, source_duplicates, source_merge


class ArchiveAdminSite(admin.AdminSite):
    site_header = _("News archive")
    site_title = _("News archive, staff")
    index_title = _("Overview")
    enable_nav_sidebar = False  # the masthead has the sections

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        context = super().each_context(request)
        sections = list(links(request)) if context["has_permission"] else []
        return context | {"sections": sections}

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        return super().index(request, {**overview(request), **(extra_context or {})})

    def get_urls(self) -> list[URLPattern | URLResolver]:
        view = self.admin_view
        own: list[URLPattern | URLResolver] = [
            path("language/", set_language, name="language"),
            path("staff/<int:user_id>/", view(staff_work), name="staff_work"),
            path("duplicates/", view(duplicates), name="duplicates"),
            path("duplicates/<int:pk>/", view(duplicate), name="duplicate"),
            path("duplicates/merges/<int:pk>/", view(article_merge), name="article_merge"),
            path("sources/duplicates/", view(source_duplicates), name="source_duplicates"),
            path(
                "sources/<int:pk>/distinct/<int:other_pk>/", view(distinct), name="sources_distinct"
            ),
            path("dismissed/", view(dismissed), name="dismissed"),
            path("dismissed/<int:pk>/back/", view(bring_back), name="dismissed_back"),
            path("sources/<int:pk>/merging/", view(merging), name="source_merging"),
            path("sources/merges/<int:pk>/", view(source_merge), name="source_merge"),
        ]
        return own + super().get_urls()
