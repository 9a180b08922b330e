"""The roles of staff: groups with the permissions that their work needs.

Migration 0002 makes the groups; each ``migrate`` then gives them what they lack of this table, so
that they follow new kinds of records, and takes nothing away. docs/staff.md shows the table.
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
"""Codenames by role, beside the right to see everything, which all have; None is all there are."""


def permissions_of(role: str) -> QuerySet[Permission]:
    """What the database has of a role's permissions."""
    of_archive = Permission.objects.filter(content_type__app_label=APP)
    named = NAMED[role]
    if named is None:
        return of_archive
    return of_archive.filter(Q(codename__startswith="view_") | Q(codename__in=named))


def grant(**kwargs: Any) -> None:
    """Give each role that is there what it lacks. Called after every ``migrate``."""
    using = kwargs["using"]
    for group in Group.objects.using(using).filter(name__in=NAMED):
        group.permissions.add(*permissions_of(group.name).using(using))
