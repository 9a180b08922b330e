"""What an import would do, item by item, in a SQLite file of its own.

The archive's database is read and never written to, so that a preview of any size keeps nobody
waiting. An item is planned as if those before it were stored: :class:`Preview` answers for them.
"""

from __future__ import annotations

import json
import os
import sqlite3
import zlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from articles.models import Capture

from .decisions import Decisions
from .identity import fold_body
from .limits import Tally
from .planning import Earlier, PlannedItem, plan
from .preparing import ItemPlace, PreparedItem, Reading, compress, prepare
from .reading import check_paths
from .running import ImportOptions, read_chunks

_REPLANNED = 200
"""So many other items are planned anew when a decision about one may change what they would do."""

_TABLE = """
CREATE TABLE item (
    number INTEGER PRIMARY KEY,
    outcome TEXT NOT NULL,
    dropped INTEGER NOT NULL DEFAULT 0,
    decided INTEGER NOT NULL DEFAULT 0,
    error TEXT NOT NULL,
    detail TEXT NOT NULL,
    warnings TEXT NOT NULL,
    file TEXT NOT NULL,
    item INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    captured_at TEXT,
    format TEXT NOT NULL,
    encoding TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    identity TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    body_key TEXT NOT NULL,
    title TEXT NOT NULL,
    source TEXT NOT NULL,
    day TEXT,
    body BLOB NOT NULL,
    raw BLOB
);
CREATE INDEX item_outcome ON item (outcome, number);
CREATE INDEX item_sha256 ON item (sha256);
CREATE INDEX item_identity ON item (identity);
CREATE INDEX item_body_key ON item (body_key);
"""
_COLUMNS = (
    'number, outcome, dropped, decided, error, detail, warnings, file, item, start, "end", '
    "captured_at, format, encoding, sha256, identity, body_hash, body_key, title, source, day"
)
_PLANNED = (
    "outcome",
    "error",
    "detail",
    "warnings",
    "identity",
    "body_hash",
    "body_key",
    "title",
    "source",
    "day",
    "body",
)
_ACCEPTED = "outcome != 'rejected' AND NOT dropped"


@dataclass(frozen=True, slots=True)
class PreviewedItem:
    """One item of a preview; ``number`` counts all items of the import from 1."""

    number: int
    outcome: Capture.Outcome
    is_dropped: bool
    is_decided: bool
    error: str
    detail: str
    warnings: tuple[str, ...]
    place: ItemPlace
    format: str
    encoding: str
    sha256: str
    identity: str
    body_hash: str
    body_key: str
    title: str
    source: str
    day: str | None


