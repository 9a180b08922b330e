"""Takes the figures that the rules judge. The number of queries does not depend on the archive.

What came in is counted once for each day and kept (:class:`articles.models.Arrivals`): only the
last days, whose imports may still run, are counted again.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Max, Min, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from articles.backup.known_backups import last_backup
from articles.models import ArchiveCheck, Arrivals, Capture, Feed, ImportBatch, Job, WorkerSign
from articles.search import Condition, health

from .figures import (
    HORIZON,
    NO_DAY,
    Disk,
    Figures,
    Limits,
    SourceDay,
    SourceFigures,
    Stuck,
    Upkeep,
    lag_of,
)

COUNTED_AGAIN = timedelta(days=2)
NEW = (Capture.Outcome.CREATED, Capture.Outcome.DUPLICATE)


def limits() -> Limits:
    """As the settings have them."""
    return Limits(
        backup_days=settings.WATCH_BACKUP_DAYS,
        check_days=settings.WATCH_CHECK_DAYS,
        disk_percent=settings.WATCH_DISK_PERCENT,
        index_changes=settings.READY_INDEX_LAG,
    )


def gather(now: datetime) -> Figures:
    """All figures as of now."""
    today = timezone.localtime(now).date()
    _count_arrivals(today)
    return Figures(now, today, _sources(today), _refusals(today), upkeep(now))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


# -- what came in ----------------------------------------------------------------------------------


def _count_arrivals(today: date) -> None:
    last = Arrivals.objects.aggregate(last=Max("day"))["last"]
    since = max(today - HORIZON, last - COUNTED_AGAIN) if last else today - HORIZON
    rows = (
        Capture.objects.filter(
            batch__created_at__gte=_midnight(since),
            outcome__in=NEW,
            article__source__isnull=False,
        )
        .order_by()
        .values_list("article__source_id", "batch__created_at", "article__published_on", "doubt")
        .annotate(Count("pk"))
    )
    found: dict[tuple[int, date], Arrivals] = {}
    for source, moment, published, doubt, count in rows.iterator():
        day = timezone.localtime(moment).date()
        arrivals = found.setdefault(
            (source, day),
            Arrivals(source_id=source, day=day, articles=0, warned=0, lags=[0] * (NO_DAY + 1)),
        )
        arrivals.articles += count
        arrivals.warned += count if doubt else 0
        arrivals.lags[lag_of(published.togregorian() if published else None, day)] += count
    with transaction.atomic():
        Arrivals.objects.filter(Q(day__gte=since) | Q(day__lt=today - HORIZON)).delete()
        Arrivals.objects.bulk_create(found.values(), batch_size=500)


def _sources(today: date) -> list[SourceFigures]:
    days: dict[int, list[SourceDay]] = defaultdict(list)
    names: dict[int, str] = {}
    rows = Arrivals.objects.filter(day__gte=today - HORIZON).select_related("source")
    for row in rows.order_by("day").iterator():
        names.setdefault(row.source_id, str(row.source))
        days[row.source_id].append(SourceDay(row.day, row.articles, row.warned, row.lags))
    return [SourceFigures(pk, names[pk], found) for pk, found in days.items()]


def _refusals(today: date) -> dict[date, tuple[int, int]]:
    by_day: dict[date, Counter[str]] = defaultdict(Counter)
    batches = ImportBatch.objects.filter(created_at__gte=_midnight(today - HORIZON)).order_by()
    for moment, counts in batches.values_list("created_at", "counts").iterator():
        outcomes = {name: counts.get(name, 0) for name in Capture.Outcome.values}
        by_day[timezone.localtime(moment).date()].update(outcomes)
    return {
        day: (counts[Capture.Outcome.REJECTED], counts.total()) for day, counts in by_day.items()
    }


# -- the archive itself ----------------------------------------------------------------------------


def upkeep(now: datetime) -> Upkeep:
    """How backups, checks, index, disks, jobs and feeds stand."""
    check = ArchiveCheck.objects.first()
    index = health()
    running = Job.objects.running().filter(heartbeat__isnull=False)
    day = Job.objects.filter(finished_at__gte=now - timedelta(days=1))
    ended = day.aggregate(all=Count("pk"), failed=Count("pk", filter=Q(state=Job.State.FAILED)))
    feeds = Feed.objects.active().filter(failures__gt=0)
    return replace(
        work(),
        first_import=ImportBatch.objects.aggregate(first=Min("created_at"))["first"],
        last_backup=last_backup(),
        last_check=check.checked_at if check else None,
        problems=sum(check.problems.values()) if check else 0,
        index_works=index.condition in {Condition.READY, Condition.BEHIND},
        index_behind=index.behind or 0,
        disks=list(disks()),
        jobs_failed=ended["failed"],
        jobs_ended=ended["all"],
        stuck=[Stuck(pk, seen) for pk, seen in running.values_list("pk", "heartbeat") if seen],
        feeds=list(feeds.values_list("pk", "name", "failures")),
    )


def work() -> Upkeep:
    """Whether a worker lives, and what waits for it; two queries."""
    is_running = Q(state=Job.State.RUNNING)
    jobs = Job.objects.unfinished().aggregate(
        running=Count("pk", filter=is_running),
        seen=Max("heartbeat", filter=is_running),
        waiting=Min(Coalesce("heartbeat", "created_at"), filter=~is_running),
    )
    return Upkeep(
        is_importing=bool(jobs["running"]),
        waiting_since=jobs["waiting"],
        worker_seen=_latest([WorkerSign.objects.last_seen(), jobs["seen"]]),
    )


def _latest(moments: Iterable[datetime | None]) -> datetime | None:
    return max((moment for moment in moments if moment), default=None)


def disks() -> Iterable[Disk]:
    """Where the archive writes; folders on one disk once."""
    seen: set[Any] = set()
    folders = {"data": settings.DATA_DIR, "uploads": settings.UPLOADS_DIR}
    for name, folder in folders.items():
        if folder is None or not Path(folder).exists():
            continue
        device = os.stat(folder).st_dev
        if device not in seen:
            seen.add(device)
            usage = shutil.disk_usage(folder)
            yield Disk(name, usage.free, usage.free + usage.used)
