"""Failed attempts to sign in, where administrators let an address try again before its time."""

from __future__ import annotations

from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import admin
from django.db.models import Q, QuerySet, Sum, Window
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

BORROWED = (
    gettext_noop("access attempt"),
    gettext_noop("access attempts"),
    gettext_noop("IP Address"),
    gettext_noop("Attempt Time"),
    gettext_noop("Username"),
    gettext_noop("Failed Logins"),
    gettext_noop("User Agent"),
)
"""Names of django-axes, here so that the archive's catalogues, which come first, have them."""


@admin.register(AccessAttempt)
class FailedSignInAdmin(admin.ModelAdmin):
    """One row for each address, name and browser. Deleting those of an address lets it try again.

    What was sent along stays out of sight: people type passwords into wrong fields.
    """

    list_display = ("attempt_time", "ip_address", "username", "failures_since_start", "is_locked")
    list_filter = ("attempt_time",)
    search_fields = ("ip_address", "username")
    search_help_text = _("Address or name")
    fields = ("attempt_time", "ip_address", "username", "failures_since_start", "user_agent")
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[AccessAttempt]:
        """The rows with the failures of their whole address that still count."""
        lately = Q(attempt_time__gt=timezone.now() - settings.LOGIN_PAUSE)
        failures = Sum("failures_since_start", filter=lately)
        of_address = Window(failures, partition_by="ip_address")
        rows: QuerySet[AccessAttempt] = (
            super().get_queryset(request).annotate(of_address=of_address)
        )
        return rows

    @admin.display(description=_("Locked out"), boolean=True)
    def is_locked(self, attempt: Any) -> bool:
        return (attempt.of_address or 0) >= settings.LOGIN_FAILURES
