"""Django's admin for the archive; each module registers one family of models."""

from . import (
    account_events,
    api_tokens,
    articles,
    bulk_changes,
    feeds,
    imports,
    names,
    pages,
    reports,
    sign_ins,
    sources,
    users,
    yes_or_no,
)

__all__ = [
    "account_events",
    "api_tokens",
    "articles",
    "bulk_changes",
    "feeds",
    "imports",
    "names",
    "pages",
    "reports",
    "sign_ins",
    "sources",
    "users",
    "yes_or_no",
]
