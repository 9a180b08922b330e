"""The list of what was set of many articles at once; each has its own report."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.display import digits, number
from articles.models import BulkChange

from .imports import ReadOnlyAdmin
from .pages.bulk_changes import title_of


@admin.register(BulkChange)
class BulkChangeAdmin(ReadOnlyAdmin):
    list_display = ("number", "what", "shown_count", "reason", "made_by", "made_at", "state")
    list_select_related = ("made_by",)

    @admin.display(description=gettext_lazy("number"), ordering="pk")
    def number(self, change: BulkChange) -> str:
        return digits(change.pk)

    @admin.display(description=gettext_lazy("action"), ordering="action")
    def what(self, change: BulkChange) -> str:
        return str(title_of(change))

    @admin.display(description=gettext_lazy("articles"), ordering="count")
    def shown_count(self, change: BulkChange) -> str:
        return number(change.count)

    @admin.display(description=gettext_lazy("state"))
    def state(self, change: BulkChange) -> str:
        return _("undone") if change.is_undone else _("done")

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        change = self.get_object(request, object_id)
        if change is None:
            return super().change_view(request, object_id, *args, **kwargs)
        return redirect("admin:bulk_change", change.pk)
