"""Checks the whole log: its leaves against the captures, its tree against the leaves, and its heads
against the tree. In constant memory."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from itertools import islice

from django.db.models import OuterRef, Subquery

from articles.models import Capture, LogHead, LogLeaf, LogTile
from articles.models.imports import MOMENT

from .heads import is_sound
from .leaves import hash_of
from .merkle import HASH_BYTES, TILE_WIDTH, Frontier, perfect_root

_AT_ONCE = 2_000


class Fault(StrEnum):
    """What may be wrong with the log."""

    LEAF_MISSING = "log_leaf_missing"
    LEAF_CHANGED = "log_leaf_changed"
    CAPTURE_CHANGED = "log_capture_changed"
    CAPTURE_REMOVED = "log_capture_removed"
    CAPTURE_UNLISTED = "log_capture_unlisted"
    TREE_CHANGED = "log_tree_changed"
    HEAD_CHANGED = "log_head_changed"


def audit() -> Iterator[tuple[Fault, str]]:
    """Each fault with where it is: a leaf or tile by its number, a head by its size, a capture by
    its id."""
    tree = Frontier()
    heads = LogHead.objects.order_by("size").iterator(chunk_size=_AT_ONCE)
    head = next(heads, None)
    for position, leaf, stored in _beside_each_other():
        if leaf is None:
            yield Fault.LEAF_MISSING, str(position)
        else:
            yield from _leaf_faults(leaf, stored)
        if stored is None:
            return  # what stands behind it is no tree any more
        tree.append(stored)
        while head and head.size == tree.size:
            if bytes(head.root) != tree.root() or not is_sound(head):
                yield Fault.HEAD_CHANGED, str(head.size)
            head = next(heads, None)
    while head:
        yield Fault.HEAD_CHANGED, str(head.size)
        head = next(heads, None)
    yield from _changed_tiles()
    yield from _left_out()


def _beside_each_other() -> Iterator[tuple[int, LogLeaf | None, bytes | None]]:
    """Each position with its leaf and the hash that the tree has for it."""
    captured = Capture.objects.filter(pk=OuterRef("capture"))
    leaves = (
        LogLeaf.objects.order_by("position")
        .annotate(
            captured=Subquery(captured.values("sha256")),
            captured_moment=Subquery(captured.values(moment=MOMENT)),
        )
        .iterator(chunk_size=_AT_ONCE)
    )
    stored = _hashes_of(0)
    leaf, hash_ = next(leaves, None), next(stored, None)
    position = 0
    while leaf is not None or hash_ is not None:
        if leaf is not None and leaf.position == position:
            yield position, leaf, hash_
            leaf = next(leaves, None)
        else:
            yield position, None, hash_
        position, hash_ = position + 1, next(stored, None)


def _leaf_faults(leaf: LogLeaf, stored: bytes | None) -> Iterator[tuple[Fault, str]]:
    if hash_of(leaf.sha256, leaf.key, leaf.moment) != stored:
        yield Fault.LEAF_CHANGED, str(leaf.position)
    captured = getattr(leaf, "captured", None)
    if captured is None:
        if leaf.erased_at is None:
            yield Fault.CAPTURE_REMOVED, str(leaf.capture)
    elif (captured, getattr(leaf, "captured_moment", None)) != (leaf.sha256, leaf.moment):
        yield Fault.CAPTURE_CHANGED, str(leaf.capture)


def _hashes_of(level: int) -> Iterator[bytes]:
    """The hashes of a level, until a tile is missing."""
    tiles = LogTile.objects.filter(level=level).order_by("number")
    for number, tile in enumerate(tiles.iterator(chunk_size=100)):
        if tile.number != number:
            return
        packed = bytes(tile.hashes)
        for place in range(0, len(packed), HASH_BYTES):
            yield packed[place : place + HASH_BYTES]


def _changed_tiles() -> Iterator[tuple[Fault, str]]:
    """Hashes above full tiles that are not theirs."""
    level, has_any = 0, True
    while has_any:
        below, above = _hashes_of(level), _hashes_of(level + 1)
        has_any, number = False, 0
        while len(tile := list(islice(below, TILE_WIDTH))) == TILE_WIDTH:
            has_any = True
            if next(above, None) != perfect_root(tile):
                yield Fault.TREE_CHANGED, f"{level + 1} {number}"
            number += 1
        if next(above, None) is not None:
            yield Fault.TREE_CHANGED, f"{level + 1} {number}"
        level += 1


def _left_out() -> Iterator[tuple[Fault, str]]:
    """Captures between those of the log that are not in it."""
    last = LogLeaf.objects.order_by("-capture").values_list("capture", flat=True).first()
    logged = LogLeaf.objects.filter(capture=OuterRef("pk")).values("capture")
    captures = Capture.objects.filter(pk__lte=last or 0).annotate(logged=Subquery(logged))
    for pk in captures.filter(logged=None).order_by("pk").values_list("pk", flat=True).iterator():
        yield Fault.CAPTURE_UNLISTED, str(pk)
