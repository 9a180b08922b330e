"""Django's admin for the archive; each module registers one family of records."""

from . import articles, imports, sources

__all__ = ["articles", "imports", "sources"]
