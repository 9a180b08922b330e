"""What the archive itself lacks: backups, checks, an index, space, a worker. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from .figures import Figures, Finding, Kind, Limits, Upkeep

LEAST_FAILED = 3
"""Jobs of a day that failed, and half of those that ended, are more than somebody's bad file."""


def lacks(figures: Figures, limits: Limits) -> Iterator[Finding]:
    upkeep, now = figures.upkeep, figures.now
    if _is_overdue(upkeep.last_backup, upkeep.first_import, limits.backup_days, now):
        yield Finding(Kind.BACKUP, "", _since(upkeep.last_backup))
    if _is_overdue(upkeep.last_check, upkeep.first_import, limits.check_days, now):
        yield Finding(Kind.CHECK, "", _since(upkeep.last_check))
    if upkeep.problems:
        yield Finding(Kind.DAMAGE, "", {"count": upkeep.problems})
    yield from _index(upkeep, limits)
    for disk in upkeep.disks:
        if disk.total and disk.free * 100 < disk.total * limits.disk_percent:
            values = {"disk": disk.name, "free": disk.free}
            yield Finding(Kind.DISK, disk.name, values)
    for pk, name, failures in upkeep.feeds:
        if failures >= limits.feed_failures:
            yield Finding(Kind.FEED, str(pk), {"feed": name, "count": failures})
    yield from _jobs(upkeep, limits, now)


def _index(upkeep: Upkeep, limits: Limits) -> Iterator[Finding]:
    """An import writes faster than the index follows, and catches up by itself."""
    is_behind = upkeep.index_behind > limits.index_changes and not upkeep.is_importing
    if not upkeep.index_works or is_behind:
        yield Finding(Kind.INDEX, "", {"count": upkeep.index_behind})


def _jobs(upkeep: Upkeep, limits: Limits, now: datetime) -> Iterator[Finding]:
    if upkeep.jobs_failed >= LEAST_FAILED and upkeep.jobs_failed * 2 >= upkeep.jobs_ended:
        values = {"count": upkeep.jobs_failed, "of": upkeep.jobs_ended}
        yield Finding(Kind.JOBS_FAIL, "", values)
    for job in upkeep.stuck:
        if now - job.since > limits.stuck:
            yield Finding(Kind.JOB_STUCK, str(job.pk), {"job": job.pk, **_since(job.since)})
    if found := worker_is_gone(upkeep, limits, now):
        yield found


def worker_is_gone(upkeep: Upkeep, limits: Limits, now: datetime) -> Finding | None:
    """Where nothing was ever done by a worker, as in an archive without staff, none need run."""
    seen, waiting = upkeep.worker_seen, upkeep.waiting_since
    is_away = seen is not None and now - seen > limits.worker
    is_missed = waiting is not None and now - waiting > limits.waiting and not upkeep.is_importing
    return Finding(Kind.WORKER, "", _since(seen)) if is_away or is_missed else None


def _is_overdue(last: datetime | None, first: datetime | None, days: int, now: datetime) -> bool:
    """A new archive has as much time as there is from one to the next."""
    since = last or first
    return bool(days) and since is not None and now - since > timedelta(days=days)


def _since(moment: datetime | None) -> dict[str, object]:
    return {"since": moment.isoformat()} if moment else {}
