"""Changes of bytes, of which any number makes a damaged input out of a good one.

A plan of changes is itself drawn as bytes, eight for each change: to draw it from strategies for
each of its numbers takes hypothesis longer than most inputs take to read.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

from hypothesis import strategies as st

_MOST_CHANGES = 8
_CHANGE = struct.Struct("<BHHBH")
_NUMBERS = (0, 1, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, 2**63 - 1, 2**64 - 1)
_PARTS = 65_536

PLANS = st.binary(max_size=_CHANGE.size * _MOST_CHANGES)


def mutated(raw: bytes, plan: bytes, pieces: Sequence[bytes]) -> bytes:
    """The bytes after all changes of a plan; ``pieces`` are what a reader knows, to put in."""
    whole = len(plan) - len(plan) % _CHANGE.size
    for change in _CHANGE.iter_unpack(plan[:whole]):
        raw = _changed(raw, *change, pieces)
    return raw


def _changed(
    raw: bytes, kind: int, at: int, length: int, piece: int, number: int, pieces: Sequence[bytes]
) -> bytes:
    """``at`` and ``length`` are shares of the bytes, of 65,536."""
    at = at * (len(raw) + 1) // _PARTS
    # Mostly short pieces: a long one takes away what there is to damage.
    length = 1 + length * length // _PARTS * len(raw) // _PARTS
    end = at + length
    match kind % 9:
        case 0:  # a bit flipped
            return _put(raw, at, bytes([byte ^ 1 << number % 8 for byte in raw[at : at + 1]]))
        case 1:  # deleted
            return raw[:at] + raw[end:]
        case 2:  # repeated
            return raw[:at] + raw[at:end] * (2 + number % 7) + raw[end:]
        case 3:  # put in
            return raw[:at] + pieces[piece % len(pieces)] + raw[at:]
        case 4:  # put in place of others
            return _put(raw, at, pieces[piece % len(pieces)])
        case 5:  # moved to the front
            return raw[at:end] + raw[:at] + raw[end:]
        case 6:  # cut off
            return raw[:at]
        case 7:  # a number at its limits, of one to eight bytes
            limit = _NUMBERS[number % len(_NUMBERS)].to_bytes(8, "little")
            return _put(raw, at, limit[: 1 << piece % 4])
        case _:  # any bytes
            return _put(raw, at, number.to_bytes(2, "little") * (1 + piece % 8))


def _put(raw: bytes, at: int, data: bytes) -> bytes:
    return raw[:at] + data + raw[at + len(data) :]
