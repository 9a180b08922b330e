"""What editors have set of many articles at once, with what is needed to undo it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .articles import Article


class BulkChange(models.Model):
    """Who set which fields of how many articles, when and why, and who undid it.

    ``values`` are those that were set, by field, as JSON has them: records by their ids, days in
    ISO form. Parsing captures again sets none: what came of it differs by article.
    """

    REPARSE = "reparse"
    """The action of parsing captures again."""

    action = models.CharField(_("action"), max_length=20)
    values = models.JSONField(_("values"))
    count = models.PositiveIntegerField(_("articles"), default=0)
    reason = models.CharField(_("reason"), max_length=100, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("changed by"),
    )
    made_at = models.DateTimeField(_("changed at"), auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("undone by"),
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    class Meta:
        verbose_name = _("bulk change")
        verbose_name_plural = _("bulk changes")
        ordering = ["-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_undone(self) -> bool:
        return self.undone_at is not None


class ChangedArticle(models.Model):
    """An article of a bulk change: what it said before, and which of the fields an editor had set
    already.

    ``after`` has what it said then, if that is not the same for all articles of the change;
    ``captures`` what was stored of those that were parsed again.
    """

    change = models.ForeignKey(BulkChange, on_delete=models.CASCADE, related_name="articles")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    before: Any = models.JSONField()
    were_corrected: Any = models.JSONField(default=list)
    after: Any = models.JSONField(null=True)
    captures: Any = models.JSONField(default=list)
    is_restored = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["change", "article"], name="changed_article_once")
        ]

    def __str__(self) -> str:
        return f"{self.change_id}: {self.article_id}"
