"""Staff in the admin: who they are and which roles they have."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    ReadOnlyPasswordHashField,
    ReadOnlyPasswordHashWidget,
    SetUnusablePasswordMixin,
    UserChangeForm,
)
from django.contrib.auth.hashers import is_password_usable
from django.contrib.auth.models import Group, Permission, User
from django.db.models import ManyToManyField, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.text import format_lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_static.admin import StaticDevice
from django_otp.plugins.otp_totp.admin import TOTPDevice

from articles.admin_site import second_factor
from articles.admin_site.invitations import invite
from articles.admin_site.setup_codes import give_code
from articles.display import number
from articles.models import ImportScope
from articles.roles import NAMED

from .readers_calendar import InReadersCalendar
from .shown_names import ShownNames

admin.site.unregister(User)
admin.site.unregister(Group)
# Registered where they are imported from. Their pages show the keys; what is needed of them is an
# action of the accounts.
admin.site.unregister(TOTPDevice)
admin.site.unregister(StaticDevice)

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


def name_of(role: Group) -> str:
    """A group's name; that of a role of the archive in the reader's language."""
    return gettext(role.name) if role.name in NAMED else str(role.name)


class RoleFilter(admin.RelatedFieldListFilter):
    """Accounts by their roles, by the names of these."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        return [(role.pk, name_of(role)) for role in Group.objects.order_by("name")]


class RoleField(forms.ModelMultipleChoiceField):
    """Groups by their names."""

    def label_from_instance(self, group: Any) -> str:
        return name_of(group)


class PasswordState(ReadOnlyPasswordHashWidget):
    """Whether a user has a password: nothing of its hash belongs on a page."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = forms.Widget.get_context(self, name, value, attrs)
        is_set = bool(value) and is_password_usable(value)
        label = gettext("A password is set.") if is_set else gettext("No password set.")
        button = gettext("Reset password") if is_set else gettext("Set password")
        return {**context, "summary": [{"label": label}], "button_label": button}


class StaffForm(UserChangeForm):
    password = ReadOnlyPasswordHashField(label=_("Password"), widget=PasswordState)


class PasswordForm(AdminPasswordChangeForm):
    """Django's, with its warning in the language of the page."""

    usable_password_help_text = format_lazy(  # type: ignore[assignment]  # as lazy as Django's
        '{}<ul id="id_unusable_warning" class="messagelist"><li class="warning">{}</li></ul>',
        SetUnusablePasswordMixin.usable_password_help_text,
        _("If it is disabled, the present password of this account is lost."),
    )


class ImportScopeInline(admin.TabularInline):
    """Without it somebody may import of all sources."""

    model = ImportScope
    extra = 0

    def formfield_for_manytomany(
        self, db_field: ManyToManyField[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        widget = forms.SelectMultiple(attrs={"size": 12})
        return super().formfield_for_manytomany(db_field, request, widget=widget, **kwargs)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(getattr(request.user, "is_superuser", False))

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission


@admin.register(User)
class StaffAdmin(InReadersCalendar, UserAdmin):
    """Users with their roles; single permissions are given through a group."""

    form = StaffForm
    change_password_form = PasswordForm
    actions = ("invite", "give_setup_code", "remove_second_factor")
    filter_horizontal = ()
    list_display = ("username", "first_name", "last_name", "is_active", "is_staff", "is_superuser")
    list_filter = ("is_staff", "is_superuser", "is_active", ("groups", RoleFilter))
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email")}),
        (_("Rights"), {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    readonly_fields = ("last_login", "date_joined")

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """A role makes its bearer staff: it is of no use to anybody else."""
        super().save_related(request, form, formsets, change)
        user = form.instance
        if not user.is_staff and user.groups.exists():
            user.is_staff = True
            user.save(update_fields=["is_staff"])
            messages.info(request, _("With a role, this account may open the staff pages."))

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return [ImportScopeInline] if obj else []

    @admin.action(description=_("Invite to choose a password"), permissions=["change"])
    def invite(self, request: HttpRequest, users: QuerySet[User]) -> None:
        """By e-mail, or as a link that the administrator hands over."""
        for user in users.filter(is_active=True):
            made = invite(request, user)
            self.log_change(request, user, gettext("Invited to choose a password."))
            name = user.get_username()
            if made.is_sent:
                sentence = gettext("%(name)s is invited by e-mail.") % {"name": name}
                messages.success(request, sentence)
                continue
            sentence = gettext("Give this link to %(name)s; it is not shown again:")
            code = gettext("and this code:") if made.code else ""
            shown = format_html(
                '{} <code dir="ltr">{}</code> {} <code dir="ltr">{}</code>',
                sentence % {"name": name},
                made.link,
                code,
                made.code,
            )
            messages.warning(request, shown)

    @admin.action(
        description=_("Give a code for setting up the second factor"), permissions=["change"]
    )
    def give_setup_code(self, request: HttpRequest, users: QuerySet[User]) -> None:
        for user in users.filter(is_active=True):
            sentence = gettext("Give this code to %(name)s; it is not shown again:")
            sentence %= {"name": user.get_username()}
            code = give_code(user)
            self.log_change(request, user, gettext("Got a code for setting up the second factor."))
            messages.warning(request, format_html('{} <code dir="ltr">{}</code>', sentence, code))

    @admin.action(description=_("Remove the second factor"), permissions=["change"])
    def remove_second_factor(self, request: HttpRequest, users: QuerySet[User]) -> None:
        """For somebody whose phone and recovery codes are lost: the next sign-in sets up anew."""
        count = 0
        for user in users:
            if second_factor.remove(user):
                self.log_change(request, user, gettext("The second factor was removed."))
                count += 1
        sentence = ngettext(
            "The second factor of %(number)s account was removed.",
            "The second factor of %(number)s accounts was removed.",
            count,
        )
        messages.success(request, sentence % {"number": number(count)})

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
class RoleAdmin(ShownNames, GroupAdmin):
    filter_horizontal = ()
    list_display = ("shown_name",)

    @admin.display(description=_("name"), ordering="name")
    def shown_name(self, role: Group) -> str:
        return name_of(role)

    def name_of(self, role: Group) -> str:
        return name_of(role)

    def formfield_for_manytomany(
        self, db_field: ManyToManyField[Any, Any], request: HttpRequest | None = None, **kwargs: Any
    ) -> Any:
        return PermissionField(
            queryset=Permission.objects.select_related("content_type"),
            required=False,
            label=db_field.verbose_name,
            widget=forms.SelectMultiple(attrs={"size": 24}),
        )
