"""Previews: what an import would do, item by item, stored in a separate SQLite file.

The archive's database is only read, so that a preview of any size blocks nobody. An item is planned
as if the items before it were stored: :class:`Preview` answers for them.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from articles.models import Capture
from articles.packing import packed, unpacked

from .decisions import Decisions
from .identity import fold_body
from .planning import Earlier, EarlierCapture, PlannedItem, plan
from .preparing import ItemPlace, PreparedItem, Reading, prepare
from .preview_selection import ACCEPTED, DAYS, Selection
from .running import reading_of

_REPLANNED = 200
"""How many other items are planned again if a decision about one may affect them."""

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
    content_hash TEXT NOT NULL,
    body_key TEXT NOT NULL,
    title TEXT NOT NULL,
    source TEXT NOT NULL,
    language TEXT NOT NULL DEFAULT '',
    day TEXT,
    body BLOB NOT NULL,
    raw BLOB
);
CREATE INDEX item_outcome ON item (outcome, number);
CREATE INDEX item_sha256 ON item (sha256);
CREATE INDEX item_identity ON item (identity);
CREATE INDEX item_body_key ON item (body_key);
"""
_LANGUAGE = "ALTER TABLE item ADD COLUMN language TEXT NOT NULL DEFAULT ''"
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
    "content_hash",
    "body_key",
    "title",
    "source",
    "language",
    "day",
    "body",
)


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
    """The preview in a file; use it as a context manager, or start a new one with :meth:`begin`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._database: sqlite3.Connection | None = None

    def begin(self) -> None:
        """Start an empty preview, replacing the file."""
        self._path.unlink(missing_ok=True)
        with closing(sqlite3.connect(self._path)) as database:
            database.executescript(_TABLE)

    def __enter__(self) -> Preview:
        # Not created if it is missing: an empty preview would be a wrong answer.
        self._database = sqlite3.connect(f"{self._path.as_uri()}?mode=rw", uri=True, timeout=20)
        if not self.rows("SELECT 1 FROM pragma_table_info('item') WHERE name = 'language'"):
            self._changed(_LANGUAGE)  # made by the release before
        return self

    def __exit__(self, *error: object) -> None:
        if self._database:
            self._database.close()
            self._database = None

    @property
    def is_changed(self) -> bool:
        """Whether anything was changed since it was opened."""
        assert self._database
        return self._database.total_changes > 0

    # -- what has been planned, as seen by later items (planning.Earlier) -------------------------

    def before(self, number: int) -> Earlier:
        """The items before this one."""
        return _Before(self, number)

    def bytes_among(self, sha256s: Collection[str]) -> set[str]:
        return self.before(_LAST).bytes_among(sha256s)

    def captures_of(self, identities: Collection[str]) -> Iterable[EarlierCapture]:
        return self.before(_LAST).captures_of(identities)

    def body_keys_among(self, keys: Collection[str]) -> set[str]:
        return self.before(_LAST).body_keys_among(keys)

    # -- writing ----------------------------------------------------------------------------------

    @contextmanager
    def filling(self) -> Iterator[None]:
        """Sync to disk once, at the end: an interrupted preview is started again, and nobody has
        seen it."""
        assert self._database
        self._database.execute("PRAGMA synchronous = OFF")
        yield
        self._database.execute("PRAGMA synchronous = FULL")
        with self._path.open("rb") as stream:
            os.fsync(stream.fileno())

    def add(self, planned: Sequence[PlannedItem], decisions: Decisions) -> None:
        """Append items, with what was decided about them."""
        [(last,)] = self.rows("SELECT coalesce(max(number), 0) FROM item")
        columns = ", ".join(_PLANNED)
        marks = ", ".join("?" * (12 + len(_PLANNED)))
        with self._changing() as database:
            database.executemany(
                'INSERT INTO item (number, dropped, decided, file, item, start, "end", captured_at,'
                f" format, encoding, sha256, raw, {columns}) VALUES ({marks})",
                [
                    (
                        number,
                        entry.item.sha256 in decisions.dropped,
                        entry.item.sha256 in decisions.overrides,
                        *_place(entry.item),
                        *_planned(entry),
                    )
                    for number, entry in enumerate(planned, last + 1)
                ],
            )

    def decide(self, number: int, decisions: Decisions) -> None:
        """Store a decision about an item, and update other items that it affects."""
        item = self.item(number)
        assert item
        self._changed(
            "UPDATE item SET dropped = ?, decided = ? WHERE sha256 = ?",
            item.sha256 in decisions.dropped,
            item.sha256 in decisions.overrides,
            item.sha256,
        )
        reading = reading_of(decisions)
        self._replan(number, reading)
        now = self.item(number)
        assert now
        for other in self._touched_by(item, now):
            self._replan(other, reading)

    def read_anew(self, numbers: Iterable[int], decisions: Decisions) -> None:
        """Plan items again by the profiles that are now in force."""
        reading = reading_of(decisions)
        for number in numbers:
            self._replan(number, reading)

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
        """Later items that have something in common with the item, before or after the decision."""
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
        """How many of the accepted items have each warning."""
        return self._warnings(*Selection("doubtful").where())

    def _warnings(self, where: str, values: tuple[Any, ...]) -> dict[str, int]:
        counts: Counter[str] = Counter()
        query = f"SELECT warnings, count(*) FROM item WHERE {where} GROUP BY warnings"
        for warnings, count in self.rows(query, *values):
            counts.update(dict.fromkeys(warnings.split(), count))
        return dict(counts.most_common())

    def count(self, which: Selection | str = "") -> int:
        """How many items a list has, or a selection of it."""
        where, values = Selection.of(which).where()
        [(count,)] = self.rows(f"SELECT count(*) FROM item WHERE {where}", *values)
        return int(count)

    def items(
        self, which: Selection | str = "", start: int = 0, size: int = 50
    ) -> list[PreviewedItem]:
        """Items of a list, or of a selection of it, in order."""
        where, values = Selection.of(which).where()
        query = f"SELECT {_COLUMNS} FROM item WHERE {where} ORDER BY number LIMIT ? OFFSET ?"
        return [_item(row) for row in self.rows(query, *values, size, start)]

    def facet(self, name: str, selection: Selection, most: int) -> list[tuple[str, int]]:
        """The values of one of the conditions among the items of a selection without it, with their
        counts, most frequent first."""
        where, values = selection.without(name).where()
        if name == "warning":
            return list(self._warnings(where, values).items())[:most]
        column, more = (DAYS, (selection.today.isoformat(),)) if name == "days" else (name, ())
        query = (
            f"SELECT {column}, count(*) FROM item WHERE {where} "
            "GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?"
        )
        return self.rows(query, *more, *values, most)

    def formats(self) -> set[str]:
        """The formats of the items."""
        return {name for (name,) in self.rows("SELECT DISTINCT format FROM item")}

    def item(self, number: int) -> PreviewedItem | None:
        rows = self.rows(f"SELECT {_COLUMNS} FROM item WHERE number = ?", number)
        return next(map(_item, rows), None)

    def beside(self, number: int, which: Selection | str = "") -> tuple[int | None, int | None]:
        """The numbers of the previous and next item in a list."""
        where, values = Selection.of(which).where()
        [(previous, following)] = self.rows(
            f"SELECT max(CASE WHEN number < ? THEN number END), "
            f"min(CASE WHEN number > ? THEN number END) FROM item WHERE {where}",
            number,
            number,
            *values,
        )
        return previous, following

    def raw(self, number: int) -> bytes | None:
        """An item's bytes; None if it could not be read or is too long."""
        [(raw,)] = self.rows("SELECT raw FROM item WHERE number = ?", number)
        return None if raw is None else unpacked(raw)

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

    def captures_of(self, identities: Collection[str]) -> Iterable[EarlierCapture]:
        columns = "identity, body_hash, content_hash, captured_at, body"
        for identity, hash_, content, moment, body in self._rows(columns, "identity", identities):
            # Folded here, because few bodies are needed.
            folded = fold_body(unpacked(body).decode().split("\n\n"))
            yield EarlierCapture(identity, hash_, content, _moment(moment), folded)

    def body_keys_among(self, keys: Collection[str]) -> set[str]:
        return {key for (key,) in self._rows("body_key", "body_key", keys)}

    def _rows(self, columns: str, column: str, values: Collection[str]) -> list[tuple[Any, ...]]:
        return self.preview.rows(
            f"SELECT {columns} FROM item WHERE {column} IN (SELECT value FROM json_each(?)) "
            f"AND number < ? AND {ACCEPTED}",
            json.dumps(list(values)),
            self.number,
        )


def _place(item: PreparedItem) -> tuple[Any, ...]:
    place = item.place
    captured_at = place.captured_at.isoformat() if place.captured_at else None
    # A very long item has a list of parts that is read from its file.
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
        item.content_hash,
        content.body_key if content else "",
        content.columns["title"] if content else "",
        content.source_name if content else "",
        content.fields["language"] if content else "",
        content.day.isoformat() if content and content.day else None,
        packed(content.columns["body"].encode() if content else b""),
    )


def _moment(stored: str | None) -> datetime | None:
    return datetime.fromisoformat(stored) if stored else None


def _item(row: tuple[Any, ...]) -> PreviewedItem:
    number, outcome, dropped, decided, error, detail, warnings, *rest = row
    file, item, start, end, captured_at, format_name, encoding, sha256, *rest = rest
    identity, body_hash, body_key, title, source, day = rest
    return PreviewedItem(
        number=number,
        outcome=Capture.Outcome(outcome),
        is_dropped=bool(dropped),
        is_decided=bool(decided),
        error=error,
        detail=detail,
        warnings=tuple(warnings.split()),
        place=ItemPlace(file, item, start, end, _moment(captured_at)),
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
