"""Which parts of web archives an import takes: by host, address and time of the crawl."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from articles.dumps.formats import SplitItem


@dataclass(frozen=True, slots=True)
class Choice:
    """Empty parts choose all. What has no address or no time of its own is not left out by it."""

    hosts: Sequence[str] = ()
    prefixes: Sequence[str] = ()
    since: datetime | None = None

    def takes(self, item: SplitItem) -> bool:
        """Whether an item of a file is wanted."""
        return self._takes_address(item.address) and self._takes_time(item.captured_at)

    def _takes_address(self, address: str) -> bool:
        if not address:
            return True
        if self.prefixes and not address.startswith(tuple(self.prefixes)):
            return False
        return not self.hosts or any(_is_of(address, host) for host in self.hosts)

    def _takes_time(self, moment: datetime | None) -> bool:
        if moment is None or self.since is None:
            return True
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) >= self.since


def _is_of(address: str, host: str) -> bool:
    """Whether an address is of a host or of one below it."""
    try:
        found = (urlsplit(address).hostname or "").lower()
    except ValueError:
        return False
    host = host.lower().removeprefix("www.")
    return found == host or found.endswith(f".{host}")
