"""Which engine searches this archive."""

from __future__ import annotations

from articles.search.engine.keeping import Engine
from articles.search.index.engine import TantivyEngine
from articles.search.index.files import index_files


def engine() -> Engine:
    """This archive's engine."""
    return TantivyEngine(index_files())
