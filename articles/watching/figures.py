"""What the rules judge, and what they find. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

HORIZON = timedelta(days=182)
"""How far back the rules look: each day of the week about 26 times."""

LAGS = (0, 3, 8, 32, 367)
"""Bounds, in days from publication to arrival: in the future, within three days, a week, a month, a
year, longer. Behind these stands the number of what has no day."""

NO_DAY = len(LAGS) + 1


def lag_of(published: date | None, arrived: date) -> int:
    """The place in :attr:`SourceDay.lags` of an article."""
    if published is None:
        return NO_DAY
    days = (arrived - published).days
    return sum(days >= bound for bound in LAGS)


class Kind(StrEnum):
    """What can be found."""

    SILENT_SOURCE = "silent_source"
    SILENT_ARCHIVE = "silent_archive"
    WARNINGS = "warnings"
    DATES = "dates"
    REFUSALS = "refusals"
    FEED = "feed"
    BACKUP = "backup"
    CHECK = "check"
    DAMAGE = "damage"
    INDEX = "index"
    DISK = "disk"
    JOBS_FAIL = "jobs_fail"
    JOB_STUCK = "job_stuck"
    WORKER = "worker"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that somebody should look at.

    ``subject`` tells findings of a kind apart: the number of a source, feed or job, the name of a
    disk. ``values`` are numbers, names and days (ISO 8601) for its sentence.
    """

    kind: Kind
    subject: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SourceDay:
    """What a source brought on one day: new articles, how many of them the parser warned of, and
    how long before they were published (:func:`lag_of`)."""

    day: date
    new: int
    warned: int = 0
    lags: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class SourceFigures:
    """A source and its days with new articles, oldest first."""

    pk: int
    name: str
    days: Sequence[SourceDay]


@dataclass(frozen=True, slots=True)
class Disk:
    """What is left, in bytes, where the archive writes."""

    name: str
    free: int
    total: int


@dataclass(frozen=True, slots=True)
class Stuck:
    """A job that does not go on, since when."""

    pk: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Limits:
    """From when on something is overdue or too little; 0 switches a rule off."""

    backup_days: int
    check_days: int
    disk_percent: int
    index_changes: int
    stuck: timedelta = timedelta(minutes=15)
    waiting: timedelta = timedelta(hours=2)
    worker: timedelta = timedelta(minutes=5)
    feed_failures: int = 5


@dataclass(frozen=True, slots=True)
class Upkeep:
    """How the archive itself stands. Moments are None where there was nothing yet."""

    first_import: datetime | None = None
    last_backup: datetime | None = None
    last_check: datetime | None = None
    problems: int = 0
    index_works: bool = True
    index_behind: int = 0
    is_importing: bool = False
    disks: Sequence[Disk] = ()
    jobs_failed: int = 0
    jobs_ended: int = 0
    stuck: Sequence[Stuck] = ()
    waiting_since: datetime | None = None
    worker_seen: datetime | None = None
    feeds: Sequence[tuple[int, str, int]] = ()
    """Feeds that fail: number, name, failures in a row."""


@dataclass(frozen=True, slots=True)
class Figures:
    """All that a cycle judges. ``refusals`` are, by day, refused items and all items."""

    now: datetime
    today: date
    sources: Sequence[SourceFigures] = ()
    refusals: Mapping[date, tuple[int, int]] = field(default_factory=dict)
    upkeep: Upkeep = field(default_factory=Upkeep)
