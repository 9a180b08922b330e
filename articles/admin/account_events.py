"""The log of what happens to accounts, for superusers."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from articles.models import AccountEvent

from . import account_log  # noqa: F401  (it listens from its import on)
from .imports import ReadOnlyAdmin


@admin.register(AccountEvent)
class AccountEventAdmin(ReadOnlyAdmin):
    change_list_template = "admin/articles/accountevent/change_list.html"
    list_display = ("at", "kind", "name", "by", "address", "detail")
    list_display_links = None
    list_filter = ("kind",)
    list_select_related = ("by",)
    search_fields = ("name", "=address")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and request.user.is_superuser)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.has_module_permission(request)
