"""Which tables an export holds, in what order, and which it leaves out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models

from articles.models import (
    ArchiveCheck,
    Article,
    ArticleChange,
    ArticleIdentity,
    ArticleMerge,
    Capture,
    ChangeFollower,
    Dismissal,
    Figure,
    ImportBatch,
    Job,
    MergedArticle,
    NameSet,
    RawBytes,
    ReaderReport,
    RelatedStory,
    ReportQuota,
    Source,
    SourceAlias,
    SourceEvidence,
    SourceMerge,
    SourceProfile,
    Tombstone,
    TombstoneHash,
)

from .accounts import Accounts
from .columns import Column, column_of

EXPORTED: tuple[type[models.Model], ...] = (
    Source,
    SourceAlias,
    ImportBatch,
    Article,
    ArticleIdentity,
    Figure,
    RelatedStory,
    RawBytes,
    Capture,
    ReaderReport,
    Tombstone,
    TombstoneHash,
    NameSet,
    SourceProfile,
    SourceMerge,
    MergedArticle,
    ArticleMerge,
    Dismissal,
    Source.history.model,
    Article.history.model,
    NameSet.history.model,
    SourceProfile.history.model,
    ArticleChange,
)
"""A table comes after those that its rows refer to."""

LEFT_OUT: dict[type[models.Model], str] = {
    ArchiveCheck: "what checks of this machine's copy found; a restored archive is checked anew",
    ChangeFollower: "how far the search indexes of these machines are; others tell it themselves",
    Job: "work that is waiting or done; what it brought stands in the imports",
    SourceEvidence: "counts of what recurs in captures; a restored archive counts them anew",
    ReportQuota: "counts of an hour, under hashes that are keyed with this machine's secret key",
}
"""Tables that are left out of exports, each with the reason."""


@dataclass(frozen=True, slots=True)
class Table:
    """A model with what its columns are called and how their values are written."""

    model: type[models.Model]
    columns: Sequence[Column]

    @property
    def label(self) -> str:
        """The table's name in an export."""
        return self.model._meta.label_lower


def tables(accounts: Accounts) -> list[Table]:
    """All exported tables, in order. ``accounts`` are those that the rows refer to."""
    return [Table(model, columns_of(model, accounts)) for model in EXPORTED]


def columns_of(model: type[models.Model], accounts: Accounts) -> list[Column]:
    """The model's columns; columns that refer to an account use its name instead of its id.

    Columns that the database computes from others are not exported.
    """
    return [
        accounts.column(field) if _names_account(field) else column_of(field)
        for field in model._meta.concrete_fields
        if not field.generated
    ]


def _names_account(field: models.Field[Any, Any]) -> bool:
    return isinstance(field, models.ForeignKey) and field.related_model is get_user_model()
