"""Health checks: whether this process answers, and whether readers can be sent to it."""

from __future__ import annotations

import logging
from functools import cache
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles.search import Condition, health
from newsarchive.replica_health import replicas

_logger = logging.getLogger(__name__)

_INDEX_WORDS = {
    Condition.READY: "ok",
    Condition.BEHIND: "ok",
    Condition.STALE: "outdated",
    Condition.CUT_OFF: "outdated",
    Condition.MISSING: "missing",
    Condition.DAMAGED: "unreadable",
    Condition.UNREACHABLE: "unreachable",
}
"""An outdated index still answers searches, but does not follow changes."""


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 if everything is available and up to date, else 503; the body says what is not.

    ``migrations`` is the number of unapplied ones, ``index_lag`` the number of changes that
    searches do not see yet. Replicas are listed if there are any; readers are served without them
    too.
    """
    try:
        found = _found()
    except DatabaseError as error:
        _logger.warning("The database does not answer: %s", error)
        found = {"ready": False, "database": "unavailable"}
    if settings.REPLICAS:
        found["replicas"] = _replicas()
    status = HTTPStatus.OK if found["ready"] else HTTPStatus.SERVICE_UNAVAILABLE
    return JsonResponse(found, status=status)


def _found() -> dict[str, Any]:
    migrations = len(
        _known_migrations() - MigrationRecorder(connection).applied_migrations().keys()
    )
    if migrations:
        # The tables may not match what the next checks ask for.
        return {"ready": False, "database": "ok", "migrations": migrations}
    index = health()
    word = _INDEX_WORDS[index.condition]
    is_near = index.behind is not None and index.behind <= settings.READY_INDEX_LAG
    # No machine would be better: all share the cluster, and pages other than search go on.
    is_shared_loss = index.condition is Condition.UNREACHABLE
    return {
        "ready": (word == "ok" and is_near) or is_shared_loss,
        "database": "ok",
        "migrations": 0,
        "index": word,
        "index_lag": index.behind,
    }


def _replicas() -> dict[str, dict[str, Any]]:
    """Each replica's condition, and by how many seconds it is behind, if known."""
    return {
        alias: {
            "condition": standing.condition,
            "lag": None if standing.lag is None else round(standing.lag, 1),
        }
        for alias, standing in replicas().standings().items()
    }


@cache
def _known_migrations() -> frozenset[tuple[str, str]]:
    """The migrations of this release, which a process reads once."""
    return frozenset(MigrationLoader(None).disk_migrations)
