"""What a leaf of the log is made of. Pure; ``verify_receipt.py`` does the same."""

from __future__ import annotations

from datetime import UTC, datetime

from .merkle import leaf_hash

_FIRST_LINE = "news archive capture 1"


def leaf_data(sha256: str, key: str, moment: datetime) -> bytes:
    """The bytes whose hash is in the log: four lines, with the SHA-256 of what was captured, the
    key of the article ("-" if it was read as none) and when it was captured, in UTC."""
    return f"{_FIRST_LINE}\n{sha256}\n{key or '-'}\n{told(moment)}\n".encode()


def hash_of(sha256: str, key: str, moment: datetime) -> bytes:
    """The hash of a capture's leaf."""
    return leaf_hash(leaf_data(sha256, key, moment))


def told(moment: datetime) -> str:
    """A moment as leaves and receipts write it: ISO 8601, in UTC, with six digits of a second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
