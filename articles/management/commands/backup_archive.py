"""Write a backup of the archive."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from articles.backup.backups import UnusableFolderError, back_up
from articles.backup.known_backups import remember
from articles.backup.unloading import count_rows
from articles.management.archive_command import Exit
from articles.management.backup_command import PreservingCommand
from articles.management.progress import Progress


class Command(PreservingCommand):
    help = (
        "Write a backup into a new folder: the archive at one moment, while imports go on, as a "
        "bag (RFC 8493) with checksums, signed with the archive's own key. No passwords and no "
        "secret keys are in it. restore_archive reads it on either database."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", metavar="DIR", help="a new or empty folder")

    def handle(self, *args: Any, **options: Any) -> None:
        self.require_migrated()
        folder = options["folder"]
        with (
            self.ending(folder, _("%(path)s cannot be written (%(reason)s).")),
            Progress(sys.stderr, _("Backing up"), total=count_rows(), unit=" rows") as progress,
        ):
            try:
                fingerprint = back_up(Path(folder), progress.advance)
            except UnusableFolderError as error:
                raise CommandError(
                    _("%(path)s is not an empty folder: a backup goes into a new or an empty one.")
                    % {"path": folder},
                    returncode=Exit.UNUSABLE_ARGUMENTS,
                ) from error
        remember(Path(folder))
        self.stdout.write(_("The backup is written: %(path)s") % {"path": folder})
        self.stdout.write(
            _("It is signed with this archive's key: %(fingerprint)s")
            % {"fingerprint": fingerprint}
        )
