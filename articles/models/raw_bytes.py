"""The bytes of captures: the one place that knows where they are.

A row tells that a part is stored. It holds the part itself, or nothing where that is in the store
of captures (:mod:`articles.stores.captures`), which the settings may name: rows of both kinds stand
beside each other, and each is read where it is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from django.db import models

from articles.db.rows import in_pieces, insert
from articles.packing import DamagedBytesError, unpacked
from articles.stores import captures
from articles.stores.captures import Part

_AT_ONCE = 100
_ELSEWHERE = b""
"""What a row holds of a part that is in the store; no part is packed into nothing."""

_COLUMNS = ("sha256", "part", "compressed")

Row = tuple[str, int, bytes]


class RawBytesManager(models.Manager["RawBytes"]):
    def read(self, sha256: str) -> bytes:
        """What was captured; empty if nothing is stored. Raises :class:`DamagedBytesError` and
        :class:`articles.stores.StoreError`."""
        found = []
        for _, _, packed in self.packed([sha256]):
            if packed is None:
                raise DamagedBytesError(f"{sha256}: not in the store")
            found.append(unpacked(packed))
        return b"".join(found)

    def packed(
        self, hashes: Collection[str], *, part: int | None = None
    ) -> Iterator[tuple[str, int, bytes | None]]:
        """The stored parts of these hashes, or that of one number, in their order: hash, number and
        bytes; None instead of what the store has lost."""
        rows = self.filter(sha256__among=hashes).order_by("sha256", "part")
        if part is not None:
            rows = rows.filter(part=part)
        yield from _filled(rows.values_list(*_COLUMNS).iterator(chunk_size=_AT_ONCE))

    def keep(self, rows: Iterable[Row]) -> None:
        """Store parts of which there is no row yet. Call it inside the transaction of what refers
        to them."""
        insert(RawBytes, _COLUMNS, _emptied(list(rows)))

    def replace(self, sha256: str, part: int, packed: bytes) -> None:
        """Store a part in place of a damaged or lost one."""
        [(_, _, column)] = _emptied([(sha256, part, packed)])
        self.update_or_create(sha256=sha256, part=part, defaults={"compressed": column})

    def erase(self, hashes: Collection[str]) -> None:
        """Delete what these hashes name. Call it last in its transaction: what is in the store is
        gone at once, so that nothing can be left of what is committed as erased."""
        rows = self.filter(sha256__in=hashes)
        elsewhere = list(rows.filter(compressed=_ELSEWHERE).values_list("sha256", "part"))
        rows.delete()
        captures.remove(captures.parts_of(elsewhere))

    def unlisted(self) -> Iterator[Part]:
        """What is in the store without a row that tells of it."""
        for parts in captures.listed() if captures.is_used() else ():
            for piece in in_pieces(parts, _AT_ONCE):
                rows = self.filter(
                    sha256__among={part.sha256 for part in piece}, compressed=_ELSEWHERE
                )
                told = {Part(*row) for row in rows.values_list("sha256", "part")}
                yield from (part for part in piece if part not in told)

    def exported(self, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[list[Any]]:
        """Rows with these columns as a backup holds them: with their bytes, and without those that
        the store has lost."""
        at = [names.index(name) for name in _COLUMNS]
        for piece in _pieces(rows):
            filled = _filled((row[at[0]], row[at[1]], row[at[2]]) for row in piece)
            for row, (_, _, packed) in zip(piece, filled, strict=True):
                if packed is not None:
                    values = list(row)
                    values[at[2]] = packed
                    yield values

    def restored(self, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
        """The opposite: rows of a backup as they are inserted here."""
        restored = [list(row) for row in rows]
        if not set(_COLUMNS) <= set(names):
            return restored  # not what a backup holds: the database refuses it
        at = [names.index(name) for name in _COLUMNS]
        emptied = _emptied([(row[at[0]], row[at[1]], row[at[2]]) for row in rows])
        for values, (_, _, column) in zip(restored, emptied, strict=True):
            values[at[2]] = column
        return restored

    def leave_to_store(self, rows: Iterable[RawBytes]) -> None:
        """Empty rows of which the store has the bytes."""
        self.filter(pk__in=[row.pk for row in rows]).update(compressed=_ELSEWHERE)

    def in_database(self) -> models.QuerySet[RawBytes]:
        """Those that the database holds itself."""
        return self.exclude(compressed=_ELSEWHERE)

    def in_store(self) -> models.QuerySet[RawBytes]:
        """Those that the store holds."""
        return self.filter(compressed=_ELSEWHERE)


class RawBytes(models.Model):
    """Bytes as scraped, :mod:`packed <articles.packing>`, stored once per SHA-256; very long items
    have several parts."""

    sha256 = models.CharField(max_length=64)
    part = models.PositiveIntegerField(default=0)
    compressed = models.BinaryField()

    objects = RawBytesManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sha256", "part"], name="raw_bytes_sha256_part")
        ]

    def __str__(self) -> str:
        return f"{self.sha256}/{self.part}"


def _pieces(rows: Iterable[Any]) -> Iterator[list[Any]]:
    piece: list[Any] = []
    for row in rows:
        piece.append(row)
        if len(piece) == _AT_ONCE:
            yield piece
            piece = []
    if piece:
        yield piece


def _filled(rows: Iterable[tuple[str, int, Any]]) -> Iterator[tuple[str, int, bytes | None]]:
    """Rows with what the store has in place of what they do not hold."""
    for piece in _pieces(rows):
        elsewhere = [Part(sha256, part) for sha256, part, column in piece if not column]
        found = iter(captures.read(elsewhere))
        for sha256, part, column in piece:
            yield sha256, part, bytes(column) if column else next(found)


def _emptied(rows: list[Row]) -> list[Row]:
    """Rows as they are inserted; what the store is to hold is in it."""
    if not captures.is_used():
        return rows
    captures.write([(Part(sha256, part), packed) for sha256, part, packed in rows])
    return [(sha256, part, _ELSEWHERE) for sha256, part, _ in rows]
