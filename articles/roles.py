"""The roles of staff: groups with the permissions that their work needs.

Migration 0002 creates the groups. Each ``migrate`` then adds what they lack of this table, so that
they get the permissions of new models, and removes nothing. docs/staff.md shows the table.
"""

from __future__ import annotations

from typing import Any

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


def grant(**kwargs: Any) -> None:
    """Add missing permissions to each role that exists. Called after every ``migrate``."""
    using = kwargs["using"]
    for group in Group.objects.using(using).filter(name__in=NAMED):
        group.permissions.add(*permissions_of(group.name).using(using))
