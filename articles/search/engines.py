"""Which engine searches this archive: that of ``SEARCH_URL``, or the embedded one."""

from __future__ import annotations

from django.conf import settings

from articles.search.engine.keeping import Engine
from articles.search.index.engine import TantivyEngine
from articles.search.index.files import index_files


def engine() -> Engine:
    """This archive's engine."""
    if settings.SEARCH_CLUSTER is None:
        return TantivyEngine(index_files())
    # Loaded only where it is used: it would double the time in which a command starts.
    from articles.search.cluster.engine import ClusterEngine

    return ClusterEngine(settings.SEARCH_CLUSTER)
