"""Writing an export: the whole archive as JSON Lines, in constant memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone

from articles.db.rows import last_id
from articles.models import RawBytes

from .action_log import ActionLog
from .tables import BY_NAME, EXPORTED, Table, after_rows, before_rows, tables

FORMAT = "news-archive"
VERSION = 1
"""Raised when the meaning of a line changes; adding tables and columns does not raise it."""

_ROWS_AT_ONCE = 200
_LARGE_ROWS_AT_ONCE = 10

# Sorted keys, so that both databases write the same archive as the same bytes.
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
_encode_in_ascii = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


def count_rows() -> int:
    """How many rows an export has now, to show progress."""
    told = (*EXPORTED, *(model for model, label in BY_NAME.items() if _is_told_as(model, label)))
    return sum(model._base_manager.count() for model in told)


def export_lines(advance: Callable[[int], None] = lambda count: None) -> Iterator[bytes]:
    """The export, line by line. Iterate over it inside :func:`.snapshot.snapshot`.

    ``advance`` is called with the number of rows that were written.
    """
    yield _line({"format": FORMAT, "version": VERSION, "made_at": _now().isoformat()})
    groups, accounts = before_rows()
    exported = tables(accounts)
    parts = [
        *((each.LABEL, each.written()) for each in (groups, accounts)),
        *((table.label, _rows_of(table)) for table in exported),
        (ActionLog.LABEL, after_rows(accounts).written()),
    ]
    counts = {}
    for label, rows in parts:
        counts[label] = 0
        for values in rows:
            yield _row(label, values)
            counts[label] += 1
            advance(1)
    last_ids = {table.label: last_id(table.model) for table in exported}
    yield _line({"end": {"rows": counts, "last_ids": last_ids}})


def _is_told_as(model: type[models.Model], label: str) -> bool:
    """Whether each row of the model is a line of this label, not a part of another's."""
    return model._meta.label_lower == label


def _now() -> datetime:
    return timezone.now().replace(microsecond=0)


def _rows_of(table: Table) -> Iterator[dict[str, Any]]:
    attnames = [column.attname for column in table.columns]
    writers = [(column.name, column.write) for column in table.columns]
    rows = table.model._base_manager.order_by("pk").values_list(*attnames)
    is_large = any(isinstance(f, models.BinaryField) for f in table.model._meta.concrete_fields)
    at_once = _LARGE_ROWS_AT_ONCE if is_large else _ROWS_AT_ONCE
    found: Iterable[Sequence[Any]] = rows.iterator(chunk_size=at_once)
    if table.model is RawBytes:
        found = RawBytes.objects.exported(attnames, found)
    for row in found:
        yield {name: write(value) for (name, write), value in zip(writers, row, strict=True)}


def _row(label: str, values: dict[str, Any]) -> bytes:
    return _line({"model": label, "values": values})


def _line(content: dict[str, Any]) -> bytes:
    try:
        return _encode(content).encode() + b"\n"
    except UnicodeEncodeError:  # JSON may hold lone surrogates, UTF-8 may not
        return _encode_in_ascii(content).encode() + b"\n"
