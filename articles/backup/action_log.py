"""The admin's log in an export: who did what to which record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from .accounts import Accounts
from .columns import Column, column_of
from .permissions import content_type

_FIELDS = ("action_time", "object_repr", "action_flag", "change_message")
_TYPE = "content_type"
_OBJECT = "object_id"
_USER = "user"
_ROWS_AT_ONCE = 1_000


class ActionLog:
    """Entries of the log, without their own numbers: those of two archives would be the same.

    Accounts and groups are told by name, records of exported tables by number, since they keep it;
    of other records, which are none of an export, only the text remains.
    """

    LABEL = "admin.logentry"

    def __init__(self, accounts: Accounts, numbered: tuple[type[Model], ...]) -> None:
        fields = {field.name: field for field in LogEntry._meta.concrete_fields}
        self._columns = {name: column_of(fields[name]) for name in _FIELDS}
        self._object = column_of(fields[_OBJECT])
        self._user: Column = accounts.column(fields[_USER])
        self._numbered = {model._meta.label_lower for model in numbered}
        self._types: dict[str, int] = {}
        self._entries: list[LogEntry] = []

    def written(self) -> Iterator[dict[str, Any]]:
        """What an export holds of each entry, the oldest first."""
        kinds = {each.pk: f"{each.app_label}.{each.model}" for each in ContentType.objects.all()}
        names = _Names()
        for entry in LogEntry.objects.order_by("pk").iterator():
            values = {name: col.write(getattr(entry, name)) for name, col in self._columns.items()}
            kind = kinds.get(entry.content_type_id or 0)
            number = entry.object_id
            told = number if kind in self._numbered else names.of(kind, number)
            user = self._user.write(entry.user_id)
            yield {**values, _USER: user, _TYPE: kind, _OBJECT: told}

    def read(self, values: Mapping[str, Any]) -> None:
        """Take an entry; those that were here before stay. Raises ValueError."""
        if unknown := set(values) - {*_FIELDS, _USER, _TYPE, _OBJECT}:
            raise ValueError(", ".join(sorted(unknown)))
        entry = LogEntry(
            **{name: col.read(values.get(name)) for name, col in self._columns.items()}
        )
        user = self._user.read(values.get(_USER))
        if user is None:
            raise ValueError(_USER)
        entry.user_id = user
        kind, told = values.get(_TYPE), self._object.read(values.get(_OBJECT))
        if kind is not None:
            entry.content_type_id = self._type(kind)
        entry.object_id = told if kind in self._numbered else _number(kind, told)
        self._entries.append(entry)
        if len(self._entries) >= _ROWS_AT_ONCE:
            self.finish()

    def finish(self) -> None:
        """Store what was read."""
        LogEntry.objects.bulk_create(self._entries)
        self._entries = []

    def _type(self, kind: Any) -> int:
        if not isinstance(kind, str) or kind not in self._types:
            self._types[kind] = content_type(kind).pk
        return self._types[kind]


_NAMED: dict[str, tuple[type[Model], str]] = {
    "auth.user": (get_user_model(), "username"),
    "auth.group": (Group, "name"),
}
"""Records that an export names: model, field of the name."""


class _Names:
    """Names of the records in :data:`_NAMED`, read once."""

    def __init__(self) -> None:
        self._names = {
            kind: {
                str(number): name
                for number, name in model._default_manager.values_list("pk", field)
            }
            for kind, (model, field) in _NAMED.items()
        }

    def of(self, kind: str | None, number: str | None) -> str | None:
        return self._names.get(kind or "", {}).get(number or "")


def _number(kind: Any, name: str | None) -> str | None:
    """The number, here, of an account or a group."""
    if kind not in _NAMED or name is None:
        return None
    model, field = _NAMED[kind]
    number = model._default_manager.filter(**{field: name}).values_list("pk", flat=True).first()
    return None if number is None else str(number)
