"""How many reports one address may send, stored in the database so that it holds in every process.

A local cache would hold in one process only, and the site needs no cache server.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from django.db import models, transaction
from django.utils.crypto import salted_hmac

PERIOD = timedelta(hours=1)
MOST_REPORTS = 5
"""Reports that one address may send per period."""


class Refusal(StrEnum):
    """Why a report is refused."""

    TOO_MANY = "too_many"
    REPEATED = "repeated"


class Sent(NamedTuple):
    """A report that counts: when it came (seconds since 1970), and a keyed hash of its text."""

    moment: float
    message: str


class ReportQuotaManager(models.Manager["ReportQuota"]):
    def admit(self, sender: str, message: str, now: datetime) -> Refusal | None:
        """Count a report, unless there are too many or it repeats another of the period.

        ``sender`` is an address and ``message`` everything that identifies the report; neither is
        stored. Simultaneous reports wait for each other.
        """
        earliest = now - PERIOD
        self.filter(last_at__lt=earliest).delete()
        told = Sent(now.timestamp(), _keyed_hash("message", message))
        with transaction.atomic():
            quota, _created = self.select_for_update().get_or_create(
                sender=_keyed_hash("sender", sender), defaults={"last_at": now}
            )
            sent = [
                each
                for each in map(Sent._make, quota.sent)
                # In the future only if the clock was set back.
                if abs(each.moment - told.moment) < PERIOD.total_seconds()
            ]
            if told.message in {each.message for each in sent}:
                return Refusal.REPEATED
            if len(sent) >= MOST_REPORTS:
                return Refusal.TOO_MANY
            quota.sent = [*sent, told]
            quota.last_at = now
            quota.save(update_fields=["sent", "last_at"])
        return None


class ReportQuota(models.Model):
    """What one address has sent in the last period. ``sender`` is a hash keyed with the secret key.

    Rows of earlier periods are deleted when the next report comes.
    """

    sender = models.CharField(max_length=64, unique=True)
    sent = models.JSONField(default=list)
    """:class:`Sent`, the earliest first."""
    last_at = models.DateTimeField(db_index=True)

    objects = ReportQuotaManager()

    def __str__(self) -> str:
        return self.sender[:8]


def _keyed_hash(kind: str, text: str) -> str:
    # Keyed, because all addresses could be tried against a plain hash.
    return salted_hmac(f"{__name__}.{kind}", text, algorithm="sha256").hexdigest()
