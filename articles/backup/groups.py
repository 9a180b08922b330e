"""The groups of staff in an export: by name, with their permissions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib.auth.models import Group, Permission

from articles import roles
from articles.models import RoleGrant

from .permissions import Permissions, names_of

_KEYS = {"name", "permissions", "granted"}


class Groups:
    """Groups as they are: also without permissions that an administrator took from a role.

    ``granted`` is what a role was given once, so that the next ``migrate`` does not give it again.
    """

    LABEL = "auth.group"

    def __init__(self, permissions: Permissions) -> None:
        self._permissions = permissions
        self._read: set[str] = set()

    def written(self) -> Iterator[dict[str, Any]]:
        """What an export holds of each group, in the order of their names."""
        for group in sorted(Group.objects.all(), key=lambda group: group.name):
            granted = Permission.objects.filter(
                pk__in=RoleGrant.objects.filter(group=group).values("permission")
            )
            yield {
                "name": group.name,
                "permissions": names_of(group.permissions.all()),
                "granted": names_of(granted),
            }

    def read(self, group: Mapping[str, Any]) -> None:
        """Create the group, or give the one of this name exactly these permissions. Raises
        ValueError."""
        if unknown := set(group) - _KEYS:
            raise ValueError(", ".join(sorted(unknown)))
        name = group.get("name")
        if not isinstance(name, str) or not 0 < len(name) <= 150:
            raise ValueError("name")
        name.encode()
        permissions = self._permissions.numbers(group.get("permissions", []))
        granted = self._permissions.numbers(group.get("granted", []))
        there, _ = Group.objects.get_or_create(name=name)
        there.permissions.set(permissions)
        RoleGrant.objects.filter(group=there).delete()
        RoleGrant.objects.bulk_create(
            RoleGrant(group=there, permission_id=number) for number in set(granted)
        )
        self._read.add(name)

    def finish(self) -> None:
        """Give roles what this release has and the export's did not, and remove roles that the
        archive had no more; not those that somebody here is in."""
        if not self._read:  # an export of before groups were written
            return
        gone = Group.objects.filter(name__in=set(roles.NAMED) - self._read, user=None)
        gone.delete()
        roles.grant(using="default")
