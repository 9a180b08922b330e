"""Feeds that staff have listed, to be read again and again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

_LONGEST_WAIT = timedelta(days=1)
_MOST_DOUBLINGS = 6


class FeedQuerySet(models.QuerySet["Feed"]):
    def active(self) -> FeedQuerySet:
        return self.filter(is_active=True).order_by("next_at", "pk")

    def due(self, now: datetime) -> FeedQuerySet:
        """Those to be read now, the one that waits longest first."""
        return self.active().filter(next_at__lte=now)


class Feed(models.Model):
    """An address of RSS, Atom or JSON Feed, how often it is read, and what was there last.

    ``pages_seen`` are the addresses of entries whose pages were fetched, as long as the feed names
    them, with the number of failed attempts.
    """

    name = models.CharField(_("name"), max_length=200, help_text=_("What its imports are called."))
    url = models.URLField(_("address"), max_length=1000, unique=True)
    is_active = models.BooleanField(_("is read"), default=True)
    fetches_pages = models.BooleanField(
        _("fetch the pages"),
        default=False,
        help_text=_(
            "Instead of its entries, the pages behind them are fetched and imported. Do so only "
            "where you may."
        ),
    )
    every_minutes = models.PositiveIntegerField(
        _("every so many minutes"), default=30, validators=[MinValueValidator(5)]
    )
    etag = models.TextField(default="", blank=True, editable=False)
    modified = models.TextField(default="", blank=True, editable=False)
    pages_seen = models.JSONField(default=dict, blank=True, editable=False)
    next_at = models.DateTimeField(_("next time"), default=timezone.now, db_index=True)
    read_at = models.DateTimeField(_("last read"), null=True, blank=True, editable=False)
    failure = models.CharField(_("what was wrong"), max_length=30, blank=True, editable=False)
    detail = models.TextField(default="", blank=True, editable=False)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0, editable=False)

    objects = FeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("feed")
        verbose_name_plural = _("feeds")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def was_read(
        self, now: datetime, state: Mapping[str, Any] | None = None, *, again_at_once: bool = False
    ) -> None:
        """Note that it was read; ``state`` is what to compare with the next time."""
        wait = timedelta() if again_at_once else timedelta(minutes=self.every_minutes)
        self._note(
            read_at=now, next_at=now + wait, failure="", detail="", failures=0, **(state or {})
        )

    def was_not_read(
        self, now: datetime, failure: str, detail: str, retry_after: timedelta
    ) -> None:
        """Note why; it is asked ever more seldom until it answers."""
        wait = timedelta(minutes=self.every_minutes) * 2 ** min(self.failures, _MOST_DOUBLINGS)
        wait = max(min(wait, _LONGEST_WAIT), min(retry_after, _LONGEST_WAIT))
        self._note(
            next_at=now + wait,
            failure=failure,
            detail=detail[:500],
            failures=self.failures + 1,
        )

    def _note(self, **values: Any) -> None:
        for name, value in values.items():
            setattr(self, name, value)
        # Nothing else: staff may have changed the rest meanwhile.
        self.save(update_fields=list(values))
