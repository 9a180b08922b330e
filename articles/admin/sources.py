"""Sources in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from articles.models import Source, SourceAlias

from .choosers import source_choices
from .queued import QueuedAdmin


class SourceForm(ModelForm):
    homepage = forms.URLField(label=_("homepage"), required=False, assume_scheme="https")

    class Meta:
        model = Source
        fields = ("name_fa", "name_ar", "name_en", "slug", "homepage", "language")


class SourceAliasInline(admin.TabularInline):
    model = SourceAlias
    extra = 0


@admin.register(Source)
class SourceAdmin(QueuedAdmin, SimpleHistoryAdmin):  # type: ignore[misc]
    form = SourceForm
    list_display = ("slug", "name_fa", "name_ar", "name_en", "language", "needs_review")
    list_filter = ("needs_review", "language")
    search_fields = ("slug", "name_fa", "name_ar", "name_en")
    inlines = (SourceAliasInline,)

    def save_model(self, request: HttpRequest, obj: Source, form: Any, change: bool) -> None:
        # Whoever has edited a source has looked at it: imports leave its names alone from now on.
        obj.needs_review = False
        super().save_model(request, obj, form, change)

    def get_urls(self) -> list[URLPattern]:
        choices = path(
            "choices/", self.admin_site.admin_view(self.choices), name="articles_source_choices"
        )
        return [choices, *super().get_urls()]

    def choices(self, request: HttpRequest) -> HttpResponse:
        """What can be typed for a source, for those who may choose one for an article."""
        if not (
            self.has_view_or_change_permission(request)
            or request.user.has_perm("articles.change_article")
        ):
            raise PermissionDenied
        return source_choices(request)
