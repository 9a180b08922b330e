"""Keeps the log of what happens to accounts: it listens to what Django tells of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group, User
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import connection
from django.db.models import Model
from django.db.models.signals import m2m_changed, pre_save
from django.dispatch import receiver
from django.utils import timezone
from simple_history.models import HistoricalRecords

from articles.admin_site.second_factor import changed as second_factor_changed
from articles.models import AccountEvent, ImportScope, StaffSession
from newsarchive.proxies import client_network

Kind = AccountEvent.Kind
MOST_FAILED = 50
"""Failures of an address in an hour; it is locked out before, and must not fill the disk."""
WATCHED = ("is_active", "is_staff", "is_superuser")


def keep(kind: Kind, name: str, *, request: Any = None, by: Any = None, detail: str = "") -> None:
    request = request or getattr(HistoricalRecords.context, "request", None)
    if request is None and not _is_there():
        return
    if by is None and kind in (Kind.RIGHTS, Kind.PASSWORD, Kind.FACTOR):
        by = getattr(request, "user", None)
    AccountEvent.objects.create(
        kind=kind,
        name=name.replace("\0", "")[: AccountEvent.LONGEST_NAME],
        by=by if getattr(by, "is_authenticated", False) else None,
        address=(client_network(request) or "") if request else "",
        detail=detail,
    )


def _is_there() -> bool:
    """Whether there is a table: "migrate" gives roles their rights after each step."""
    return AccountEvent._meta.db_table in connection.introspection.table_names()


@receiver(user_logged_in, dispatch_uid="account_events.signed_in")
def _signed_in(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    has_factor = getattr(user, "otp_device", None) is not None
    detail = "second factor" if has_factor else ""
    keep(Kind.SIGNED_IN, user.get_username(), request=request, detail=detail)
    if key := request.session.session_key:
        agent = request.headers.get("User-Agent", "")[: StaffSession.LONGEST_AGENT]
        told = {"user": user, "address": client_network(request) or "", "agent": agent}
        StaffSession.objects.update_or_create(key=key, defaults=told)


@receiver(user_login_failed, dispatch_uid="account_events.failed")
def _failed(sender: Any, credentials: Any, request: Any = None, **kwargs: Any) -> None:
    since = timezone.now() - timedelta(hours=1)
    address = client_network(request) if request else ""
    recent = AccountEvent.objects.filter(kind=Kind.FAILED, address=address, at__gte=since)
    if recent.count() < MOST_FAILED:
        keep(Kind.FAILED, str(credentials.get("username") or ""), request=request)


@receiver(user_logged_out, dispatch_uid="account_events.signed_out")
def _signed_out(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    if user is not None:
        keep(Kind.SIGNED_OUT, user.get_username(), request=request)


@receiver(second_factor_changed, dispatch_uid="account_events.second_factor")
def _second_factor(sender: Any, user: Any, detail: str, **kwargs: Any) -> None:
    keep(Kind.FACTOR, user.get_username(), detail=detail)


@receiver(m2m_changed, sender=User.groups.through, dispatch_uid="account_events.groups")
@receiver(m2m_changed, sender=User.user_permissions.through, dispatch_uid="account_events.single")
@receiver(m2m_changed, sender=ImportScope.sources.through, dispatch_uid="account_events.sources")
@receiver(m2m_changed, sender=Group.permissions.through, dispatch_uid="account_events.of_groups")
def _rights(
    sender: Any, instance: Any, action: str, model: Any, pk_set: Any, reverse: bool, **kwargs: Any
) -> None:
    sign = {"post_add": "+", "post_remove": "-", "pre_clear": "-"}.get(action)
    if sign is None:
        return
    if action == "pre_clear":
        pk_set = _now(instance, sender, reverse=reverse)
    if not pk_set:
        return
    # With what they refer to: the name of a permission has that of its model in it.
    chosen = model._default_manager.select_related().filter(pk__in=pk_set).order_by("pk")
    others = [str(other) for other in chosen]
    if reverse:  # accounts of a group
        for name in others:
            keep(Kind.RIGHTS, name, detail=f"{sign}{instance}")
    else:
        detail = ", ".join(f"{sign}{other}" for other in others)
        keep(Kind.RIGHTS, str(instance), detail=detail)


def _now(instance: Model, through: Any, *, reverse: bool) -> set[Any]:
    """What is about to be cleared."""
    own = type(instance)._meta.model_name
    [other] = [
        field.attname
        for field in through._meta.fields
        if field.is_relation and field.related_model._meta.model_name != own
    ]
    return set(through.objects.filter(**{f"{own}_id": instance.pk}).values_list(other, flat=True))


@receiver(pre_save, sender=User, dispatch_uid="account_events.user")
def _saved(sender: Any, instance: User, update_fields: Any = None, **kwargs: Any) -> None:
    names = {*WATCHED, "password"} & {*(update_fields or (*WATCHED, "password"))}
    if not names:
        return  # only the time of the last sign-in
    before = User.objects.filter(pk=instance.pk).values(*names).first() if instance.pk else None
    changed = [
        name
        for name in WATCHED
        if name in names
        and (before or {}).get(name, name == "is_active") != getattr(instance, name)
    ]
    if changed:
        detail = ", ".join(f"{name}: {getattr(instance, name)}" for name in changed)
        keep(Kind.RIGHTS, instance.get_username(), detail=detail)
    if before and "password" in names and before["password"] != instance.password:
        keep(Kind.PASSWORD, instance.get_username())
