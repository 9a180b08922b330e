"""Ways to change the transparency log afterwards, for somebody who can write to the database but
has not the key of the archive."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

from django.db.models import F

from articles.models import Capture, LogHead, LogLeaf, LogTile
from articles.transparency.auditing import Fault
from articles.transparency.leaves import hash_of
from articles.transparency.log import append
from articles.transparency.merkle import HASH_BYTES, TILE_WIDTH

Attack = Callable[[random.Random], Fault]
"""Changes the log; tells a fault that must be found then."""


def _any_leaf(draw: random.Random) -> LogLeaf:
    return LogLeaf.objects.get(position=draw.randrange(LogLeaf.objects.count()))


def _sha(draw: random.Random) -> str:
    return draw.randbytes(32).hex()


def _earlier(draw: random.Random) -> timedelta:
    return timedelta(microseconds=draw.randrange(1, 10**14))


def _rewrite(leaf: LogLeaf) -> None:
    """Give a leaf the hash of what it says now."""
    tile = LogTile.objects.get(level=0, number=leaf.position // TILE_WIDTH)
    place = leaf.position % TILE_WIDTH * HASH_BYTES
    packed = bytearray(tile.hashes)
    packed[place : place + HASH_BYTES] = hash_of(leaf.sha256, leaf.key, leaf.moment)
    LogTile.objects.filter(pk=tile.pk).update(hashes=bytes(packed))


def _log_again() -> None:
    """Make the whole log anew from the captures, as its software does."""
    LogLeaf.objects.all().delete()
    LogTile.objects.all().delete()
    append()


def change_a_leaf(draw: random.Random) -> Fault:
    leaf = _any_leaf(draw)
    match draw.randrange(3):
        case 0:
            leaf.sha256 = _sha(draw)
        case 1:
            leaf.key = "".join(draw.choices("abcdef0123456789", k=16))
        case _:
            leaf.moment += _earlier(draw)
    leaf.save()
    return Fault.LEAF_CHANGED


def change_a_leaf_and_its_hash(draw: random.Random) -> Fault:
    leaf = _any_leaf(draw)
    leaf.key = "".join(draw.choices("abcdef0123456789", k=16))
    leaf.save()
    _rewrite(leaf)
    return Fault.HEAD_CHANGED


def change_a_capture(draw: random.Random) -> Fault:
    Capture.objects.filter(pk=_any_leaf(draw).capture).update(sha256=_sha(draw))
    return Fault.CAPTURE_CHANGED


def backdate_a_capture(draw: random.Random) -> Fault:
    leaf = _any_leaf(draw)
    moment = leaf.moment - _earlier(draw)
    Capture.objects.filter(pk=leaf.capture).update(captured_at=moment)
    return Fault.CAPTURE_CHANGED


def backdate_a_capture_and_its_leaf(draw: random.Random) -> Fault:
    leaf = _any_leaf(draw)
    leaf.moment -= _earlier(draw)
    leaf.save()
    Capture.objects.filter(pk=leaf.capture).update(captured_at=leaf.moment)
    return Fault.LEAF_CHANGED


def backdate_and_make_the_log_anew(draw: random.Random) -> Fault:
    leaf = _any_leaf(draw)
    moment = leaf.moment - _earlier(draw)
    Capture.objects.filter(pk=leaf.capture).update(captured_at=moment)
    _log_again()
    return Fault.HEAD_CHANGED


def exchange_two_leaves(draw: random.Random) -> Fault:
    one, other = draw.sample(range(LogLeaf.objects.count()), 2)
    LogLeaf.objects.filter(position=one).update(position=-1)
    LogLeaf.objects.filter(position=other).update(position=one)
    LogLeaf.objects.filter(position=-1).update(position=other)
    return Fault.LEAF_CHANGED


def exchange_two_leaves_and_their_hashes(draw: random.Random) -> Fault:
    exchange_two_leaves(draw)
    for leaf in LogLeaf.objects.all():
        _rewrite(leaf)
    return Fault.HEAD_CHANGED


def remove_a_leaf(draw: random.Random) -> Fault:
    _any_leaf(draw).delete()
    return Fault.LEAF_MISSING


def remove_a_leaf_and_close_the_gap(draw: random.Random) -> Fault:
    leaf = _any_leaf(draw)
    place = leaf.position
    leaf.delete()
    for later in LogLeaf.objects.filter(position__gt=place).order_by("position"):
        LogLeaf.objects.filter(pk=later.pk).update(position=F("position") - 1)
    return Fault.LEAF_MISSING


def remove_a_capture(draw: random.Random) -> Fault:
    Capture.objects.filter(pk=_any_leaf(draw).capture).delete()
    return Fault.CAPTURE_REMOVED


def remove_a_capture_from_all(draw: random.Random) -> Fault:
    Capture.objects.filter(pk=_any_leaf(draw).capture).delete()
    _log_again()
    return Fault.HEAD_CHANGED


def remove_the_last_leaves(draw: random.Random) -> Fault:
    kept = draw.randrange(LogLeaf.objects.count())
    gone = LogLeaf.objects.filter(position__gte=kept)
    Capture.objects.filter(pk__in=list(gone.values_list("capture", flat=True))).delete()
    _log_again()
    return Fault.HEAD_CHANGED


def change_the_tree(draw: random.Random) -> Fault:
    tile = draw.choice(list(LogTile.objects.filter(level__gt=0)))
    packed = bytearray(tile.hashes)
    packed[draw.randrange(len(packed))] ^= 1 << draw.randrange(8)
    LogTile.objects.filter(pk=tile.pk).update(hashes=bytes(packed))
    return Fault.TREE_CHANGED


def change_a_head(draw: random.Random) -> Fault:
    head = draw.choice(list(LogHead.objects.all()))
    match draw.randrange(4):
        case 0:
            values = {"root": draw.randbytes(HASH_BYTES)}
        case 1:
            values = {"signed_at": head.signed_at - _earlier(draw)}
        case 2:
            values = {"note": head.note.replace(f"\n{head.size}\n", f"\n{head.size + 1}\n")}
        case _:
            values = {"public_key": draw.randbytes(32)}
    LogHead.objects.filter(pk=head.pk).update(**values)
    return Fault.HEAD_CHANGED


def move_a_head(draw: random.Random) -> Fault:
    head = draw.choice(list(LogHead.objects.all()))
    LogHead.objects.filter(pk=head.pk).update(size=head.size + 1)
    return Fault.HEAD_CHANGED


ATTACKS: tuple[Attack, ...] = (
    change_a_leaf,
    change_a_leaf_and_its_hash,
    change_a_capture,
    backdate_a_capture,
    backdate_a_capture_and_its_leaf,
    backdate_and_make_the_log_anew,
    exchange_two_leaves,
    exchange_two_leaves_and_their_hashes,
    remove_a_leaf,
    remove_a_leaf_and_close_the_gap,
    remove_a_capture,
    remove_a_capture_from_all,
    remove_the_last_leaves,
    change_the_tree,
    change_a_head,
    move_a_head,
)
