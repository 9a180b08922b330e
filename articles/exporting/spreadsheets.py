"""Tables as CSV for spreadsheets, line by line. Pure."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BYTE_ORDER_MARK = "\ufeff"  # without it spreadsheets do not recognise UTF-8


class _Lines:
    """A file for :mod:`csv` that returns each line."""

    def write(self, line: str) -> str:
        return line


def lines_of(header: Sequence[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """A line with the names of the columns, and a line for each row; no cell can be a formula."""
    writer = csv.writer(_Lines(), quoting=csv.QUOTE_ALL)
    yield _BYTE_ORDER_MARK
    yield writer.writerow(header)
    for row in rows:
        yield writer.writerow(map(_cell, row))


def _cell(value: Any) -> Any:
    """Escape text that a spreadsheet would evaluate as a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_BEGINS_FORMULA) else value
