"""Imports, captures and tombstones in the admin, read-only; imports have their own pages."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Model, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.dumps.records import UNSURE
from articles.models import Capture, ImportBatch, Tombstone


class ReadOnlyAdmin(admin.ModelAdmin):
    """Shows records that nobody may change by hand, read-only."""

    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class UnsureFilter(admin.SimpleListFilter):
    """Captures of which the parser was not sure, by the field that it was unsure of."""

    title = _("unsure of")
    parameter_name = "unsure"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [
            ("title", gettext("title")),
            ("source", gettext("source")),
            ("date", gettext("date")),
            ("body", gettext("text")),
        ]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Capture]
    ) -> QuerySet[Capture] | None:
        codes = [code for code, name in UNSURE.items() if name == self.value()]
        if not codes:
            return None
        wanted = Q()
        for code in codes:
            wanted |= Q(warning_text__contains=f'"{code}"')
        return queryset.alias(warning_text=Cast("warnings", TextField())).filter(wanted)


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnlyAdmin):
    list_display = ("pk", "label", "created_at", "user", "state", "counts")
    list_filter = ("state",)
    list_select_related = ("user",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.add_importbatch")

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: object = None
    ) -> HttpResponse:
        """Imports are made of dumps."""
        return redirect("admin:articles_import")


@admin.register(Capture)
class CaptureAdmin(ReadOnlyAdmin):
    list_display = ("file_name", "item_number", "batch", "outcome", "error", "withdrawn")
    list_filter = ("outcome", "error", "withdrawn", UnsureFilter)
    list_select_related = ("batch",)
    search_fields = ("=sha256", "=file_name")


@admin.register(Tombstone)
class TombstoneAdmin(ReadOnlyAdmin):
    list_display = ("key", "reason", "erased_by", "erased_at")
