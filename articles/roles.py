"""The roles of staff: groups with the permissions that their work needs.

Migration 0002 creates the groups. Each ``migrate`` then gives them what they were never given of
this table, so that they get the permissions of new models, while what an administrator has taken
away stays away. docs/staff.md shows the table.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps as installed
from django.apps.registry import Apps
from django.contrib.auth.models import Group, Permission
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop

APP = "articles"

IMPORTERS = gettext_noop("Importers")
EDITORS = gettext_noop("Editors")
ARCHIVISTS = gettext_noop("Archivists")

NAMED = {
    IMPORTERS: frozenset({"add_importbatch", "undo_importbatch"}),
    EDITORS: frozenset(
        {
            "change_article",
            "add_figure",
            "change_figure",
            "delete_figure",
            "add_relatedstory",
            "change_relatedstory",
            "delete_relatedstory",
            "add_source",
            "change_source",
            "add_sourcealias",
            "change_sourcealias",
            "delete_sourcealias",
            "add_nameset",
            "change_nameset",
            "delete_nameset",
            "change_readerreport",
        }
    ),
    ARCHIVISTS: None,
}
"""Permission codenames by role; all roles may also view everything. None stands for all
permissions."""


def permissions_of(role: str) -> QuerySet[Permission]:
    """The permissions of a role that exist in the database."""
    of_archive = Permission.objects.filter(content_type__app_label=APP)
    named = NAMED[role]
    if named is None:
        return of_archive
    return of_archive.filter(Q(codename__startswith="view_") | Q(codename__in=named))


def grant(*, using: str, apps: Apps = installed, **kwargs: Any) -> None:
    """Give each role that exists what it was never given. Called after every ``migrate``."""
    try:
        grants = apps.get_model(APP, "RoleGrant")._default_manager.using(using)
    except LookupError:  # migrated back to before the table
        return
    for group in Group.objects.using(using).filter(name__in=NAMED):
        given = grants.filter(group_id=group.pk).values("permission_id")
        new = list(permissions_of(group.name).using(using).exclude(pk__in=given))
        group.permissions.add(*new)
        grants.bulk_create(
            grants.model(group_id=group.pk, permission_id=permission.pk) for permission in new
        )
