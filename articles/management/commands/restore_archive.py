"""Read a backup into an empty archive."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.backup.backups import opened
from articles.backup.bags import BadBagError, Flaw
from articles.management.archive_command import Exit
from articles.management.backup_command import PreservingCommand
from articles.management.progress import Progress

SENTENCES: dict[Flaw, str | Promise] = {
    Flaw.NO_BAG: gettext_lazy(
        "%(path)s is not a backup, or was not completed: it has no %(file)s."
    ),
    Flaw.UNREADABLE: gettext_lazy("The backup is damaged: %(file)s cannot be read."),
    Flaw.MISSING: gettext_lazy("The backup is damaged: %(file)s is missing."),
    Flaw.CHANGED: gettext_lazy("The backup is damaged: %(file)s has changed since it was written."),
    Flaw.UNLISTED: gettext_lazy("The backup is damaged: %(file)s does not belong to it."),
}


class Command(PreservingCommand):
    help = (
        "Read what backup_archive has written into an empty archive, on either database: all of it "
        "or nothing, after its checksums were verified. Afterwards the search index is built "
        "and everything is checked."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", metavar="DIR", help="the folder of a backup")

    def handle(self, *args: Any, **options: Any) -> None:
        self.require_migrated()
        self.require_empty()
        folder = options["folder"]
        with (
            self.ending(folder, _("%(path)s cannot be read (%(reason)s).")),
            Progress(sys.stderr, _("Restoring"), total=None, unit=" rows") as progress,
        ):
            try:
                with opened(Path(folder)) as lines:
                    self.load(folder, lines, progress.advance)
            except BadBagError as error:
                sentence = str(SENTENCES[error.flaw]) % {"path": folder, "file": error.file}
                raise CommandError(
                    " ".join((sentence, _("Nothing was changed."))),
                    returncode=Exit.UNUSABLE_ARGUMENTS,
                ) from error
        self.finish()
