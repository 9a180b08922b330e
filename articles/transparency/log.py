"""The log in the database: appends captures, and reads the hashes of its tree."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db import transaction
from django.db.models import Max

from articles.db.rows import insert
from articles.models import ArticleChange, Capture, LogLeaf, LogTile
from articles.models.imports import MOMENT

from .leaves import hash_of
from .merkle import HASH_BYTES, TILE_WIDTH, perfect_root

_STEP = 2_000
"""Captures that are appended in one transaction, which on SQLite keeps other writers waiting."""

_LEAF = ("position", "capture", "sha256", "key", "moment")


def is_behind() -> bool:
    """Whether there are captures that are not in the log."""
    return Capture.objects.filter(pk__gt=_last_capture()).exists()


def append(is_stopping: Callable[[], bool] = lambda: False) -> int:
    """Append the captures that are not in the log, in the order of their ids; return how many.

    Writers come one after the other, so that captures are committed in this order too.
    """
    appended = 0
    while not is_stopping():
        with transaction.atomic():
            ArticleChange.objects.serialize_writers()
            count = _append_some()
        appended += count
        if count < _STEP:
            break
    return appended


def size() -> int:
    """How many leaves the log has."""
    last = LogLeaf.objects.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def hashes(level: int, first: int, end: int) -> list[bytes]:
    """The hashes of a level of tiles from one number to another. Raises :class:`LookupError` where
    some are not there."""
    start, stop = first // TILE_WIDTH, -(-end // TILE_WIDTH)
    tiles = LogTile.objects.filter(level=level, number__gte=start, number__lt=stop)
    packed = b"".join(tiles.order_by("number").values_list("hashes", flat=True))
    offset = first - start * TILE_WIDTH
    found = [
        packed[place * HASH_BYTES : (place + 1) * HASH_BYTES]
        for place in range(offset, offset + end - first)
    ]
    if found and len(found[-1]) < HASH_BYTES:
        raise LookupError(f"hashes {first} to {end} of level {level}")
    return found


def _last_capture() -> int:
    return LogLeaf.objects.aggregate(last=Max("capture"))["last"] or 0


def _append_some() -> int:
    captures = Capture.objects.filter(pk__gt=_last_capture()).order_by("pk")
    rows = list(captures.values_list("pk", "sha256", "article__key", MOMENT)[:_STEP])
    if not rows:
        return 0
    start = size()
    leaves = [
        (start + number, capture, sha256, key or "", when)
        for number, (capture, sha256, key, when) in enumerate(rows)
    ]
    insert(LogLeaf, _LEAF, leaves)
    _extend(0, start, [hash_of(sha256, key, when) for _, _, sha256, key, when in leaves])
    return len(rows)


def _extend(level: int, start: int, added: Sequence[bytes]) -> None:
    """Add hashes to the tiles of a level, and those of the tiles that are full to the next."""
    number, filled = divmod(start, TILE_WIDTH)
    last = LogTile.objects.filter(level=level, number=number).first()
    before = bytes(last.hashes) if last else b""
    assert len(before) == filled * HASH_BYTES, f"tile {number} of level {level}"
    packed = before + b"".join(added)
    width = TILE_WIDTH * HASH_BYTES
    pieces = [packed[place : place + width] for place in range(0, len(packed), width)]
    if last:
        LogTile.objects.filter(pk=last.pk).update(hashes=pieces[0])
    rows = [(level, number + place, piece) for place, piece in enumerate(pieces)]
    insert(LogTile, ("level", "number", "hashes"), rows[1:] if last else rows)
    full = [
        perfect_root([piece[place : place + HASH_BYTES] for place in range(0, width, HASH_BYTES)])
        for piece in pieces
        if len(piece) == width
    ]
    if full:
        _extend(level + 1, number, full)
