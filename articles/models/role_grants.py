"""Which permissions the standard roles were given, so that none is given a second time."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db import models


class RoleGrant(models.Model):
    """A permission that a role was given once (:mod:`articles.roles`).

    It stays when an administrator takes the permission away from the group: that is how the next
    ``migrate`` knows that it was taken, and not that it is new.
    """

    group = models.ForeignKey(Group, models.CASCADE, related_name="+")
    permission = models.ForeignKey(Permission, models.CASCADE, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["group", "permission"], name="one_grant_of_a_role")
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.permission}"
