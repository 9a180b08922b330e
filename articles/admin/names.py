"""Equal names in the admin: the editors' own names across languages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.admin.versions_of_records import VersionedAdmin
from articles.admin_site.reasons import WithReason
from articles.models import NameSet
from articles.text.folding import fold_key


class NameSetForm(WithReason):
    class Meta:
        model = NameSet
        fields = ("names", "note", "is_active")
        widgets = {
            # Each line takes the direction of its own script.
            "names": forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
            "note": forms.TextInput(attrs={"class": "vTextField", "dir": "auto"}),
        }


@admin.register(NameSet)
class NameSetAdmin(VersionedAdmin):
    form = NameSetForm
    list_display = ("shown_names", "note", "is_active")
    list_filter = ("is_active",)
    search_fields = ("names", "note")

    @admin.display(description=_("names"), ordering="names")
    def shown_names(self, names: NameSet) -> SafeString:
        """The names side by side, each in its own direction."""
        return format_html_join(" = ", "<bdi>{}</bdi>", ((name,) for name in names.name_list))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Sets that contain every word of the term, typed on either keyboard."""
        words = fold_key(search_term).split()
        if not words:
            return queryset, False
        found = [
            pk
            for pk, names, note in NameSet.objects.values_list("pk", "names", "note")
            if all(word in fold_key(f"{names}\n{note}") for word in words)
        ]
        return queryset.filter(pk__in=found), False
