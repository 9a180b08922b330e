"""What the archive remembers of watching itself: what came in, when its workers were seen, and what
was found."""

from __future__ import annotations

import socket
from datetime import datetime

from django.db import models
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .sources import Source


class Arrivals(models.Model):
    """What came in of a source on a day: new articles, how many of them the parser warned of, and
    how old they were (:mod:`articles.watching.figures` has the places of ``lags``).

    Counted from the captures; an undo leaves it, since the source has sent them.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="+")
    day = models.DateField(db_index=True)
    articles = models.PositiveIntegerField()
    warned = models.PositiveIntegerField(default=0)
    lags = models.JSONField(default=list)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["source", "day"], name="arrivals_of_a_source_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.day}: {self.articles}"


class WorkerSignManager(models.Manager["WorkerSign"]):
    def give(self) -> None:
        """Tell that this machine's worker lives."""
        sign = self.model(host=socket.gethostname()[:255], seen_at=timezone.now())
        self.bulk_create(
            [sign], update_conflicts=True, unique_fields=["host"], update_fields=["seen_at"]
        )

    def last_seen(self) -> datetime | None:
        """When a worker of any machine was last seen."""
        found: datetime | None = self.aggregate(last=Max("seen_at"))["last"]
        return found


class WorkerSign(models.Model):
    """When the worker of a machine was last seen between two jobs."""

    host = models.CharField(max_length=255, unique=True)
    seen_at = models.DateTimeField()

    objects = WorkerSignManager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.host


class ArchiveFindingQuerySet(models.QuerySet["ArchiveFinding"]):
    def open(self) -> ArchiveFindingQuerySet:
        """What the last cycle has found, the newest first."""
        return self.filter(ended_at=None)


class ArchiveFinding(models.Model):
    """Something that watching has found, from its first cycle until one no longer finds it.

    ``kind``, ``subject`` and ``values`` are those of :class:`articles.watching.figures.Finding`.
    """

    kind = models.CharField(_("kind"), max_length=20)
    subject = models.CharField(max_length=200, blank=True)
    values = models.JSONField(default=dict)
    begun_at = models.DateTimeField(_("since"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = ArchiveFindingQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"],
                condition=models.Q(ended_at=None),
                name="one_open_finding_of_a_subject",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}".strip()
