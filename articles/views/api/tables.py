"""Lists as tables for spreadsheets: the fields of an object made the cells of a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from articles.exporting.spreadsheets import lines_of

Items = list[dict[str, Any]]

_Cell = Callable[[Any], Any]


def _within(*path: str) -> _Cell:
    def cell(value: Any) -> Any:
        for name in path:
            value = value and value.get(name)
        return value

    return cell


def _name(source: Any) -> str:
    """The first name that the source has."""
    return next(iter(source["names"].values()), "") if source else ""


_COLUMNS: Mapping[str, Sequence[tuple[str, _Cell]]] = {
    "source": (("source", _within("slug")), ("source_name", _name)),
    "published": tuple(
        (f"published_{name}", _within(name))
        for name in ("gregorian", "jalali", "time", "text", "calendar")
    ),
    "links": (("page", _within("page")),),
    "paragraphs": (("paragraphs", "\n\n".join),),
    "excerpts": (("excerpts", lambda excerpts: "\n".join(each["text"] for each in excerpts)),),
    "names": (("names", "\n".join),),
}
"""The columns of what is more than one value; everything else is a column of its name."""


def table(fields: Sequence[str], parts: Iterable[Items]) -> Iterator[bytes]:
    """The lines of a table of objects that come some hundreds at once, each with these fields."""
    columns = [
        (field, name, cell)
        for field in fields
        for name, cell in _COLUMNS.get(field, ((field, lambda value: value),))
    ]
    rows = ([cell(item[field]) for field, _, cell in columns] for items in parts for item in items)
    for line in lines_of([name for _, name, _ in columns], rows):
        yield line.encode("utf-8", "replace")
