"""Permissions and kinds of records by their names: their numbers differ between archives."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet

_LONGEST = 100


def names_of(permissions: QuerySet[Permission]) -> list[str]:
    """``app.model.codename`` of each, in order."""
    rows = permissions.order_by().values_list(
        "content_type__app_label", "content_type__model", "codename"
    )
    return sorted(map(".".join, rows))


def content_type(name: Any) -> ContentType:
    """The kind of records ``app.model``, created where no release here has known it: entries of the
    log outlive what they tell of. Raises ValueError."""
    app, model = _parts(name, 2)
    return ContentType.objects.get_or_create(app_label=app, model=model)[0]


class Permissions:
    """Permissions by name.

    Those of kinds that this release does not have are created, as a database that was migrated
    from older releases has them too; they allow nothing.
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def numbers(self, names: Any) -> list[int]:
        """The permissions of a list of names. Raises ValueError."""
        if not isinstance(names, list):
            raise ValueError("permissions")
        return [self._numbers.get(name) or self._find(name) for name in map(_text, names)]

    def _find(self, name: str) -> int:
        app, model, codename = _parts(name, 3)
        permission, _ = Permission.objects.get_or_create(
            content_type=content_type(f"{app}.{model}"),
            codename=codename,
            defaults={"name": codename},
        )
        self._numbers[name] = permission.pk
        return permission.pk


def _text(name: Any) -> str:
    if not isinstance(name, str):
        raise ValueError(f"permissions: {name!r:.40}")
    name.encode()  # a lone surrogate raises UnicodeEncodeError, which is a ValueError
    return name


def _parts(name: Any, count: int) -> list[str]:
    parts = _text(name).split(".", count - 1)
    if len(parts) != count or not all(0 < len(part) <= _LONGEST for part in parts):
        raise ValueError(f"{name!r:.40} is no name of this kind")
    return parts
