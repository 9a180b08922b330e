"""The archive's records; each module holds its models with their querysets."""

from . import lookups  # noqa: F401  (fields learn the lookup by its import)
from .articles import (
    Article,
    ArticleChange,
    ArticleIdentity,
    Figure,
    RelatedStory,
    articles_changed,
)
from .imports import Capture, ImportBatch, RawBytes, Tombstone, TombstoneHash
from .jobs import Job
from .names import NameSet
from .report_quotas import ReportQuota
from .reports import ReaderReport
from .sources import Source, SourceAlias

__all__ = [
    "Article",
    "ArticleChange",
    "ArticleIdentity",
    "Capture",
    "Figure",
    "ImportBatch",
    "Job",
    "NameSet",
    "RawBytes",
    "ReaderReport",
    "RelatedStory",
    "ReportQuota",
    "Source",
    "SourceAlias",
    "Tombstone",
    "TombstoneHash",
    "articles_changed",
]
