"""The ids of a few rows as one value of another query, which saves the query that would ask for
them."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Subquery, TextField
from django.db.models.sql.compiler import SQLCompiler

_TEMPLATE = '(SELECT {} FROM (%(subquery)s) "rows")'


class ListedIds(Subquery):
    """The ids that a limited query finds, as text; None for none. :func:`ids_of` reads them. Their
    order is not kept. The query gives them as ``values(listed=F("pk"))``."""

    output_field = TextField()

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, Any]:
        template = _TEMPLATE.format('group_concat("rows"."listed")')
        return self.as_sql(compiler, connection, template=template, **context)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, Any]:
        template = _TEMPLATE.format("""string_agg("rows"."listed"::text, ',')""")
        return self.as_sql(compiler, connection, template=template, **context)


def ids_of(listed: str | None) -> list[int]:
    """The ids of a value of :class:`ListedIds`."""
    return [int(each) for each in listed.split(",")] if listed else []
