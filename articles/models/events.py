"""Events: what is known of each article as a report of one, links, and the editors' word.

All but the editors' decisions is derived from the articles and can be made again
(:mod:`articles.events`).
"""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .articles import KEY_LENGTH, Article

LONGEST_NAME = 200


class EventReport(models.Model):
    """A visible article with a day, as a report of an event.

    ``signature`` and ``anchors`` are what reports are compared by, ``strength`` the sum of the
    scores of its links. ``leader`` is the id of the report that it is grouped with, ``event`` that
    of the whole event: another one only where editors have joined events.
    """

    article = models.OneToOneField(
        Article, on_delete=models.CASCADE, primary_key=True, related_name="report"
    )
    day = models.DateField()
    signature = models.BinaryField()
    anchors = models.BinaryField()
    strength = models.IntegerField(default=0)
    leader = models.BigIntegerField()
    event = models.BigIntegerField()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["day", "event"], name="report_day"),
            models.Index(fields=["event"], name="report_event"),
            models.Index(fields=["leader"], name="report_leader"),
            models.Index(
                fields=["event"],
                name="report_joined",
                condition=~models.Q(event=models.F("leader")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.article_id)


class EventLink(models.Model):
    """Two reports that are likely of one event, in both directions: ``score`` of 1,000.

    Plain ids, not foreign keys: what an article that is gone was linked to must be found once more.
    """

    report = models.BigIntegerField()
    other = models.BigIntegerField(db_index=True)
    score = models.SmallIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["report", "other"], name="event_link_once")]

    def __str__(self) -> str:
        return f"{self.report} – {self.other}"


class EventState(models.Model):
    """How far events follow the change log, in one row. ``changes`` counts what readers may see
    change; ``version`` is that of the signatures."""

    position = models.BigIntegerField(default=0)
    version = models.IntegerField(default=0)
    changes = models.BigIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.position)


class EventDecisionQuerySet(models.QuerySet["EventDecision"]):
    def standing(self) -> Self:
        """Decisions that nobody has taken back, oldest first."""
        return self.filter(undone_at__isnull=True).order_by("pk")


class EventDecision(models.Model):
    """What an editor has decided: that two reports are of one event or of different ones, or what
    an event is called.

    By the keys of articles, which outlive an undo and another import. ``other_key`` is empty for
    a name. What was decided at once has the same time.
    """

    class Kind(models.TextChoices):
        JOIN = "join", _("joined")
        PART = "part", _("parted")
        NAME = "name", _("named")

    kind = models.CharField(_("kind"), max_length=4, choices=Kind.choices)
    key = models.CharField(max_length=KEY_LENGTH, db_index=True)
    other_key = models.CharField(max_length=KEY_LENGTH, blank=True, db_index=True)
    name = models.CharField(_("name of the event"), max_length=LONGEST_NAME, blank=True)
    reason = models.CharField(_("reason"), max_length=100, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), default=timezone.now, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("taken back by"),
    )
    undone_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    objects = EventDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision about an event")
        verbose_name_plural = _("decisions about events")
        ordering = ["-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.name or f"{self.key} {self.kind} {self.other_key}"

    def take_back(self, by: Any) -> bool:
        """End it; return whether it was still in force."""
        standing = EventDecision.objects.standing().filter(pk=self.pk)
        return bool(standing.update(undone_by=by, undone_at=timezone.now()))
