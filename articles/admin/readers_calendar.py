"""Days, time stamps and numbers of records, in words of the reader's calendar and in the digits of
the page.

Django formats those of lists and of read-only fields itself, in the Gregorian calendar and with
digits of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from typing import Any

from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist
from django.db.models import DateField, Field, IntegerField, Model
from django.http import HttpRequest

from articles.display import day_and_clock, number, readers_day
from articles.models.days import DayField

Shown = str | Callable[[Any], str | None]
"""What an admin can show: a field by its name, or what a function says of the record."""


class InReadersCalendar(admin.ModelAdmin):
    """An admin whose lists and read-only fields show days and numbers as the reader writes them."""

    def get_list_display(self, request: HttpRequest) -> Any:
        return self._shown(super().get_list_display(request))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self._shown(super().get_readonly_fields(request, obj))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.in_words(super().get_fieldsets(request, obj), request, obj)

    def in_words(self, fieldsets: Any, request: HttpRequest, obj: Any) -> Any:
        """The sections of a form, with what nobody may change in words."""
        fixed = set(self.get_readonly_fields(request, obj))
        is_fixed = not self.has_change_permission(request, obj)

        def fields(names: Any) -> list[Shown]:
            pairs = zip(names, self._shown(names), strict=True)
            return [shown if is_fixed or shown in fixed else name for name, shown in pairs]

        return [
            (heading, {**options, "fields": fields(options["fields"])})
            for heading, options in fieldsets
        ]

    def _shown(self, names: Iterable[Any]) -> list[Shown]:
        return [_shown(self.model, name) for name in names]


def _shown(model: type[Model], name: Shown) -> Shown:
    if not isinstance(name, str):
        return name
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return name
    if isinstance(field, IntegerField) and not (field.choices or field.primary_key):
        return _column(field)
    return _column(field) if isinstance(field, DateField | DayField) else name


@cache
def _column(field: Field[Any, Any]) -> Callable[[Any], str]:
    def column(record: Any) -> str:
        value = getattr(record, field.name)
        if value is None:
            return "–"
        if isinstance(value, datetime):
            return day_and_clock(value)
        if isinstance(value, int):
            return number(value)
        return readers_day(value.togregorian() if hasattr(value, "togregorian") else value)

    column.__name__ = field.name
    return admin.display(description=field.verbose_name, ordering=field.name)(column)
