"""Django's admin for the archive; each module registers one family of models."""

from . import (
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
)

__all__ = [
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
]
