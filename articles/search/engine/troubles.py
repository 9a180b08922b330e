"""Why an engine does not answer, or cannot follow the change log."""

from __future__ import annotations

from enum import StrEnum


class Trouble(StrEnum):
    """Why the index does not answer."""

    MISSING = "missing"
    DAMAGED = "damaged"
    OUTDATED = "outdated"  # built by a release with other fields
    UNREACHABLE = "unreachable"  # the machines that hold it do not answer, or refuse to


class IndexUnavailableError(Exception):
    """No index answers; ``search_index --rebuild`` creates one, unless it is
    :attr:`Trouble.UNREACHABLE`."""

    def __init__(self, trouble: Trouble, detail: str = "") -> None:
        super().__init__(detail or trouble.value)
        self.trouble = trouble
        self.detail = detail


class StaleIndexError(Exception):
    """The index was built by another release, or for another database: it needs a rebuild."""


class PrunedLogError(StaleIndexError):
    """The log no longer has all entries after the index's position: it needs a rebuild."""
