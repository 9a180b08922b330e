"""Sources in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from articles.models import Source, SourceAlias


class SourceForm(ModelForm):
    homepage = forms.URLField(label=_("homepage"), required=False, assume_scheme="https")

    class Meta:
        model = Source
        fields = ("name_fa", "name_ar", "name_en", "slug", "homepage", "language")


class SourceAliasInline(admin.TabularInline):
    model = SourceAlias
    extra = 0


@admin.register(Source)
class SourceAdmin(SimpleHistoryAdmin):  # type: ignore[misc]
    form = SourceForm
    list_display = ("slug", "name_fa", "name_ar", "name_en", "language", "needs_review")
    list_filter = ("needs_review", "language")
    search_fields = ("slug", "name_fa", "name_ar", "name_en")
    inlines = (SourceAliasInline,)

    def save_model(self, request: HttpRequest, obj: Source, form: Any, change: bool) -> None:
        # Whoever has edited a source has looked at it: imports leave its names alone from now on.
        obj.needs_review = False
        super().save_model(request, obj, form, change)