class Preview:
    """The preview in a file; use it as a context manager, or :meth:`begin` it anew."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._database: sqlite3.Connection | None = None

    def begin(self) -> None:
        """Begin an empty one in the file's place."""
        self._path.unlink(missing_ok=True)
        with closing(sqlite3.connect(self._path)) as database:
            database.executescript(_TABLE)

    def __enter__(self) -> Preview:
        # Not made here when it is missing: an empty preview would be a wrong answer.
        self._database = sqlite3.connect(f"{self._path.as_uri()}?mode=rw", uri=True, timeout=20)
        return self

    def __exit__(self, *error: object) -> None:
        if self._database:
            self._database.close()
            self._database = None

    # -- what has been planned, as later items see it (planning.Earlier) -------------------------

    def before(self, number: int) -> Earlier:
        """The items before one."""
        return _Before(self, number)

    def bytes_among(self, sha256s: Collection[str]) -> set[str]:
        return self.before(_LAST).bytes_among(sha256s)

    def bodies_of(self, identities: Collection[str]) -> Iterable[tuple[str, str, str]]:
        return self.before(_LAST).bodies_of(identities)

    def body_keys_among(self, keys: Collection[str]) -> set[str]:
        return self.before(_LAST).body_keys_among(keys)

    # -- writing ----------------------------------------------------------------------------------

    @contextmanager
    def filling(self) -> Iterator[None]:
        """Within this the disk is waited for once, at the end: a preview that is cut off is begun
        anew, and nobody has seen it."""
        assert self._database
        self._database.execute("PRAGMA synchronous = OFF")
        yield
        self._database.execute("PRAGMA synchronous = FULL")
        with self._path.open("rb") as stream:
            os.fsync(stream.fileno())

    def add(self, planned: Sequence[PlannedItem]) -> None:
        """Put items behind those that are there."""
        [(last,)] = self.rows("SELECT coalesce(max(number), 0) FROM item")
        with self._changing() as database:
            marks = ", ".join("?" * 21)
            database.executemany(
                'INSERT INTO item (number, file, item, start, "end", captured_at, format, encoding,'
                f" sha256, raw, {', '.join(_PLANNED)}) VALUES ({marks})",
                [
                    (number, *_place(entry.item), *_planned(entry))
                    for number, entry in enumerate(planned, last + 1)
                ],
            )

    def decide(self, number: int, decisions: Decisions) -> None:
        """Take in what has been decided about an item, and what follows from it for others."""
        item = self.item(number)
        assert item
        self._changed(
            "UPDATE item SET dropped = ?, decided = ? WHERE sha256 = ?",
            item.sha256 in decisions.dropped,
            item.sha256 in decisions.overrides,
            item.sha256,
        )
        reading = Reading(timezone.localdate(), decisions.overrides)
        self._replan(number, reading)
        now = self.item(number)
        assert now
        for other in self._touched_by(item, now):
            self._replan(other, reading)

    def _replan(self, number: int, reading: Reading) -> None:
        item = self.item(number)
        raw = self.raw(number)
        if item is None or raw is None:
            return
        prepared = prepare(item.place, item.format, raw, item.encoding, reading)
        [entry] = plan([prepared], self.before(number))
        columns = ", ".join(f"{name} = ?" for name in _PLANNED)
        self._changed(f"UPDATE item SET {columns} WHERE number = ?", *_planned(entry), number)

    def _touched_by(self, before: PreviewedItem, after: PreviewedItem) -> list[int]:
        """Items behind one that have anything in common with what it was or is."""
        return [
            number
            for (number,) in self.rows(
                "SELECT number FROM item WHERE number != ? AND raw IS NOT NULL AND (sha256 = ?"
                " OR (identity != '' AND identity IN (?, ?))"
                " OR (body_key != '' AND body_key IN (?, ?)))"
                " ORDER BY number LIMIT ?",
                after.number,
                after.sha256,
                before.identity,
                after.identity,
                before.body_key,
                after.body_key,
                _REPLANNED,
            )
        ]

    # -- reading ----------------------------------------------------------------------------------

    def counts(self) -> dict[str, int]:
        """How many items have each outcome, and how many are ``dropped``."""
        counts: Counter[str] = Counter()
        for outcome, dropped, count in self.rows(
            "SELECT outcome, dropped, count(*) FROM item GROUP BY outcome, dropped"
        ):
            counts["dropped" if dropped else outcome] += count
        return dict(counts)

    def warning_counts(self) -> dict[str, int]:
        """How many of the items that would be taken have each warning."""
        counts: Counter[str] = Counter()
        for warnings, count in self.rows(
            f"SELECT warnings, count(*) FROM item WHERE warnings != '' AND {_ACCEPTED} "
            "GROUP BY warnings"
        ):
            counts.update(dict.fromkeys(warnings.split(), count))
        return dict(counts.most_common())

    def count(self, which: str = "") -> int:
        """How many items a list of :meth:`items` has."""
        [(count,)] = self.rows(f"SELECT count(*) FROM item WHERE {_where(which)}")
        return int(count)

    def items(self, which: str = "", start: int = 0, size: int = 50) -> list[PreviewedItem]:
        """Items in their order: of an outcome, ``dropped``, ``decided``, ``doubtful``, or all."""
        return [
            _item(row)
            for row in self.rows(
                f"SELECT {_COLUMNS} FROM item WHERE {_where(which)} "
                "ORDER BY number LIMIT ? OFFSET ?",
                size,
                start,
            )
        ]

    def item(self, number: int) -> PreviewedItem | None:
        rows = self.rows(f"SELECT {_COLUMNS} FROM item WHERE number = ?", number)
        return next(map(_item, rows), None)

    def beside(self, number: int, which: str = "") -> tuple[int | None, int | None]:
        """The numbers of the items before and behind one in a list."""
        [(previous, following)] = self.rows(
            f"SELECT max(CASE WHEN number < ? THEN number END), "
            f"min(CASE WHEN number > ? THEN number END) FROM item WHERE {_where(which)}",
            number,
            number,
        )
        return previous, following

    def raw(self, number: int) -> bytes | None:
        """An item's bytes; None for one that could not be read or is over-long."""
        [(raw,)] = self.rows("SELECT raw FROM item WHERE number = ?", number)
        return None if raw is None else zlib.decompress(raw)

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        assert self._database
        return self._database.execute(query, values).fetchall()

    def _changed(self, query: str, *values: Any) -> None:
        with self._changing() as database:
            database.execute(query, values)

    @contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection]:
        assert self._database
        with self._database:
            yield self._database


