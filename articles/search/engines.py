"""Which engine searches this archive: that of ``SEARCH_URL``, or the embedded one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from articles.search.engine.keeping import Engine


def engine() -> Engine:
    """This archive's engine. Either is loaded only where it is used: a command starts sooner."""
    if settings.SEARCH_CLUSTER is None:
        from articles.search.index.engine import TantivyEngine
        from articles.search.index.files import index_files

        return TantivyEngine(index_files())
    from articles.search.cluster.engine import ClusterEngine

    return ClusterEngine(settings.SEARCH_CLUSTER)
