"""The accounts of staff in an export: by name, with groups and permissions, without passwords."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import models, transaction

from .columns import Column, column_of
from .permissions import Permissions, names_of

_FIELDS = (
    "username",
    "first_name",
    "last_name",
    "email",
    "is_staff",
    "is_superuser",
    "is_active",
    "date_joined",
)
_GROUPS = "groups"
_PERMISSIONS = "permissions"
_LISTS = {_GROUPS, _PERMISSIONS}


class Accounts:
    """Names and ids of the accounts that rows may refer to.

    Ids differ between archives, because each has accounts of its own before anything is imported.
    """

    LABEL = "auth.user"

    def __init__(self, permissions: Permissions) -> None:
        self._permissions = permissions
        self._model = get_user_model()
        fields = {field.name: field for field in self._model._meta.concrete_fields}
        self._columns = [column_of(fields[name]) for name in _FIELDS]
        names = self._model._default_manager.values_list("pk", "username")
        self._names: dict[int, str] = dict(names)
        self._numbers = {name: number for number, name in self._names.items()}

    def column(self, field: models.Field[Any, Any]) -> Column:
        """The column of a field that refers to an account."""
        return Column(field.name, field.attname, self._names.get, self._number)

    def finish(self) -> None:
        """All accounts were read; each is stored at once, since rows refer to it."""

    def written(self) -> Iterator[dict[str, Any]]:
        """What an export holds of each account."""
        for user in self._model._default_manager.order_by("pk").prefetch_related(_GROUPS):
            account = {
                column.name: column.write(getattr(user, column.name)) for column in self._columns
            }
            groups = sorted(group.name for group in user.groups.all())
            permissions = names_of(user.user_permissions.all())
            yield {**account, _GROUPS: groups, _PERMISSIONS: permissions}

    def read(self, account: Mapping[str, Any]) -> None:
        """Create the account, without a usable password, unless one of this name exists.

        An existing account is not changed: an import changes nobody's rights. Raises ValueError.
        """
        columns = {column.name: column for column in self._columns}
        if unknown := set(account) - {*columns, *_LISTS}:
            raise ValueError(", ".join(sorted(unknown)))
        groups = account.get(_GROUPS, [])
        if not (isinstance(groups, list) and all(isinstance(name, str) for name in groups)):
            raise ValueError(_GROUPS)
        permissions = self._permissions.numbers(account.get(_PERMISSIONS, []))
        values = {
            name: columns[name].read(value) for name, value in account.items() if name in columns
        }
        name = values.get("username")
        if not name:
            raise ValueError("username")
        if name not in self._numbers:
            self._numbers[name] = self._create(values, groups, permissions)

    def _create(self, values: dict[str, Any], groups: list[str], permissions: list[int]) -> int:
        user = self._model(**values)
        user.set_unusable_password()
        with transaction.atomic():
            user.save()
            user.groups.set(Group.objects.get_or_create(name=name)[0] for name in groups)
            user.user_permissions.set(permissions)
        return user.pk

    def _number(self, name: Any) -> int | None:
        if name is None:
            return None
        if not isinstance(name, str) or name not in self._numbers:
            raise ValueError(f"{name!r:.40} is no account of the export")
        return self._numbers[name]
