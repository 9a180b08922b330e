"""Who may deal with what of the review queue."""

from __future__ import annotations

from typing import Any

from articles.curation.weighing import Kind

CHANGE = "articles.change_article"

PERMISSIONS = {
    Kind.TAKEDOWN: "articles.change_readerreport",
    Kind.REPORT: "articles.change_readerreport",
    Kind.SOURCE: "articles.change_source",
    Kind.HABITS: "articles.change_source",
}
"""The permission that an item's page needs, if not the one to change articles."""


def kinds_of(user: Any) -> list[Kind]:
    """The kinds that this person may deal with."""
    return [kind for kind in Kind if user.has_perm(PERMISSIONS.get(kind, CHANGE))]
