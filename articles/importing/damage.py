"""Reading a partly damaged database: reads what it can and names the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, TypeVar

from django.db import DatabaseError, connection
from django.db.models import QuerySet

from articles.db.outages import is_damage
from articles.db.rows import in_pieces

_SLICE = 500
_MOST_TOLD = 20

T = TypeVar("T")
F = TypeVar("F")


class Unreadable(NamedTuple):
    """Something that cannot be read, and the database's error."""

    what: Any
    reason: str


class Listed(NamedTuple):
    """A row as seen in an index: its primary key and the indexed column."""

    pk: int
    value: str


def damaged_pages() -> list[str]:
    """What SQLite's integrity check finds; PostgreSQL reports damage only when it reads."""
    if connection.vendor != "sqlite":
        return []
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA integrity_check({_MOST_TOLD})")
            return [told for (told,) in cursor.fetchall() if told != "ok"]
    except DatabaseError as error:
        if is_damage(error):
            return [_first_line(error)]
        raise


def each_readable(
    check: Callable[[Sequence[T]], Iterable[F]], things: Sequence[T]
) -> Iterator[F | Unreadable]:
    """The result of ``check`` for all things at once or, if that cannot be read, for each
    separately."""
    try:
        yield from list(check(things))
    except Exception as error:
        if not is_damage(error):
            raise
        if len(things) == 1:
            yield Unreadable(things[0], _first_line(error))
            return
        for thing in things:
            yield from each_readable(check, [thing])


def readable_slices(
    rows: QuerySet[Any],
    column: str,
    called: Callable[[Listed], str],
    on_unreadable: Callable[[Unreadable], None],
) -> Iterator[Sequence[Any]]:
    """All rows in the order of their keys, some hundred at a time.

    Rows that cannot be read are reported by the name that ``called`` gives them, read from an index
    of ``column``. If that cannot be read either, the rest is reported as the table.
    """
    last = 0
    try:
        while found := list(rows.filter(pk__gt=last).order_by("pk")[:_SLICE]):
            yield found
            last = found[-1].pk
        return
    except Exception as error:
        if not is_damage(error):
            raise
    try:
        # In the order of the index, so that only the index is read.
        pairs = rows.order_by(column).values_list("pk", column).iterator(chunk_size=2_000)
        listed = sorted(Listed(*pair) for pair in pairs if pair[0] > last)
    except Exception as error:
        if not is_damage(error):
            raise
        on_unreadable(Unreadable(rows.model._meta.db_table, _first_line(error)))
        return
    for piece in in_pieces(listed, _SLICE):
        readable = []
        for each in each_readable(_rows_of(rows), piece):
            if isinstance(each, Unreadable):
                on_unreadable(Unreadable(called(each.what), each.reason))
            else:
                readable.append(each)
        yield readable


def _rows_of(rows: QuerySet[Any]) -> Callable[[Sequence[Listed]], Iterable[Any]]:
    return lambda listed: rows.filter(pk__in=[each.pk for each in listed]).order_by("pk")


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
