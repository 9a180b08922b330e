"""Where the words of an erased article may still be, told to whoever erases."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from articles.backup.known_backups import known_backups


def remains(*, is_log_empty: bool) -> Iterator[str]:
    """Sentences about the places that erasing does not reach."""
    if not is_log_empty:
        yield _(
            "Other work keeps the database's log: the erased words leave it when that work ends, "
            "within an hour at most."
        )
    for backup in known_backups():
        yield _("A backup of %(day)s still contains it: %(folder)s. Delete it when you may.") % {
            "day": backup.written_at.date().isoformat(),
            "folder": backup.place,
        }
