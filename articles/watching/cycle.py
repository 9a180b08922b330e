"""One cycle of watching: figures, rules, and what is new or over since the last one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from articles.db.turns import only_turn
from articles.models import ArchiveFinding

from .figures import Finding, Kind
from .gathering import gather, limits, work
from .rules import judge
from .upkeep import worker_is_gone

_WATCHING = 0x7761_7463_6869_6E67  # "watching" in ASCII
KEPT_ENDED = 1_000
"""Findings that are over, and are still kept."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a cycle has found for the first time, what is over, and all that stands now."""

    begun: Sequence[ArchiveFinding]
    ended: Sequence[ArchiveFinding]
    now: Sequence[ArchiveFinding]


def run_cycle(now: datetime | None = None) -> Outcome:
    """Watch once. Raises :class:`filelock.Timeout` where another process is doing so."""
    now = now or timezone.now()
    with only_turn(Path(settings.DATA_DIR) / "locks" / "watching.lock", _WATCHING):
        return _keep(judge(gather(now), limits()), now)


def _keep(findings: Sequence[Finding], now: datetime) -> Outcome:
    found = {(str(each.kind), each.subject): each for each in findings}
    with transaction.atomic():
        before = {(each.kind, each.subject): each for each in ArchiveFinding.objects.open()}
        for key, row in before.items():
            if key in found:
                row.values = dict(found[key].values)
            else:
                row.ended_at = now
        ArchiveFinding.objects.bulk_update(before.values(), ["values", "ended_at"])
        begun = [
            ArchiveFinding(kind=kind, subject=subject, values=dict(each.values), begun_at=now)
            for (kind, subject), each in found.items()
            if (kind, subject) not in before
        ]
        ArchiveFinding.objects.bulk_create(begun)
        kept = ArchiveFinding.objects.exclude(ended_at=None)[KEPT_ENDED : KEPT_ENDED + 1]
        if last := next(iter(kept.values_list("pk", flat=True)), None):
            ArchiveFinding.objects.exclude(ended_at=None).filter(pk__lte=last).delete()
    ended = [row for row in before.values() if row.ended_at]
    stand = [row for row in before.values() if not row.ended_at]
    return Outcome(begun, ended, [*begun, *stand])


def standing(now: datetime) -> list[ArchiveFinding]:
    """What the last cycle has found, the newest first; that no worker runs, which runs the cycles,
    is found at once."""
    found = [row for row in ArchiveFinding.objects.open() if row.kind != Kind.WORKER]
    if worker := worker_is_gone(work(), limits(), now):
        found.insert(0, ArchiveFinding(kind=worker.kind, values=dict(worker.values), begun_at=now))
    return found
