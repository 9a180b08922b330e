"""The change log of the archive, and its followers."""

from __future__ import annotations

import socket
from collections.abc import Iterable
from datetime import timedelta

from django.db import connections, models, transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.db.rows import insert

WAITED_FOR = timedelta(days=14)
"""A follower that was not seen for this long is ignored: its machine is gone, or was away for so
long that rebuilding its index costs no more than following the log."""

KEPT = 20_000
"""The latest entries, which are never pruned: a short log takes little space, and a machine without
an index starts from it."""

_PRUNED_AT_ONCE = 10_000
"""Entries removed in one transaction, which blocks other writers on SQLite."""

articles_changed = Signal()
"""Sent inside the transaction that changes articles, after writing the change log."""


class ArticleChangeManager(models.Manager["ArticleChange"]):
    ADVISORY_LOCK = 0x6172_6368_6976_65  # "archive" in ASCII

    def serialize_writers(self) -> None:
        """Allow one transaction at a time to write articles, until it ends.

        PostgreSQL commits sequence numbers out of order without this lock, and a follower of the
        log would then miss some; SQLite's IMMEDIATE transactions are already one at a time.
        """
        connection = connections[self.db]
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [self.ADVISORY_LOCK])

    def log(self, kind: ArticleChange.Kind, article_ids: Iterable[int]) -> None:
        """Append one entry per article; call it inside the transaction that changes them."""
        self.serialize_writers()
        rows = [(pk, kind.value) for pk in article_ids]
        insert(self.model, ("article_id", "kind"), rows)
        if rows:
            self.remind()

    def remind(self) -> None:
        """Make followers read the log: a process that was killed may not have notified them."""
        articles_changed.send(self.model)

    def last_sequence(self) -> int:
        """The sequence of the latest entry, which is never pruned; 0 if there is none."""
        return self.aggregate(last=models.Max("sequence"))["last"] or 0

    def last_of_content(self) -> int:
        """The sequence of the latest entry by which an article itself has changed."""
        last = self.exclude(kind=ArticleChange.Kind.INDEXED).order_by("sequence").last()
        return last.sequence if last else 0

    def reaches_back_to(self, position: int) -> bool:
        """Whether every entry after this position still exists."""
        first = self.order_by("sequence").values_list("sequence", "kind").first()
        return first is None or first[1] != ArticleChange.Kind.PRUNED or first[0] <= position

    def prune(self) -> int:
        """Remove the entries before the position of the slowest follower, except the latest
        :data:`KEPT`, and return their number; removes none while nobody follows.

        The first remaining entry then shows that earlier ones are gone. Each step is a transaction.
        """
        lowest = ChangeFollower.objects.lowest_position()
        if lowest is None:
            return 0
        lowest = min(lowest, self.last_sequence() - KEPT)
        removed = 0
        while True:
            with transaction.atomic():
                step = self.filter(sequence__lt=lowest).order_by("sequence")[:_PRUNED_AT_ONCE]
                last = max(step.values_list("sequence", flat=True), default=None)
                if last is None:
                    return removed
                first_left = self.filter(sequence__gt=last).order_by("sequence").first()
                assert first_left
                self.filter(pk=first_left.pk).update(kind=ArticleChange.Kind.PRUNED)
                removed += self.filter(sequence__lte=last).delete()[0]


class ArticleChange(models.Model):
    """The append-only log that the search index and other followers read from their own position.

    ``article_id`` is not a foreign key, because the log outlives the article. Pruning removes the
    beginning of the log once all followers are past it.

    By an entry of the kind ``INDEXED`` the article is what it was: something that is derived from
    several articles has changed, which search indexes keep with it.
    """

    class Kind(models.TextChoices):
        CREATED = "created", _("created")
        UPDATED = "updated", _("updated")
        REMOVED = "removed", _("removed")
        INDEXED = "indexed", _("to be indexed anew")
        PRUNED = "pruned", _("entries before this one were removed")

    sequence = models.BigAutoField(primary_key=True)
    article_id = models.BigIntegerField()
    kind = models.CharField(max_length=7, choices=Kind.choices)

    objects = ArticleChangeManager()

    class Meta:
        ordering = ["sequence"]

    def __str__(self) -> str:
        return f"{self.sequence}: {self.kind} {self.article_id}"


class ChangeFollowerManager(models.Manager["ChangeFollower"]):
    def tell(self, name: str, position: int) -> None:
        """Record that this machine's follower of that name has everything up to a position."""
        follower = self.model(name=name, host=_host(), position=position, last_seen=timezone.now())
        self.bulk_create(
            [follower],
            update_conflicts=True,
            unique_fields=["host", "name"],
            update_fields=["position", "last_seen"],
        )

    def forget(self, names: Iterable[str]) -> None:
        """Remove these followers of this machine."""
        self.filter(host=_host(), name__in=names).delete()

    def lowest_position(self) -> int | None:
        """The position of the slowest follower that was seen lately enough."""
        waited_for = self.filter(last_seen__gte=timezone.now() - WAITED_FOR)
        lowest: int | None = waited_for.aggregate(lowest=models.Min("position"))["lowest"]
        return lowest


class ChangeFollower(models.Model):
    """A follower of the change log (a search index of a machine) and its position.

    The position may be older than the follower's own, but never newer.
    """

    host = models.CharField(max_length=255)
    name = models.CharField(max_length=64)
    position = models.BigIntegerField()
    last_seen = models.DateTimeField()

    objects = ChangeFollowerManager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["host", "name"], name="one_follower_of_a_name")
        ]

    def __str__(self) -> str:
        return f"{self.host}/{self.name}: {self.position}"


def _host() -> str:
    return socket.gethostname()[:255]
