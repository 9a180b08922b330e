"""What the last checks of the archive found, for administrators."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

KEPT = 50
"""How many checks are kept; older ones are deleted."""


class ArchiveCheckManager(models.Manager["ArchiveCheck"]):
    def record(self, *, captures: int, articles: int, problems: dict[str, int]) -> ArchiveCheck:
        """Store the result of a check that has just ended."""
        check = self.create(captures=captures, articles=articles, problems=problems)
        oldest_kept = self.order_by("-pk").values_list("pk", flat=True)[KEPT - 1 : KEPT]
        if oldest_kept:
            self.filter(pk__lt=oldest_kept[0]).delete()
        return check


class ArchiveCheck(models.Model):
    """A run of ``verify_archive``: how much it checked, and how often it found which problem."""

    checked_at = models.DateTimeField(_("checked"), auto_now_add=True)
    captures = models.BigIntegerField(_("captures"))
    articles = models.BigIntegerField(_("articles"))
    problems = models.JSONField(_("problems"), default=dict)

    objects = ArchiveCheckManager()

    class Meta:
        verbose_name = _("check of the archive")
        verbose_name_plural = _("checks of the archive")
        ordering = ["-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.checked_at:%Y-%m-%d %H:%M}"
