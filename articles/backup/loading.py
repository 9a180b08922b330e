"""Reading an export into an empty archive: all of it, in one transaction, or nothing."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from articles.db.rows import continue_ids, insert
from articles.importing.batches import fail_unfinished_batches
from articles.models import ArticleChange, RawBytes

from .columns import Column
from .tables import EXPORTED, Named, Table, after_rows, before_rows, tables
from .unloading import FORMAT, VERSION

_ROWS_AT_ONCE = 1_000
_BYTES_AT_ONCE = 4 * 1024 * 1024


class NotEmptyError(Exception):
    """The archive has rows already."""


class BadExportError(Exception):
    """This release cannot read all of these lines as an export; the message is a sentence."""


def is_empty() -> bool:
    """Whether an export can be read into this archive. Accounts may be there already."""
    return not any(model._base_manager.exists() for model in EXPORTED)


def load(
    lines: Iterable[bytes], advance: Callable[[int], None] = lambda count: None
) -> dict[str, int]:
    """Store all rows of an export with their own ids; return the number of rows of each table.

    Raises :class:`NotEmptyError`, :class:`BadExportError` and database errors. After an error, and
    when the process is killed, the archive is unchanged.

    The search index is not updated: rebuild it afterwards.
    """
    try:
        with transaction.atomic():
            ArticleChange.objects.serialize_writers()
            if not is_empty():
                raise NotEmptyError
            counts = _Loader(advance).load(lines)
            fail_unfinished_batches()
    except (IntegrityError, DataError) as error:
        told = str(error).partition("\n")[0]
        raise BadExportError(
            _("The database does not take its rows (%(error)s).") % {"error": told}
        ) from error
    return counts


class _Loader:
    """Takes an export line by line and stores rows in batches, table by table."""

    def __init__(self, advance: Callable[[int], None]) -> None:
        self._advance = advance
        groups, accounts = before_rows()
        named: tuple[Named, ...] = (groups, accounts, after_rows(accounts))
        self._named = {each.LABEL: each for each in named}
        self._tables = {table.label: table for table in tables(accounts)}
        self._counts: Counter[str] = Counter()
        self._table: Table | None = None
        self._columns: Sequence[Column] = ()
        self._names: tuple[str, ...] = ()
        self._rows: list[list[Any]] = []
        self._bytes = 0

    def load(self, lines: Iterable[bytes]) -> dict[str, int]:
        end = None
        number = 0
        for number, line in enumerate(lines, 1):
            try:
                content = _object(line)
                if number == 1:
                    _check_head(content)
                elif end is not None:
                    raise BadExportError(_("There is data after the end."))
                elif "end" in content:
                    end = content["end"]
                else:
                    self._take(content, len(line))
            except BadExportError as error:
                raise BadExportError(
                    _("Line %(number)d: %(what)s") % {"number": number, "what": error}
                ) from error
        if end is None:
            raise BadExportError(_("It is truncated: the last line is missing."))
        self._store()
        self._finish(end)
        return dict(self._counts)

    def _take(self, content: dict[str, Any], size: int) -> None:
        label, values = content.get("model"), content.get("values")
        if not isinstance(values, dict):
            raise BadExportError(_("This is not a row."))
        try:
            if named := self._named.get(str(label)):
                named.read(values)
                self._counts[named.LABEL] += 1
                return
            self._turn_to(str(label), tuple(values))
            self._rows.append(
                [
                    column.read(value)
                    for column, value in zip(self._columns, values.values(), strict=True)
                ]
            )
        except ValueError as error:
            raise BadExportError(
                _("A value does not fit its column (%(error)s).") % {"error": error}
            ) from error
        self._bytes += size
        if len(self._rows) >= _ROWS_AT_ONCE or self._bytes >= _BYTES_AT_ONCE:
            self._store()

    def _turn_to(self, label: str, names: tuple[str, ...]) -> None:
        """Prepare for rows of this table with these columns."""
        if self._table and self._table.label == label and self._names == names:
            return
        self._store()
        table = self._tables.get(label)
        if table is None:
            raise BadExportError(_unknown(label))
        known = {column.name: column for column in table.columns}
        for name in names:
            if name not in known:
                raise BadExportError(_unknown(f"{label}.{name}"))
        if table.model._meta.pk.attname not in names:
            raise BadExportError(_("This is not a row."))
        self._table, self._names = table, names
        self._columns = [known[name] for name in names]

    def _store(self) -> None:
        if not (self._table and self._rows):
            return
        attnames = [column.attname for column in self._columns]
        rows: Sequence[Sequence[Any]] = self._rows
        if self._table.model is RawBytes:
            rows = RawBytes.objects.restored(attnames, rows)
        insert(self._table.model, attnames, rows)
        self._counts[self._table.label] += len(self._rows)
        self._advance(len(self._rows))
        self._rows, self._bytes = [], 0

    def _finish(self, end: Any) -> None:
        """Compare the counts with the last line, and set the sequences so that no id is reused."""
        rows, last_ids = (
            (end.get("rows"), end.get("last_ids")) if isinstance(end, dict) else (None, None)
        )
        if not isinstance(rows, dict) or not self._are_counted(rows):
            raise BadExportError(_("The number of rows does not match its last line."))
        for named in self._named.values():
            named.finish()
        for label, table in self._tables.items():
            last = last_ids.get(label) if isinstance(last_ids, dict) else None
            continue_ids(table.model, last if isinstance(last, int) else 0)

    def _are_counted(self, rows: dict[str, Any]) -> bool:
        # An export of before accounts were counted does not tell how many it has.
        uncounted = self._named.keys() - rows.keys()
        counts = {label: n for label, n in self._counts.items() if label not in uncounted}
        return Counter(rows) == Counter(counts)


def _object(line: bytes) -> dict[str, Any]:
    try:
        content = json.loads(line)
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        raise BadExportError(_("This is not a JSON object."))
    return content


def _check_head(content: dict[str, Any]) -> None:
    if content.get("format") != FORMAT:
        raise BadExportError(_("This is not the beginning of an export of an archive."))
    if content.get("version") != VERSION:
        raise BadExportError(
            _("The export has format version %(found)s; this release reads %(known)s.")
            % {"found": content.get("version"), "known": VERSION}
        )


def _unknown(name: str) -> str:
    return _("This release does not know %(name)s: the export is from a newer one.") % {
        "name": name
    }
