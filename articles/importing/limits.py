"""How much an import may read, and how much it has read so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

_MOST_NAMED = 500
"""So many of what was skipped is named; all of it is counted."""


class StopReadingError(Exception):
    """Ends reading at once, wherever it is: no damaged file or member explains it."""


class LimitExceededError(StopReadingError):
    """More members or bytes came out than the limits allow."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that may be read in all; None is no limit.

    ``links`` says whether a file in a folder may be a link, which can lead out of the folder.
    """

    files: int | None = None
    total_bytes: int | None = None
    links: bool = False


@dataclass(slots=True)
class Tally:
    """What has been read so far; ``skipped`` counts what no format knows, and ``skipped_names``
    the first of them by name or kind.

    ``on_read`` is called at least once for each MiB that is read, even where nothing comes of it;
    what it raises (a :class:`StopReadingError`) ends the reading.
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
        """Leave out a file of this name, or a part of one of this kind."""
        self.skipped += 1
        if name in self.skipped_names or len(self.skipped_names) < _MOST_NAMED:
            self.skipped_names[name] += 1
        self._check(self.skipped, self.limits.files)

    def skip_part(self, kind: str) -> None:
        """Leave out a part of this kind of a file that is read: its bytes are what is limited."""
        self.skipped += 1
        self.skipped_names[kind] += 1

    def member(self, number: int) -> None:
        """Come to a member of an archive, whatever it is: folders too are read to be passed."""
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
