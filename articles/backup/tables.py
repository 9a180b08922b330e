"""Which tables an export holds, in what order, and which it leaves out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from axes.models import AccessAttempt, AccessAttemptExpiration, AccessFailureLog, AccessLog
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import models
from django.db.migrations.recorder import MigrationRecorder
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from articles.models import (
    AccountEvent,
    AnsweredPush,
    ApiToken,
    ArchiveCheck,
    ArchiveFinding,
    Arrivals,
    Article,
    ArticleChange,
    ArticleIdentity,
    ArticleMerge,
    BulkChange,
    Capture,
    ChangedArticle,
    ChangeFollower,
    ChosenColumns,
    Delivery,
    Dismissal,
    EventDecision,
    EventLink,
    EventReport,
    EventState,
    Feed,
    Figure,
    Fingerprint,
    FingerprintedText,
    ImportBatch,
    ImportMapping,
    ImportScope,
    Job,
    LogHead,
    LogLeaf,
    LogTile,
    MergedArticle,
    MergedRight,
    NameSet,
    Notice,
    NoticeChoices,
    Passkey,
    RawBytes,
    ReaderReport,
    RelatedStory,
    ReportQuota,
    ReuseState,
    RoleGrant,
    SavedFilters,
    SetupCode,
    SharedText,
    SignInName,
    Source,
    SourceAlias,
    SourceEvidence,
    SourceMerge,
    SourceProfile,
    StaffSession,
    Tombstone,
    TombstoneHash,
    WorkerSign,
)

from .accounts import Accounts
from .action_log import ActionLog
from .columns import Column, column_of
from .groups import Groups
from .permissions import Permissions

EXPORTED: tuple[type[models.Model], ...] = (
    Source,
    SourceAlias,
    ImportBatch,
    ImportMapping,
    Feed,
    Article,
    ArticleIdentity,
    Figure,
    RelatedStory,
    RawBytes,
    Capture,
    LogLeaf,
    LogTile,
    LogHead,
    ReaderReport,
    Tombstone,
    TombstoneHash,
    NameSet,
    SourceProfile,
    SourceMerge,
    MergedArticle,
    ArticleMerge,
    Dismissal,
    EventDecision,
    BulkChange,
    ChangedArticle,
    Source.history.model,
    Article.history.model,
    NameSet.history.model,
    SourceProfile.history.model,
    ArticleChange,
)
"""A table comes after those that its rows refer to."""

BY_NAME: dict[type[models.Model], str] = {
    Group: "auth.group",
    Group.permissions.through: "auth.group",
    RoleGrant: "auth.group",
    User: "auth.user",
    User.groups.through: "auth.user",
    User.user_permissions.through: "auth.user",
    LogEntry: "admin.logentry",
}
"""Tables that are not exported row by row, since their numbers differ between archives, with the
label under which an export tells what is in them. A fresh archive may have rows in them."""

LEFT_OUT: dict[type[models.Model], str] = {
    ArchiveCheck: "what checks of this machine's copy found; a restored archive is checked anew",
    ArchiveFinding: "what watching this archive has found; a restored one is watched anew",
    Arrivals: "counts of what came in; a restored archive counts its captures anew",
    WorkerSign: "when the workers of these machines were seen",
    ChangeFollower: "how far the search indexes of these machines are; others tell it themselves",
    ApiToken: "what opens this archive to programs; for a restored one tokens are made anew",
    ApiToken.sources.through: "the sources of these tokens",
    AnsweredPush: "answers that are repeated for a week",
    Job: "work that is waiting or done; what it brought stands in the imports",
    EventReport: "what reports are compared by; a restored archive is linked anew",
    EventLink: "which reports are likely of one event; a restored archive is linked anew",
    EventState: "how far events follow the change log",
    SourceEvidence: "counts of what recurs in captures; a restored archive counts them anew",
    ReuseState: "how far this archive has compared its texts; a restored one compares them anew",
    FingerprintedText: "what finds passages that articles share, computed from them",
    Fingerprint: "the same",
    SharedText: "what articles share, computed from them",
    ReportQuota: "counts of an hour, under hashes that are keyed with this machine's secret key",
    TOTPDevice: "second factors; staff set them up anew, as they get new passwords",
    StaticDevice: "what recovery codes belong to",
    StaticToken: "recovery codes; staff get new ones",
    Passkey: "passkeys of staff, who add them anew",
    SavedFilters: "how somebody looks at lists",
    ChosenColumns: "how somebody looks at lists",
    ImportScope: "the only sources of somebody's imports; they are limited anew",
    ImportScope.sources.through: "these sources",
    MergedRight: "which of these limits, and of tokens, followed a merge of sources",
    SetupCode: "codes for second factors, which staff set up anew",
    SignInName: "how another server names staff; it is learned anew",
    StaffSession: "who is signed in where; staff sign in again",
    Notice: "what staff were told of this archive",
    NoticeChoices: "how staff want to be told, with secrets of their webhooks",
    Delivery: "what was sent of the notices",
    AccountEvent: "what happened to the accounts of this archive; it is exported as CSV",
    Session: "who is signed in now; staff sign in again",
    AccessAttempt: "failed sign-ins of the last minutes, by address",
    AccessAttemptExpiration: "until when addresses are locked out",
    AccessFailureLog: "failed sign-ins, by address",
    AccessLog: "sign-ins, by address",
    ContentType: "made by each migrate; exports name kinds of records",
    Permission: "made by each migrate; exports name permissions",
    MigrationRecorder.Migration: "which migrations this database has; the other has its own",
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


class Named(Protocol):
    """Something that an export tells by name: accounts, groups, the log."""

    @property
    def LABEL(self) -> str: ...

    def written(self) -> Iterator[dict[str, Any]]:
        """What an export holds."""

    def read(self, values: Mapping[str, Any], /) -> None:
        """Take one of these. Raises ValueError."""

    def finish(self) -> None:
        """Called when all are read."""


def before_rows() -> tuple[Groups, Accounts]:
    """What an export tells before the rows, which refer to it, in this order."""
    permissions = Permissions()
    return Groups(permissions), Accounts(permissions)


def after_rows(accounts: Accounts) -> ActionLog:
    """What an export tells after the rows."""
    return ActionLog(accounts, EXPORTED)


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
