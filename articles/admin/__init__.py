"""Django's admin for the archive; each module registers one family of models."""

from . import articles, imports, names, pages, reports, sign_ins, sources, users

__all__ = ["articles", "imports", "names", "pages", "reports", "sign_ins", "sources", "users"]
