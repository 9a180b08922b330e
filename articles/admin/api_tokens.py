"""Tokens of programs in the admin: made, limited, and taken out of force."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.display import day_and_clock, number
from articles.models import ApiToken
from articles.models.api_tokens import Scope
from newsarchive.rate_limits import uses_on


class ApiTokenForm(forms.ModelForm):
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("use"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = ApiToken
        fields = ("name", "scopes", "all_sources", "sources", "daily_quota", "is_active")
        widgets = {"sources": forms.SelectMultiple(attrs={"size": 12})}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("all_sources")) == bool(cleaned.get("sources")):
            raise ValidationError(_("Choose either some sources or all of them."))
        return cleaned


@admin.register(ApiToken)
class ApiTokenAdmin(admin.ModelAdmin):
    """A token is shown once, when it is made. It cannot be deleted, so that what it sent keeps its
    name, but it is out of force at once."""

    form = ApiTokenForm
    list_display = ("name", "owner", "is_active", "begins_with", "made", "used", "used_today")
    list_filter = ("is_active",)
    list_select_related = ("owner",)
    search_fields = ("name", "beginning")
    readonly_fields = ("owner", "begins_with", "made", "used", "used_today")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        own = ApiTokenForm.Meta.fields
        return (*own, *self.readonly_fields) if obj else own

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: ApiToken, form: Any, change: bool) -> None:
        text = ""
        if not change:
            assert request.user.is_authenticated
            obj.owner = request.user
            text = obj.begin()
        super().save_model(request, obj, form, change)
        if text:
            sentence = _("Copy the token now, it is not shown again: {}")
            shown = format_html('<code dir="ltr">{}</code>', text)
            self.message_user(request, format_html(sentence, shown), messages.WARNING)

    @admin.display(description=gettext_lazy("begins with"))
    def begins_with(self, token: ApiToken) -> str:
        return format_html('<code dir="ltr">{}…</code>', token.beginning)

    @admin.display(description=gettext_lazy("made"), ordering="created_at")
    def made(self, token: ApiToken) -> str:
        return day_and_clock(token.created_at)

    @admin.display(description=gettext_lazy("last used"), ordering="last_used_at")
    def used(self, token: ApiToken) -> str:
        return day_and_clock(token.last_used_at) if token.last_used_at else "–"

    @admin.display(description=gettext_lazy("requests today"))
    def used_today(self, token: ApiToken) -> str:
        used = number(uses_on(token.pk, timezone.localdate()))
        if token.daily_quota is None:
            return used
        return _("%(used)s of %(most)s") % {"used": used, "most": number(token.daily_quota)}
