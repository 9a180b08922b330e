"""Undo an import."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import Error as DatabaseError
from django.utils.translation import gettext as _

from articles.importing.batches import fail_dead_batches
from articles.importing.undoing import NotUndoableError, UndoReport, undo
from articles.management.archive_command import ArchiveCommand, Exit
from articles.management.progress import Progress
from articles.models import ImportBatch


class Command(ArchiveCommand):
    help = (
        "Withdraw what an import brought. Articles that no other import has are deleted; others "
        "go back to what their remaining captures say; articles that an editor has changed are "
        "kept and named."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("batch", type=int, metavar="BATCH", help="its number; see “imports”")
        parser.add_argument(
            "--dry-run", action="store_true", help="show what would happen, change nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.require_migrated()
        fail_dead_batches()
        try:
            batch = ImportBatch.objects.get(pk=options["batch"])
        except ImportBatch.DoesNotExist:
            raise CommandError(
                _("There is no import %(batch)d. “manage.py imports” lists them.") % options,
                returncode=Exit.UNUSABLE_ARGUMENTS,
            ) from None
        total = batch.captures.live().count()
        try:
            with Progress(sys.stderr, _("Undoing"), total=total, unit=" items") as progress:
                report = undo(batch, dry_run=options["dry_run"], on_captures=progress.advance)
        except NotUndoableError:
            raise CommandError(
                _("Import %(batch)d is %(state)s and cannot be undone.")
                % {"batch": batch.pk, "state": batch.get_state_display()},
                returncode=Exit.UNUSABLE_ARGUMENTS,
            ) from None
        except (KeyboardInterrupt, DatabaseError) as error:
            raise CommandError(
                _("The undo stopped early; the same command finishes it. %(error)s")
                % {"error": error},
                returncode=Exit.FAILED,
            ) from error
        self._print(report, dry_run=options["dry_run"])

    def _print(self, report: UndoReport, *, dry_run: bool) -> None:
        if dry_run:
            self.stdout.write(_("Dry run: nothing was changed."))
        for count, label in (
            (report.withdrawn, _("captures withdrawn")),
            (len(report.removed), _("articles removed")),
            (len(report.restored), _("articles back to an earlier capture")),
            (len(report.kept), _("articles kept because an editor has changed them")),
        ):
            self.stdout.write(f"  {count:>9,}  {label}")
        for key in sorted(report.kept):
            self.stdout.write(f"             {key}")
