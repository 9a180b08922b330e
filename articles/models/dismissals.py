"""What staff have dismissed: wanted articles that nobody needs, and pairs that are distinct."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .articles import Article


class DismissalQuerySet(models.QuerySet["Dismissal"]):
    def standing(self) -> Self:
        """Dismissals that nobody has brought back."""
        return self.filter(brought_back_at__isnull=True)

    def dismiss(self, kind: Dismissal.Kind, subject: str, *, by: Any, **fields: Any) -> Dismissal:
        """Dismiss something; an earlier dismissal with another ground ends."""
        with transaction.atomic():
            earlier = self.standing().filter(kind=kind, subject=subject)
            earlier.update(brought_back_by=by, brought_back_at=timezone.now())
            return self.create(kind=kind, subject=subject, dismissed_by=by, **fields)


class Dismissal(models.Model):
    """Who dismissed something, when and why, and who brought it back.

    ``subject`` is the key of a wanted title, the ids of two sources, or that of an article. The
    ``ground`` is what was known then; a change of it can make the subject relevant again
    (:mod:`articles.curation.wanted_articles`, :mod:`articles.curation.distinct_pairs`).
    """

    class Kind(models.TextChoices):
        WANTED = "wanted", _("article not wanted")
        SOURCES = "sources", _("two sources")
        ARTICLES = "articles", _("two articles")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    subject = models.CharField(max_length=64)
    text = models.TextField(blank=True)
    ground = models.JSONField(default=dict)
    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    original = models.ForeignKey(
        Article, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=100, blank=True)
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("dismissed by"),
    )
    dismissed_at = models.DateTimeField(_("dismissed at"), auto_now_add=True)
    brought_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("returned by"),
    )
    brought_back_at = models.DateTimeField(_("restored"), null=True, blank=True)

    objects = DismissalQuerySet.as_manager()

    class Meta:
        verbose_name = _("dismissal")
        verbose_name_plural = _("dismissals")
        ordering = ["-pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"],
                condition=models.Q(brought_back_at__isnull=True),
                name="dismissal_standing",
            )
        ]

    def __str__(self) -> str:
        return self.article.title if self.article else self.text

    def bring_back(self, by: Any) -> bool:
        """End it; return whether it was still in force."""
        standing = Dismissal.objects.standing().filter(pk=self.pk)
        return bool(standing.update(brought_back_by=by, brought_back_at=timezone.now()))
