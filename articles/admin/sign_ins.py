"""Failed attempts to sign in, where administrators can end the lockout of an address."""

from __future__ import annotations

from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet, Sum, Window
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, ngettext

from articles.display import day_and_clock, number

from .shown_names import ShownNames

BORROWED = (
    gettext_noop("access attempt"),
    gettext_noop("access attempts"),
    gettext_noop("IP Address"),
    gettext_noop("Attempt Time"),
    gettext_noop("Username"),
    gettext_noop("Failed Logins"),
    gettext_noop("User Agent"),
)
"""Names of django-axes, repeated here so that the archive's catalogues have them."""


@admin.register(AccessAttempt)
class FailedSignInAdmin(ShownNames):
    """One row per address, name and browser. Ending a lockout deletes those of the address.

    Submitted data is not shown: people type passwords into wrong fields.
    """

    list_display = ("moment", "address", "username", "failures", "is_locked")
    list_filter = ("attempt_time",)
    search_fields = ("ip_address", "username")
    search_help_text = _("Address or name")
    fields = ("moment", "address", "username", "failures", "user_agent")
    readonly_fields = fields
    actions = ("let_try_again",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Rows are deleted only by the action, all of an address together."""
        return obj is None and super().has_delete_permission(request)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def name_of(self, attempt: AccessAttempt) -> str:
        return attempt.ip_address or "–"

    @admin.action(description=_("Allow these addresses to try again"), permissions=["delete"])
    def let_try_again(self, request: HttpRequest, chosen: QuerySet[AccessAttempt]) -> None:
        assert request.user.is_authenticated
        addresses = sorted(set(chosen.values_list("ip_address", flat=True)))
        for address in addresses:
            LogEntry.objects.create(
                user=request.user,
                content_type=ContentType.objects.get_for_model(AccessAttempt),
                object_repr=address,
                action_flag=DELETION,
            )
        AccessAttempt.objects.filter(ip_address__in=addresses).delete()
        sentence = ngettext(
            "%(number)s address may try again.",
            "%(number)s addresses may try again.",
            len(addresses),
        )
        self.message_user(request, sentence % {"number": number(len(addresses))}, messages.SUCCESS)

    def get_queryset(self, request: HttpRequest) -> QuerySet[AccessAttempt]:
        """The rows, annotated with the failures of their address that still count."""
        lately = Q(attempt_time__gt=timezone.now() - settings.LOGIN_PAUSE)
        failures = Sum("failures_since_start", filter=lately)
        of_address = Window(failures, partition_by="ip_address")
        attempts = super().get_queryset(request)
        rows: QuerySet[AccessAttempt] = attempts.annotate(of_address=of_address)
        return rows

    @admin.display(description=_("Attempt Time"), ordering="attempt_time")
    def moment(self, attempt: AccessAttempt) -> str:
        return day_and_clock(attempt.attempt_time)

    @admin.display(description=_("IP Address"), ordering="ip_address")
    def address(self, attempt: AccessAttempt) -> str:
        return format_html('<bdi dir="ltr">{}</bdi>', self.name_of(attempt))

    @admin.display(description=_("Failed Logins"), ordering="failures_since_start")
    def failures(self, attempt: AccessAttempt) -> str:
        return number(attempt.failures_since_start)

    @admin.display(description=_("Locked out"), boolean=True)
    def is_locked(self, attempt: Any) -> bool:
        return (attempt.of_address or 0) >= settings.LOGIN_FAILURES
