"""The transparency log: its leaves, the tiles of its tree, and its signed heads.

Nothing of it is ever changed, except that a leaf tells when its capture was erased.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import models

from .articles import KEY_LENGTH


class LogLeafManager(models.Manager["LogLeaf"]):
    def erase(self, captures: Collection[int], moment: datetime) -> None:
        """Note that captures were erased; what was logged of them holds no text and stays."""
        self.filter(capture__in=captures).update(erased_at=moment)


class LogLeaf(models.Model):
    """A capture in the log, by its id, which is no foreign key since the log outlives it: its
    SHA-256, the key that its article had, and when it was captured or, if nothing tells, imported.
    """

    position = models.BigIntegerField(primary_key=True)
    capture = models.BigIntegerField(unique=True)
    sha256 = models.CharField(max_length=64)
    key = models.CharField(max_length=KEY_LENGTH, blank=True)
    moment = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    objects = LogLeafManager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.position)


class LogTile(models.Model):
    """Up to 256 hashes of a level of the tree (:mod:`articles.transparency.merkle`)."""

    level = models.SmallIntegerField()
    number = models.BigIntegerField()
    hashes = models.BinaryField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["level", "number"], name="log_tile_once")]

    def __str__(self) -> str:
        return f"{self.level} {self.number}"


class LogHead(models.Model):
    """A signed head: the size and the root of the log at a moment.

    ``note`` is what was signed with its signature (:mod:`articles.transparency.notes`), and
    ``public_key`` the 32 bytes of the key that signed it. ``stamp`` is the answer of a time-stamp
    authority about the note (:mod:`articles.transparency.stamping`), if one was asked.
    """

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    signed_at = models.DateTimeField()
    note = models.TextField()
    public_key = models.BinaryField()
    stamp = models.BinaryField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.size)
