"""Queries that are composed and compiled once, and then only run with other values.

To compose a queryset and to compile it takes Django five to ten times as long as a database takes
to answer the queries of a page. A page asks the same few queries for each reader: they differ in
the values that are given, never in their form.

    _OF_KEY = Prepared(lambda: Article.objects.visible().filter(key=Given("key")))

    _OF_KEY.rows(key="abcdefgh23456789")
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar, cast

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, Field, QuerySet
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")

Converter = Callable[[Any, BaseDatabaseWrapper], Any]
"""Makes a value of Python one that the driver of a database takes."""


class Given(Expression):
    """Stands in a prepared query for a value that is given when the query is run.

    ``field`` is the one that it is compared with, where the driver does not take values of the
    field as they are (days, times). ``convert`` is another way to make them such.
    """

    def __init__(
        self, name: str, field: Field[Any, Any] | None = None, convert: Converter | None = None
    ) -> None:
        super().__init__(output_field=field)
        self.name = name
        self.compared = field
        self.convert = convert

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)

    def value_of(self, given: dict[str, Any], connection: BaseDatabaseWrapper) -> Any:
        """The given value, as the driver takes it."""
        value = given[self.name]
        if self.convert:
            return self.convert(value, connection)
        return self.compared.get_db_prep_value(value, connection) if self.compared else value


class Prepared(Generic[Row]):
    """A query whose form never changes. ``compose`` gives its queryset, sliced where it must be;
    what differs each time is :class:`Given`. Related objects come along by ``select_related``, not
    by ``prefetch_related``, which would be other queries.
    """

    def __init__(self, compose: Callable[[], QuerySet[Any, Row]]) -> None:
        self._compose = compose
        # A compiled query belongs to a connection, and a connection to a thread.
        self._of_thread = threading.local()

    def rows(self, **given: Any) -> list[Row]:
        """Everything that the query finds with these values."""
        return self._statement().rows(given)

    def first(self, **given: Any) -> Row | None:
        """The first that it finds. All are read: let the query be limited."""
        return next(iter(self.rows(**given)), None)

    def _statement(self) -> _Statement[Row]:
        try:
            queryset, statements = self._of_thread.known
        except AttributeError:
            queryset, statements = self._of_thread.known = (self._compose(), {})
        alias = queryset.db  # that of this request: its reads may go to a replica
        known: _Statement[Row] | None = statements.get(alias)
        if known is None or known.connection is not connections[alias]:
            known = statements[alias] = _Statement(queryset.using(alias))
        return known


class _Statement(Generic[Row]):
    """A query as one connection gets it."""

    def __init__(self, queryset: QuerySet[Any, Row]) -> None:
        compiler = queryset.query.get_compiler(using=queryset.db)
        self.connection: BaseDatabaseWrapper = compiler.connection
        self._sql, params = compiler.as_sql()
        self._params = tuple(params)
        self._given: dict[str, Any] = {}
        columns = [each for each, *_ in compiler.select[: compiler.col_count]]
        converters = compiler.get_converters(columns)
        # Django makes objects of the rows as ever; it only finds everything else done.
        vars(compiler)["execute_sql"] = self._run
        vars(compiler)["get_converters"] = lambda columns: converters
        vars(queryset.query)["get_compiler"] = lambda *args, **options: compiler
        self._rows = cast(Iterable[Row], queryset._iterable_class(cast(Any, queryset)))

    def rows(self, given: dict[str, Any]) -> list[Row]:
        self._given = given
        return list(self._rows)

    def _run(self, *args: Any, **options: Any) -> list[list[Any]]:
        """The rows, as one piece."""
        params = [
            param.value_of(self._given, self.connection) if isinstance(param, Given) else param
            for param in self._params
        ]
        with self.connection.cursor() as cursor:
            cursor.execute(self._sql, params)
            return [cursor.fetchall()]
