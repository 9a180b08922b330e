"""The hashes by which imports recognise items. Pure: no database, no settings, no clock.

All are made from what was *captured*, folded by :mod:`articles.text.folding` (titles and names
without their spaces, because scrapes differ in ZWNJ and spacing), never from edited fields:
corrections, source merges and hidden articles never create a second article. A hash is the first 20
bytes of a SHA-256, written in lower-case base32 (32 characters), a key its first 16.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date

from articles.text.folding import fold_key, fold_spaceless

KEY_LENGTH = 16
_BASE32 = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = [first + second for first in _BASE32 for second in _BASE32]
_SHIFTS = range(150, -1, -10)  # 160 bits, ten at a time
DUPLICATE_MIN_WORDS = 30
"""Equal bodies shorter than this (notices, captions) do not mean that two articles are the same."""


def hash_of(kind: str, *parts: str) -> str:
    """The hash of some texts; ``kind`` separates hashes of different things."""
    # Lengths precede the texts, so that ("ab", "c") and ("a", "bc") differ.
    text = "\x1f".join((kind, *(f"{len(part)}:{part}" for part in parts)))
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    number = int.from_bytes(digest[:20], "big")
    return "".join([_PAIRS[number >> shift & 1023] for shift in _SHIFTS])


def key_of(identity: str) -> str:
    """The permalink key of a hash."""
    return identity[:KEY_LENGTH]


def identity_hash(source: str, title: str, day: date | None) -> str:
    """The identity of an item: source, title and day as printed."""
    printed_day = day.isoformat() if day else ""
    return hash_of("item", fold_spaceless(source), fold_spaceless(title), printed_day)


def variant_hash(identity: str, body_hash: str) -> str:
    """The identity of another item with the same source, title and day but another body."""
    return hash_of("variant", identity, body_hash)


def fold_body(paragraphs: Iterable[str]) -> str:
    """A body in comparable form: folded, paragraphs joined."""
    return fold_key(" ".join(paragraphs))


def body_hash(folded_body: str) -> str:
    """The hash of a body; equal for bodies that a reader would call the same."""
    return hash_of("body", folded_body)


def body_key(folded_body: str, hash_: str = "") -> str:
    """The key by which duplicates are found; empty for bodies that are too short.

    ``hash_`` is the :func:`body_hash` if it is already known.
    """
    if folded_body.count(" ") + 1 < DUPLICATE_MIN_WORDS:
        return ""
    return key_of(hash_ or body_hash(folded_body))


def title_key(title: str) -> str:
    """The key by which a related story finds its article."""
    return key_of(hash_of("title", fold_spaceless(title)))


def source_key(source: str) -> str:
    """The key by which captures of a printed source are found; empty if none was printed."""
    folded = fold_key(source)
    return key_of(hash_of("source", folded)) if folded else ""
