"""The models; each module has some models with their querysets."""

from articles.db import lookups  # noqa: F401  (fields learn the lookup by its import)

from .account_events import AccountEvent
from .accounts import ImportScope, Passkey, SetupCode, SignInName, StaffSession
from .api_tokens import AnsweredPush, ApiToken
from .articles import Article, ArticleIdentity, Figure, RelatedStory
from .bulk_changes import BulkChange, ChangedArticle
from .changes import ArticleChange, ChangeFollower, articles_changed
from .checks import ArchiveCheck
from .dismissals import Dismissal
from .events import EventDecision, EventLink, EventReport, EventState
from .feeds import Feed
from .imports import Capture, ImportBatch, Tombstone, TombstoneHash
from .jobs import LEASE, Job, JobLostError
from .mappings import ImportMapping
from .merges import ArticleMerge, MergedArticle, MergedRight, SourceMerge
from .names import NameSet
from .notices import Delivery, Notice, NoticeChoices
from .own_lists import ChosenColumns, SavedFilters
from .profiles import SourceEvidence, SourceProfile
from .raw_bytes import RawBytes
from .report_quotas import ReportQuota
from .reports import ReaderReport
from .reuse import Fingerprint, FingerprintedText, ReuseState, SharedText
from .role_grants import RoleGrant
from .sources import Source, SourceAlias
from .transparency import LogHead, LogLeaf, LogTile
from .watching import ArchiveFinding, Arrivals, WorkerSign

__all__ = [
    "LEASE",
    "AccountEvent",
    "AnsweredPush",
    "ApiToken",
    "ArchiveCheck",
    "ArchiveFinding",
    "Arrivals",
    "Article",
    "ArticleChange",
    "ArticleIdentity",
    "ArticleMerge",
    "BulkChange",
    "Capture",
    "ChangeFollower",
    "ChangedArticle",
    "ChosenColumns",
    "Delivery",
    "Dismissal",
    "EventDecision",
    "EventLink",
    "EventReport",
    "EventState",
    "Feed",
    "Figure",
    "Fingerprint",
    "FingerprintedText",
    "ImportBatch",
    "ImportMapping",
    "ImportScope",
    "Job",
    "JobLostError",
    "LogHead",
    "LogLeaf",
    "LogTile",
    "MergedArticle",
    "MergedRight",
    "NameSet",
    "Notice",
    "NoticeChoices",
    "Passkey",
    "RawBytes",
    "ReaderReport",
    "RelatedStory",
    "ReportQuota",
    "ReuseState",
    "RoleGrant",
    "SavedFilters",
    "SetupCode",
    "SharedText",
    "SignInName",
    "Source",
    "SourceAlias",
    "SourceEvidence",
    "SourceMerge",
    "SourceProfile",
    "StaffSession",
    "Tombstone",
    "TombstoneHash",
    "WorkerSign",
    "articles_changed",
]
