"""What readers report to the editors about articles."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .articles import Article

LONGEST_MESSAGE = 2_000
"""Longest message of a report, in characters."""


class ReaderReportQuerySet(models.QuerySet["ReaderReport"]):
    def settle(self, state: ReaderReport.State, *, by: Any) -> int:
        """Set the state of the reports and who did it; return how many had another state."""
        is_settled = state != ReaderReport.State.OPEN
        return self.exclude(state=state).update(
            state=state,
            handled_by=by if is_settled else None,
            handled_at=timezone.now() if is_settled else None,
        )


class ReaderReport(models.Model):
    """An error that a reader has reported. ``contact`` is an e-mail address, or empty.

    ``article`` is null after the article was erased or removed by an undo.
    """

    class Kind(models.TextChoices):
        TEXT = "text", _("The text is wrong")
        DATE = "date", _("The date is wrong")
        SOURCE = "source", _("The source is wrong")
        DUPLICATE = "duplicate", _("The same article is in the archive twice")
        TAKEDOWN = "takedown", _("The article should be taken down")
        OTHER = "other", _("Something else")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        DONE = "done", _("done")
        DISMISSED = "dismissed", _("dismissed")

    article = models.ForeignKey(
        Article,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("article"),
    )
    kind = models.CharField(_("kind of error"), max_length=9, choices=Kind.choices)
    message = models.TextField(_("message"), max_length=LONGEST_MESSAGE)
    contact = models.EmailField(_("e-mail address"), blank=True)
    created_at = models.DateTimeField(_("reported"), auto_now_add=True)
    state = models.CharField(
        _("state"), max_length=9, choices=State.choices, default=State.OPEN, db_index=True
    )
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("handled by"),
    )
    handled_at = models.DateTimeField(_("handled"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = ReaderReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("reader's report")
        verbose_name_plural = _("readers' reports")
        ordering = ["-pk"]

    def __str__(self) -> str:
        from articles.display import digits  # brings all calendars: commands begin without

        return f"{self.get_kind_display()} ({digits(self.pk)})"
