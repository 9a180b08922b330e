"""The hashes by which an import knows an item again. Pure: no database, no settings, no clock.

All are made from what was *captured*, folded by :mod:`articles.text.folding` (titles and names
without their spaces, since scrapes differ in ZWNJ and spacing), never from edited fields:
corrections, source merges and hidden articles never make a second article. A hash is the first 20
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
_SHIFTS = range(150, -1, -10)  # of 160 bits, ten at a time
DUPLICATE_MIN_WORDS = 30
"""Equal bodies shorter than this (notices, captions) say nothing about being the same story."""


def hash_of(kind: str, *parts: str) -> str:
    """The hash of some texts; ``kind`` keeps hashes of different things apart."""
    # Lengths before the texts, so that ("ab", "c") and ("a", "bc") differ.
    text = "\x1f".join((kind, *(f"{len(part)}:{part}" for part in parts)))
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    number = int.from_bytes(digest[:20], "big")
    return "".join([_PAIRS[number >> shift & 1023] for shift in _SHIFTS])


def key_of(identity: str) -> str:
    """The permalink key that a hash gives."""
    return identity[:KEY_LENGTH]


def identity_hash(source: str, title: str, day: date | None) -> str:
    """What one item is known by: who printed what title on which day."""
    printed_day = day.isoformat() if day else ""
    return hash_of("item", fold_spaceless(source), fold_spaceless(title), printed_day)


def variant_hash(identity: str, body_hash: str) -> str:
    """The identity of another item of the same source, title and day, told apart by its body."""
    return hash_of("variant", identity, body_hash)


def fold_body(paragraphs: Iterable[str]) -> str:
    """A body as it is compared: folded, its paragraphs joined."""
    return fold_key(" ".join(paragraphs))


def body_hash(folded_body: str) -> str:
    """Equal for bodies that are the same to a reader."""
    return hash_of("body", folded_body)


def body_key(folded_body: str, hash_: str = "") -> str:
    """By which duplicates find each other; empty for bodies too short to tell.

    ``hash_`` is the :func:`body_hash`, where it is known already.
    """
    if folded_body.count(" ") + 1 < DUPLICATE_MIN_WORDS:
        return ""
    return key_of(hash_ or body_hash(folded_body))


def title_key(title: str) -> str:
    """By which a related story's title finds its article."""
    return key_of(hash_of("title", fold_spaceless(title)))


def source_key(source: str) -> str:
    """By which captures of one printed source are found; empty when none was printed."""
    folded = fold_key(source)
    return key_of(hash_of("source", folded)) if folded else ""
