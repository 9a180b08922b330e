"""Imports, captures and tombstones in the admin, read-only; imports have their own pages."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

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
    list_filter = ("outcome", "error", "withdrawn")
    list_select_related = ("batch",)
    search_fields = ("=sha256", "=file_name")


@admin.register(Tombstone)
class TombstoneAdmin(ReadOnlyAdmin):
    list_display = ("key", "reason", "erased_by", "erased_at")