_LAST = 2**62


@dataclass(frozen=True, slots=True)
class _Before:
    """Accepted items before a number."""

    preview: Preview
    number: int

    def bytes_among(self, sha256s: Collection[str]) -> set[str]:
        return {sha256 for (sha256,) in self._rows("sha256", "sha256", sha256s)}

    def bodies_of(self, identities: Collection[str]) -> Iterable[tuple[str, str, str]]:
        for identity, hash_, body in self._rows(
            "identity, body_hash, body", "identity", identities
        ):
            # Folded here, since few bodies are ever asked for.
            yield identity, hash_, fold_body(zlib.decompress(body).decode().split("\n\n"))

    def body_keys_among(self, keys: Collection[str]) -> set[str]:
        return {key for (key,) in self._rows("body_key", "body_key", keys)}

    def _rows(self, columns: str, column: str, values: Collection[str]) -> list[tuple[Any, ...]]:
        return self.preview.rows(
            f"SELECT {columns} FROM item WHERE {column} IN (SELECT value FROM json_each(?)) "
            f"AND number < ? AND {_ACCEPTED}",
            json.dumps(list(values)),
            self.number,
        )


def run_preview(
    paths: Sequence[str],
    options: ImportOptions,
    preview: Preview,
    *,
    on_planned: Callable[[Sequence[PlannedItem]], None],
    on_bytes: Callable[[int], None],
) -> dict[str, int]:
    """Fill a preview with what an import of the paths would do; the counts per outcome.

    Raises what :func:`.running.run_import` raises before and while it reads.
    """
    check_paths(paths, options.limits)
    tally = Tally(options.limits, lambda: on_bytes(0))
    preview.begin()
    with preview, closing(read_chunks(paths, tally, options, on_bytes)) as chunks:
        with preview.filling():
            for chunk in chunks:
                planned = plan(chunk, earlier=preview)
                preview.add(planned)
                on_planned(planned)
        return preview.counts() | {"skipped": tally.skipped}


def _where(which: str) -> str:
    match which:
        case "dropped" | "decided":
            return which
        case "doubtful":
            return f"warnings != '' AND {_ACCEPTED}"
        case "":
            return "1"
        case _:
            return f"NOT dropped AND outcome = '{Capture.Outcome(which).value}'"


def _place(item: PreparedItem) -> tuple[Any, ...]:
    place = item.place
    captured_at = place.captured_at.isoformat() if place.captured_at else None
    # An over-long item has a list of parts that is read from its file.
    raw = item.parts[0] if isinstance(item.parts, tuple) else None
    return (
        place.file,
        place.number,
        place.start,
        place.end,
        captured_at,
        item.format,
        item.encoding,
        item.sha256,
        raw,
    )


def _planned(entry: PlannedItem) -> tuple[Any, ...]:
    item, content = entry.item, entry.item.content
    return (
        entry.outcome.value,
        entry.error,
        item.detail,
        " ".join(item.warnings),
        item.identity,
        item.body_hash,
        content.body_key if content else "",
        content.columns["title"] if content else "",
        content.source_name if content else "",
        content.day.isoformat() if content and content.day else None,
        compress(content.columns["body"].encode() if content else b""),
    )


def _item(row: tuple[Any, ...]) -> PreviewedItem:
    number, outcome, dropped, decided, error, detail, warnings, *rest = row
    file, item, start, end, captured_at, format_name, encoding, sha256, *rest = rest
    moment = datetime.fromisoformat(captured_at) if captured_at else None
    identity, body_hash, body_key, title, source, day = rest
    return PreviewedItem(
        number=number,
        outcome=Capture.Outcome(outcome),
        is_dropped=bool(dropped),
        is_decided=bool(decided),
        error=error,
        detail=detail,
        warnings=tuple(warnings.split()),
        place=ItemPlace(file, item, start, end, moment),
        format=format_name,
        encoding=encoding,
        sha256=sha256,
        identity=identity,
        body_hash=body_hash,
        body_key=body_key,
        title=title,
        source=source,
        day=day,
    )
