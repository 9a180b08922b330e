"""Passages that articles of different sources share, and what finds them; all of it is computed
from the articles (:mod:`articles.reuse.following`)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Self

from django.db import models
from django.db.models import F, Q

from articles.db.prepared import Given


class FingerprintedText(models.Model):
    """What is known of the text of an article: its source, its number of words, a hash of them, and
    its fingerprints, eight bytes each; whether it is a copy (:mod:`articles.reuse.copies`).
    ``article_id`` is not a foreign key, so that what an erased article has left is found and
    removed."""

    article_id = models.BigIntegerField(primary_key=True)
    source_id = models.BigIntegerField(null=True)
    words = models.IntegerField()
    digest = models.BigIntegerField()
    fingerprints = models.BinaryField()
    is_copy = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.article_id)


class Fingerprint(models.Model):
    """A fingerprint, and an article that has it."""

    value = models.BigIntegerField()
    article_id = models.BigIntegerField()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["value", "article_id"], name="fingerprint_holders")]

    def __str__(self) -> str:
        return f"{self.value:x} {self.article_id}"


class SharedTextQuerySet(models.QuerySet["SharedText"]):
    def of(self, articles: Collection[int] | Given) -> Self:
        """What these articles share with any."""
        return self.filter(Q(one_id__among=articles) | Q(other_id__among=articles))


class SharedText(models.Model):
    """Two articles with passages in common: how many words of each stand in them, of how many, and
    their sources. ``one_id`` is the smaller of their ids."""

    one_id = models.BigIntegerField()
    other_id = models.BigIntegerField()
    shared_of_one = models.IntegerField()
    shared_of_other = models.IntegerField()
    words_of_one = models.IntegerField()
    words_of_other = models.IntegerField()
    source_of_one = models.BigIntegerField(null=True)
    source_of_other = models.BigIntegerField(null=True)

    objects = SharedTextQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["one_id", "other_id"], name="shared_text_once"),
            models.CheckConstraint(condition=Q(one_id__lt=F("other_id")), name="shared_text_order"),
        ]
        indexes = [
            models.Index(fields=["other_id"], name="shared_text_other"),
            # Counted for the page of a source, from the indexes alone.
            models.Index(fields=["source_of_one", "source_of_other"], name="shared_text_sources"),
            models.Index(fields=["source_of_other", "source_of_one"], name="shared_text_turned"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} {self.other_id}"


class ReuseState(models.Model):
    """Up to which entry of the change log, and by which version of the rules, shared texts are
    computed; one row. While all are computed anew, ``reached`` is the last article that was."""

    position = models.BigIntegerField()
    reached = models.BigIntegerField(null=True)
    version = models.IntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.position)
