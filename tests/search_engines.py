"""Which engine the tests search with: OpenSearch where ``OPENSEARCH_URL`` names a server (as
tests/with-opensearch does), for tests that are marked ``each_engine``; else the embedded one."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

from articles import search
from newsarchive.search_address import SearchAddress, read_search_address

URL = os.environ.get("OPENSEARCH_URL", "")
PREFIX = f"test-{os.getpid()}"


def archive_in(folder: Path) -> dict[str, Any]:
    """Settings of an archive with this data folder, and an index of its own."""
    return {"DATA_DIR": folder, "SEARCH_CLUSTER": cluster_index(str(folder)) if URL else None}


def cluster_index(name: str, **options: int) -> SearchAddress:
    """An address on the server; each name stands for an index of its own."""
    digest = hashlib.sha256(name.encode()).hexdigest()[:16]
    query = "&".join(f"{option}={value}" for option, value in {"replicas": 0, **options}.items())
    return read_search_address(f"{URL}/{PREFIX}-{digest}?{query}")


def rebuild_index() -> None:
    """Index what the archive holds."""
    search.rebuild_index(workers=0, advance=lambda count: None)


def remove_indexes() -> None:
    """Remove what this process has left on the server."""
    from opensearchpy import OpenSearch

    address = cluster_index("")
    hosts = [{"host": host, "port": port} for host, port in address.hosts]
    OpenSearch(hosts=hosts, timeout=60).indices.delete(index=f"{PREFIX}-*")
