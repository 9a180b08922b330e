"""The archive in numbers, in the form that Prometheus reads: for whoever has the token, or asks on
the port of metrics (:mod:`newsarchive.metrics_port`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles.backup.known_backups import last_backup
from articles.curation.review_queue import counts as review_counts
from articles.models import ArchiveCheck, ArchiveFinding, Capture, ImportBatch, Job
from articles.search import Condition, health
from articles.watching.figures import Kind
from articles.watching.gathering import disks, work
from newsarchive import request_metrics


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    if not settings.METRICS_TOKEN:
        raise Http404
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not constant_time_compare(given, settings.METRICS_TOKEN):
        challenge = {"WWW-Authenticate": "Bearer"}
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED, headers=challenge)
    content_type, text = exposition()
    return HttpResponse(text, content_type=content_type)


def exposition() -> tuple[str, bytes]:
    """All numbers as Prometheus reads them: the type of the content, and the content."""
    from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

    registry = request_metrics.registry()
    registry.register(_Archive())
    return CONTENT_TYPE_LATEST, generate_latest(registry)


class _Archive:
    """What the archive is in now; asked for with each answer. The number of queries does not depend
    on its size."""

    def describe(self) -> list[Any]:
        return []  # else registering would ask the database, too

    def collect(self) -> Iterator[Any]:
        try:
            yield from _of_database()
            is_up = 1
        except DatabaseError:
            is_up = 0
        yield _gauge("database_up", "Whether the database answers.", is_up)


def _of_database() -> Iterator[Any]:
    index = health()
    yield _gauge(
        "index_ready",
        "Whether the search index is there and follows changes.",
        int(index.condition in {Condition.READY, Condition.BEHIND}),
    )
    if index.behind is not None:
        yield _gauge("index_lag", "Changes that searches do not see yet.", index.behind)
    yield _jobs()
    yield from _imports()
    waiting = _family("review_queue", "What waits in the review queue, up to 1,000.", ["kind"])
    for kind, count in review_counts().items():
        waiting.add_metric([kind.value], count)
    yield waiting
    if check := ArchiveCheck.objects.first():
        age = (timezone.now() - check.checked_at).total_seconds()
        yield _gauge("check_age_seconds", "Since the last verify_archive.", max(0, age))
        problems = sum(check.problems.values())
        yield _gauge("check_problems", "What the last verify_archive has found.", problems)
    yield from _watching()
    yield from _connections()


def _connections() -> Iterator[Any]:
    """Those of all processes of all machines, as a PostgreSQL server counts them."""
    if connection.vendor != "postgresql":
        return
    found = _family("database_connections", "Connections to the database.", ["state"])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(state, 'other'), count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() GROUP BY 1"
        )
        for state, count in cursor.fetchall():
            found.add_metric([state], count)
    yield found
    with connection.cursor() as cursor:
        cursor.execute("SHOW max_connections")
        most = int(cursor.fetchone()[0])
    yield _gauge("database_connections_max", "The most that the database takes.", most)


def _watching() -> Iterator[Any]:
    """What the archive has found wrong with itself, and what it judges that by."""
    found = _family("findings", "What watching has found and still finds.", ["kind"])
    rows = ArchiveFinding.objects.open().order_by().values_list("kind")
    counts = dict(rows.annotate(Count("pk")))
    for kind in Kind:
        found.add_metric([kind.value], counts.get(kind.value, 0))
    yield found
    if seen := work().worker_seen:
        age = (timezone.now() - seen).total_seconds()
        yield _gauge("worker_age_seconds", "Since a worker was last seen.", max(0, age))
    if last := last_backup():
        age = (timezone.now() - last).total_seconds()
        yield _gauge("backup_age_seconds", "Since the last backup.", max(0, age))
    free = _family("disk_free_bytes", "What is left where the archive writes.", ["disk"])
    for disk in disks():
        free.add_metric([disk.name], disk.free)
    yield free


def _jobs() -> Any:
    """Those that wait or run: what is done grows without end."""
    found = _family("jobs", "Jobs that wait or run.", ["kind", "state"])
    rows = Job.objects.unfinished().order_by().values_list("kind", "state")
    counts = {(kind, state): count for kind, state, count in rows.annotate(Count("pk"))}
    for kind in Job.Kind.values:
        for state in Job.UNFINISHED:
            found.add_metric([kind, state.value], counts.get((kind, state.value), 0))
    return found


def _imports() -> Iterator[Any]:
    states: Counter[str] = Counter()
    items: Counter[str] = Counter()
    for state, counts in ImportBatch.objects.order_by().values_list("state", "counts").iterator():
        states[state] += 1
        items.update({name: counts.get(name, 0) for name in Capture.Outcome.values})
    by_state = _family("imports", "Imports.", ["state"])
    for state in ImportBatch.State.values:
        by_state.add_metric([state], states[state])
    yield by_state
    by_outcome = _family("import_items", "Items of all imports.", ["outcome"])
    for outcome in Capture.Outcome.values:
        by_outcome.add_metric([outcome], items[outcome])
    yield by_outcome


def _family(name: str, help_text: str, labels: list[str]) -> Any:
    from prometheus_client.core import GaugeMetricFamily

    return GaugeMetricFamily(f"newsarchive_{name}", help_text, labels=labels)


def _gauge(name: str, help_text: str, value: float) -> Any:
    from prometheus_client.core import GaugeMetricFamily

    return GaugeMetricFamily(f"newsarchive_{name}", help_text, value=value)
