"""Records that are called on their pages otherwise than they call themselves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin import helpers
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _


class ShownNames(admin.ModelAdmin):
    """For models of Django or of others, whose names of records are in English."""

    def name_of(self, obj: Any) -> str:
        raise NotImplementedError

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        found = self.get_object(request, object_id)
        named = {"subtitle": self.name_of(found)} if found else {}
        return super().change_view(request, object_id, form_url, {**named, **(extra_context or {})})

    def action_checkbox(self, obj: Any) -> SafeString:
        label = format_html(_("Select this object for an action - {}"), self.name_of(obj))
        box = forms.CheckboxInput(
            {"class": "action-select", "aria-label": label}, lambda _value: False
        )
        return box.render(helpers.ACTION_CHECKBOX_NAME, str(obj.pk))
