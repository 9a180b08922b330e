"""The Merkle tree of RFC 9162, section 2.1, over leaves of which only the hashes are known. Pure.

A tree of any size is made of perfect subtrees. Those of :data:`TILE_HEIGHT` levels are kept as
tiles, as transparency logs do (https://c2sp.org/tlog-tiles): level 0 has the hashes of the leaves,
and a hash of level n+1 stands for :data:`TILE_WIDTH` of level n. Every proof is computed from some
dozen tiles; ``verify_receipt.py`` checks them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from itertools import pairwise

HASH_BYTES = 32
TILE_HEIGHT = 8
TILE_WIDTH = 1 << TILE_HEIGHT

Hashes = Callable[[int, int, int], Sequence[bytes]]
"""Reads hashes: the level of tiles, and the first and the end of those wanted of the level."""


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf."""
    return hashlib.sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node above two others."""
    return hashlib.sha256(b"\1" + left + right).digest()


def perfect_root(hashes: Sequence[bytes]) -> bytes:
    """The root above a power of two of hashes."""
    while len(hashes) > 1:
        hashes = [
            node_hash(left, right) for left, right in zip(hashes[::2], hashes[1::2], strict=True)
        ]
    return hashes[0]


class Frontier:
    """The roots of the perfect subtrees that a tree is made of, from the largest to the smallest:
    enough to append leaves and to tell the root, in the memory of one hash for each level."""

    def __init__(self) -> None:
        self.size = 0
        self._roots: list[bytes] = []

    def append(self, hash_: bytes) -> None:
        """Append a leaf by its hash."""
        size = self.size
        while size & 1:
            hash_ = node_hash(self._roots.pop(), hash_)
            size >>= 1
        self._roots.append(hash_)
        self.size += 1

    def root(self) -> bytes:
        """The root; that of an empty tree is the hash of nothing."""
        if not self._roots:
            return hashlib.sha256().digest()
        *larger, found = self._roots
        for each in reversed(larger):
            found = node_hash(each, found)
        return found


def root(size: int, hashes: Hashes) -> bytes:
    """The root of the first ``size`` leaves."""
    return _range_root(0, size, hashes) if size else hashlib.sha256().digest()


def inclusion_proof(index: int, size: int, hashes: Hashes) -> list[bytes]:
    """The hashes by which a leaf is shown to be in the tree of the first ``size`` leaves, from the
    lowest to the highest (RFC 9162, 2.1.3.1)."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} of {size}")
    proof: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _largest_power_below(end - start)
        if index < middle:
            proof.append(_range_root(middle, end, hashes))
            end = middle
        else:
            proof.append(_range_root(start, middle, hashes))
            start = middle
    return proof[::-1]


def consistency_proof(first: int, second: int, hashes: Hashes) -> list[bytes]:
    """The hashes by which the tree of ``second`` leaves is shown to begin with that of ``first``
    (RFC 9162, 2.1.4.1)."""
    if not 0 < first <= second:
        raise ValueError(f"sizes {first} and {second}")
    proof: list[bytes] = []
    start, end, wanted = 0, second, first
    is_known = True
    while wanted != end - start:
        middle = start + _largest_power_below(end - start)
        if wanted <= middle - start:
            proof.append(_range_root(middle, end, hashes))
            end = middle
        else:
            proof.append(_range_root(start, middle, hashes))
            wanted -= middle - start
            start, is_known = middle, False
    if not is_known:
        proof.append(_range_root(start, end, hashes))
    return proof[::-1]


def _largest_power_below(count: int) -> int:
    return 1 << (count - 1).bit_length() - 1


def _range_root(start: int, end: int, hashes: Hashes) -> bytes:
    """The root above some leaves, of which the first is where a perfect subtree at least as large
    begins."""
    found = None
    for left, right in reversed(list(pairwise(_cuts(start, end)))):
        subtree = _perfect_subtree(left, right - left, hashes)
        found = subtree if found is None else node_hash(subtree, found)
    assert found is not None
    return found


def _cuts(start: int, end: int) -> list[int]:
    """Where the perfect subtrees that leaves are made of begin, and where the last one ends."""
    cuts = [start]
    while start < end:
        start += 1 << (end - start).bit_length() - 1
        cuts.append(start)
    return cuts


def _perfect_subtree(start: int, count: int, hashes: Hashes) -> bytes:
    level, height = divmod(count.bit_length() - 1, TILE_HEIGHT)
    first = start >> level * TILE_HEIGHT
    return perfect_root(hashes(level, first, first + (1 << height)))
