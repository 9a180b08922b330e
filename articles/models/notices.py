"""Notices to members of the staff, how each wants to get them, and how they were delivered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class NoticeChoices(models.Model):
    """How a person wants to be told: names of channels by kind (:mod:`articles.notices.kinds`).

    A kind that is missing is told as it is by default. ``language`` is that of mails.
    ``webhook_secret`` signs what is sent to ``webhook_url``.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_choices"
    )
    language = models.CharField(max_length=8)
    channels = models.JSONField(default=dict)
    webhook_url = models.URLField(max_length=1000, blank=True)
    webhook_secret = models.CharField(max_length=100, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.user)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def of(self, user: Any) -> NoticeQuerySet:
        """What stands on the page of a person."""
        return self.filter(user=user, is_shown=True)

    def unread(self) -> NoticeQuerySet:
        return self.filter(read_at=None)


class Notice(models.Model):
    """Something that a person is told. ``values`` are what its sentence is made of, in whichever
    language it is read."""

    class Event(models.TextChoices):
        JOB = "job"
        FOUND = "found"
        OVER = "over"
        TRIAL = "trial"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12)
    event = models.CharField(max_length=5, choices=Event.choices)
    values = models.JSONField(default=dict)
    path = models.CharField(max_length=300)
    is_shown = models.BooleanField(default=True)
    at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["user", "-id"], name="notice_of_user"),
            models.Index(
                fields=["user"],
                name="notice_unread",
                condition=models.Q(read_at=None, is_shown=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.event}"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, now: datetime) -> DeliveryQuerySet:
        """Those to be tried now, the one that waits longest first."""
        return self.filter(state=Delivery.State.WAITING, next_at__lte=now).order_by("next_at", "pk")


class Delivery(models.Model):
    """A notice on its way by mail or to a webhook: the log of what was sent, and what was not."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        GIVEN_UP = "given_up", _("given up")

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=10)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    detail = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["next_at"], name="delivery_due", condition=models.Q(state="waiting")
            )
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.channel}: {self.state}"
