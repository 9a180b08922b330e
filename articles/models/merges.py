"""Merges of sources and articles, with what is needed to undo them."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .accounts import ImportScope
from .api_tokens import ApiToken
from .articles import KEY_LENGTH, Article


class MergeQuerySet(models.QuerySet[Any]):
    def standing(self) -> Self:
        """Merges that nobody has undone."""
        return self.filter(undone_at__isnull=True)


class Merge(models.Model):
    """Who merged two records, when and why, and who undid it."""

    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("merged by"),
    )
    merged_at = models.DateTimeField(_("merged"), auto_now_add=True)
    reason = models.CharField(_("reason"), max_length=100, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("undone by"),
    )
    undone_at = models.DateTimeField(_("merge undone"), null=True, blank=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        abstract = True


class SourceMerge(Merge):
    """A source that was merged into another.

    Plain ids, not foreign keys: no source has ``merged_id`` until the merge is undone, and the
    target may be merged later too. ``snapshot`` has the merged source's own fields,
    ``target_before`` and ``target_after`` the target's fields that changed.
    """

    merged_id = models.BigIntegerField()
    slug = models.CharField(_("slug"), max_length=120, db_index=True)
    target_id = models.BigIntegerField()
    snapshot = models.JSONField()
    target_before = models.JSONField()
    target_after = models.JSONField()
    aliases = models.JSONField(_("aliases"))

    class Meta:
        verbose_name = _("merge of sources")
        verbose_name_plural = _("merges of sources")
        ordering = ["-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return next(
            (name for code in ("fa", "ar", "en") if (name := self.snapshot[f"name_{code}"])),
            self.slug,
        )


class MergedArticle(models.Model):
    """An article that moved with its source. ``was_corrected``: an editor had set its source."""

    merge = models.ForeignKey(SourceMerge, on_delete=models.CASCADE, related_name="articles")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    was_corrected = models.BooleanField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.article_id)


class MergedRight(models.Model):
    """A limit of imports that had a merged source in it, and so got its target: of a person
    (``scope``) or of a program (``token``). ``was_given``: it did not have the target before."""

    merge = models.ForeignKey(SourceMerge, on_delete=models.CASCADE, related_name="rights")
    scope = models.ForeignKey(ImportScope, on_delete=models.CASCADE, null=True, related_name="+")
    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, null=True, related_name="+")
    was_given = models.BooleanField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.scope or self.token)


class ArticleMerge(Merge):
    """An article that was merged into another because both are the same article.

    ``retired_id`` is its former primary key, by which its history is found; ``hashes`` are those
    under which it was captured.
    """

    key = models.CharField(_("key"), max_length=KEY_LENGTH, db_index=True)
    title = models.TextField(_("title"))
    retired_id = models.BigIntegerField()
    target = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="merges", verbose_name=_("merged into")
    )
    hashes = models.JSONField()

    class Meta:
        verbose_name = _("merge of articles")
        verbose_name_plural = _("merges of articles")
        ordering = ["-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.title
