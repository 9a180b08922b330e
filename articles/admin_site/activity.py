"""What a member of staff has done, collected from all records of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.models import (
    Article,
    ArticleMerge,
    Dismissal,
    EventDecision,
    ImportBatch,
    NameSet,
    ReaderReport,
    Source,
    SourceMerge,
    Tombstone,
)

SHOWN_OF_EACH = 8
PAGE = 50


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity: when, on what, its address, what was done, and why."""

    pk: int
    moment: datetime | None
    what: str
    path: str
    how: str | Promise
    why: str


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of activity: the rows of a user, latest first, and what to show of each."""

    name: str
    title: str | Promise
    permission: str
    rows: Callable[[Any], QuerySet[Any]]
    activity: Callable[[Any], Activity]

    def activities(
        self, user: AbstractBaseUser, *, before: int | None, most: int
    ) -> list[Activity]:
        """Up to ``most`` activities before the one with this id; uses the index on users."""
        rows = self.rows(user).order_by("-pk")
        if before is not None:
            rows = rows.filter(pk__lt=before)
        return [self.activity(row) for row in rows[:most]]


def _path(model: str, page: str, pk: Any) -> str:
    return reverse(f"admin:articles_{model}_{page}", args=[pk])


def _of_import(batch: ImportBatch) -> Activity:
    return Activity(
        batch.pk,
        batch.created_at,
        str(batch),
        _path("importbatch", "change", batch.pk),
        batch.get_state_display(),
        "",
    )


def _of_history(model: str, name: Callable[[Any], str]) -> Callable[[Any], Activity]:
    def activity(row: Any) -> Activity:
        return Activity(
            row.pk,
            row.history_date,
            name(row),
            _path(model, "history", row.id) if row.is_there else "",
            row.get_history_type_display(),
            row.history_change_reason or "",
        )

    return activity


def _history(model: Any, user: AbstractBaseUser) -> QuerySet[Any]:
    """What a person has changed in the records of a model, and whether each still ``is_there``."""
    is_there = Exists(model.objects.filter(pk=OuterRef("id")))
    rows: QuerySet[Any] = model.history.filter(history_user=user).annotate(is_there=is_there)
    return rows


def _of_source_merge(merge: SourceMerge) -> Activity:
    return Activity(
        merge.pk,
        merge.merged_at,
        str(merge),
        reverse("admin:source_merge", args=[merge.pk]),
        _("merge undone") if merge.undone_at else _("merged"),
        merge.reason,
    )


def _of_article_merge(merge: ArticleMerge) -> Activity:
    return Activity(
        merge.pk,
        merge.merged_at,
        str(merge),
        reverse("admin:article_merge", args=[merge.pk]),
        _("merge undone") if merge.undone_at else _("merged"),
        merge.reason,
    )


def _of_dismissal(dismissal: Dismissal) -> Activity:
    return Activity(
        dismissal.pk,
        dismissal.dismissed_at,
        str(dismissal),
        reverse("admin:dismissed"),
        _("restored") if dismissal.brought_back_at else dismissal.get_kind_display(),
        dismissal.reason,
    )


def _of_event_decision(decision: EventDecision) -> Activity:
    return Activity(
        decision.pk,
        decision.decided_at,
        decision.name or decision.key,
        reverse("admin:event_decisions"),
        _("taken back") if decision.undone_at else decision.get_kind_display(),
        decision.reason,
    )


def _of_tombstone(stone: Tombstone) -> Activity:
    path = _path("tombstone", "change", stone.pk)
    return Activity(stone.pk, stone.erased_at, stone.key, path, _("erased"), stone.reason)


def _of_report(report: ReaderReport) -> Activity:
    return Activity(
        report.pk,
        report.handled_at,
        str(report),
        _path("readerreport", "change", report.pk),
        report.get_state_display(),
        report.note,
    )


def _of_log(entry: LogEntry) -> Activity:
    is_gone = entry.is_deletion() or entry.content_type is None
    return Activity(
        entry.pk,
        entry.action_time,
        entry.object_repr,
        "" if is_gone else entry.get_admin_url() or "",
        entry.get_change_message(),
        "",
    )


KINDS = (
    Kind(
        "imports",
        _("Imports"),
        "articles.view_importbatch",
        lambda user: ImportBatch.objects.filter(user=user),
        _of_import,
    ),
    Kind(
        "articles",
        _("Corrections of articles"),
        "articles.view_article",
        lambda user: _history(Article, user).defer("body"),
        _of_history("article", lambda row: str(row.title)),
    ),
    Kind(
        "article-merges",
        _("Merges of articles"),
        "articles.view_articlemerge",
        lambda user: ArticleMerge.objects.filter(merged_by=user),
        _of_article_merge,
    ),
    Kind(
        "sources",
        _("Changes of sources"),
        "articles.view_source",
        lambda user: _history(Source, user),
        _of_history("source", lambda row: str(row.instance)),
    ),
    Kind(
        "source-merges",
        _("Merges of sources"),
        "articles.view_sourcemerge",
        lambda user: SourceMerge.objects.filter(merged_by=user),
        _of_source_merge,
    ),
    Kind(
        "dismissals",
        _("Dismissed"),
        "articles.view_dismissal",
        lambda user: Dismissal.objects.filter(dismissed_by=user).select_related("article"),
        _of_dismissal,
    ),
    Kind(
        "events",
        _("Decisions about events"),
        "articles.view_eventdecision",
        lambda user: EventDecision.objects.filter(decided_by=user),
        _of_event_decision,
    ),
    Kind(
        "names",
        _("Equal names"),
        "articles.view_nameset",
        lambda user: _history(NameSet, user),
        _of_history("nameset", lambda row: str(row.instance)),
    ),
    Kind(
        "reports",
        _("Readers' reports"),
        "articles.view_readerreport",
        lambda user: ReaderReport.objects.filter(handled_by=user),
        _of_report,
    ),
    Kind(
        "erasures",
        _("Erased articles"),
        "articles.view_tombstone",
        lambda user: Tombstone.objects.filter(erased_by=user),
        _of_tombstone,
    ),
    Kind(
        "log",
        _("Everything saved on staff pages"),
        "articles.view_article",
        lambda user: LogEntry.objects.filter(user=user).select_related("content_type"),
        _of_log,
    ),
)
