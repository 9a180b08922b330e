"""Write a backup of the archive."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from articles.backup.backups import UnusableFolderError, back_up
from articles.backup.keeping import read_rules
from articles.backup.known_backups import remember
from articles.backup.series import Folder, Place, Stored, add_to_series
from articles.backup.trials import TrialError
from articles.backup.unloading import count_rows
from articles.management.archive_command import Exit
from articles.management.backup_command import PreservingCommand
from articles.management.progress import Progress
from articles.stores import BACKUPS, has_store


class Command(PreservingCommand):
    help = (
        "Write a backup into a new folder: the archive at one moment, while imports go on, as a "
        "bag (RFC 8493) with checksums, signed with the archive's own key. No passwords and no "
        "secret keys are in it. restore_archive reads it on either database."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder",
            metavar="DIR",
            nargs="?",
            default="",
            help="a new or empty folder; with --keep a folder of backups, or without it the store "
            "BACKUPS_STORAGE",
        )
        parser.add_argument(
            "--keep",
            metavar="RULES",
            help="add to a series, try to restore, and keep the newest of each of so many days, "
            "weeks and months: 7d,4w,12m",
        )
        parser.add_argument(
            "--no-trial", action="store_true", help="with --keep: do not try to restore"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.require_migrated()
        folder = options["folder"]
        if options["keep"]:
            self._add_to_series(folder, options["keep"], tries=not options["no_trial"])
            return
        if not folder:
            raise _unusable(_("Name a folder, or say with --keep which backups of a store stay."))
        with self._writing(folder) as progress:
            try:
                fingerprint = back_up(Path(folder), progress.advance)
            except UnusableFolderError as error:
                sentence = _(
                    "%(path)s is not an empty folder: a backup goes into a new or an empty one."
                )
                raise _unusable(sentence % {"path": folder}) from error
        remember(str(Path(folder).resolve()))
        self.stdout.write(_("The backup is written: %(path)s") % {"path": folder})
        self.stdout.write(
            _("It is signed with this archive's key: %(fingerprint)s")
            % {"fingerprint": fingerprint}
        )

    def _add_to_series(self, folder: str, keep: str, *, tries: bool) -> None:
        try:
            rules = read_rules(keep)
        except ValueError as error:
            sentence = _("“%(text)s” is no list of days, weeks and months such as 7d,4w,12m.")
            raise _unusable(sentence % {"text": keep}) from error
        if not folder and not has_store(BACKUPS):
            raise _unusable(_("Name a folder, or set BACKUPS_STORAGE."))
        place: Place = Folder(Path(folder)) if folder else Stored()
        with self._writing(folder or BACKUPS) as progress:
            try:
                name, removed = add_to_series(place, rules, tries=tries, advance=progress.advance)
            except TrialError as error:
                sentence = _("The backup cannot be restored, and nothing was removed: %(error)s")
                raise CommandError(sentence % {"error": error}, returncode=Exit.FAILED) from error
        self.stdout.write(_("The backup is written: %(path)s") % {"path": place.known_as(name)})
        for each in removed:
            self.stdout.write(_("Removed: %(path)s") % {"path": place.known_as(each)})

    @contextmanager
    def _writing(self, path: str) -> Iterator[Progress]:
        with (
            self.ending(path, _("%(path)s cannot be written (%(reason)s).")),
            Progress(sys.stderr, _("Backing up"), total=count_rows(), unit=" rows") as progress,
        ):
            yield progress


def _unusable(sentence: str) -> CommandError:
    return CommandError(sentence, returncode=Exit.UNUSABLE_ARGUMENTS)
