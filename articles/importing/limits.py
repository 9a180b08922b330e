"""Limits of an import, and how much it has read so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

_MOST_NAMED = 500
"""How many skipped files are named; all of them are counted."""


class StopReadingError(Exception):
    """Stops reading at once; not an error of a single file or member."""


class LimitExceededError(StopReadingError):
    """More members or bytes came out than the limits allow."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that may be read in total; None means no limit.

    ``links`` says whether a file in a folder may be a link, which can lead out of the folder.
    """

    files: int | None = None
    total_bytes: int | None = None
    links: bool = False


@dataclass(slots=True)
class Tally:
    """What has been read so far; ``skipped`` counts what no format knows, and ``skipped_names``
    the first of them by name or kind.

    ``on_read`` is called at least once per MiB that is read, even if it contains no item; an
    exception from it (a :class:`StopReadingError`) stops the reading.
    """

    limits: Limits = field(default_factory=Limits)
    on_read: Callable[[], None] = lambda: None
    files: int = 0
    skipped: int = 0
    skipped_names: Counter[str] = field(default_factory=Counter)
    total_bytes: int = 0

    def file(self) -> None:
        self.files += 1
        self._check(self.files, self.limits.files)

    def skip(self, name: str) -> None:
        """Count a skipped file of this name, or a part of this kind."""
        self.skipped += 1
        if name in self.skipped_names or len(self.skipped_names) < _MOST_NAMED:
            self.skipped_names[name] += 1
        self._check(self.skipped, self.limits.files)

    def skip_part(self, kind: str) -> None:
        """Leave out a part of this kind of a file that is read: its bytes are what is limited."""
        self.skipped += 1
        self.skipped_names[kind] += 1

    def member(self, number: int) -> None:
        """Count a member of an archive, of any kind: folders must be read too."""
        self._check(number, self.limits.files)

    def read(self, count: int) -> None:
        self.on_read()
        self.total_bytes += count
        self._check(self.total_bytes, self.limits.total_bytes)

    @property
    def remaining_bytes(self) -> int | None:
        """How many bytes may still be read; None without a limit."""
        limit = self.limits.total_bytes
        return None if limit is None else limit - self.total_bytes

    def _check(self, count: int, limit: int | None) -> None:
        if limit is not None and count > limit:
            raise LimitExceededError(f"{count} > {limit}")
