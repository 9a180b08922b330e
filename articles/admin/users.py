"""Staff in the admin: who they are and which roles they have."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.db.models import ManyToManyField
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.roles import NAMED

admin.site.unregister(User)
admin.site.unregister(Group)

_ACTIONS = {
    "add": _("add"),
    "change": _("change"),
    "delete": _("delete"),
    "view": _("view"),
}


class PermissionField(forms.ModelMultipleChoiceField):
    """Permissions in the reader's language; Django keeps their names in English."""

    def label_from_instance(self, permission: Any) -> str:
        action = permission.codename.partition("_")[0]
        model = permission.content_type.model_class()
        what = model._meta.verbose_name_plural if model else permission.content_type.name
        return f"{what}: {_ACTIONS.get(action) or gettext(permission.name)}"


class RoleField(forms.ModelMultipleChoiceField):
    """Groups, the archive's own by their names in the reader's language."""

    def label_from_instance(self, group: Any) -> str:
        return gettext(group.name) if group.name in NAMED else str(group.name)


@admin.register(User)
class StaffAdmin(UserAdmin):
    """Users with their roles; single permissions are given through a group."""

    filter_horizontal = ()
    list_display = ("username", "first_name", "last_name", "is_active", "is_staff", "is_superuser")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email")}),
        (_("Rights"), {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    readonly_fields = ("last_login", "date_joined")

    def formfield_for_manytomany(
        self, db_field: ManyToManyField[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        return RoleField(
            queryset=Group.objects.order_by("name"),
            required=False,
            label=_("Roles"),
            widget=forms.CheckboxSelectMultiple,
        )


@admin.register(Group)
class RoleAdmin(GroupAdmin):
    filter_horizontal = ()

    def formfield_for_manytomany(
        self, db_field: ManyToManyField[Any, Any], request: HttpRequest | None = None, **kwargs: Any
    ) -> Any:
        return PermissionField(
            queryset=Permission.objects.select_related("content_type"),
            required=False,
            label=db_field.verbose_name,
            widget=forms.SelectMultiple(attrs={"size": 24}),
        )
