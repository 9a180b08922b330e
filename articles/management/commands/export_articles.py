"""Write the whole archive as lines of JSON."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from articles.backup.files import STANDARD_STREAM, export_writer
from articles.backup.snapshot import snapshot
from articles.backup.unloading import count_rows, export_lines
from articles.management.backup_command import PreservingCommand
from articles.management.progress import Progress


class Command(PreservingCommand):
    help = (
        "Write the whole archive, hidden articles and captures included, as lines of JSON "
        "(docs/export-format.md), as it is at one moment. import_articles reads them on either "
        "database."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file",
            nargs="?",
            default=STANDARD_STREAM,
            metavar="FILE",
            help="a new file, compressed if its name ends in .gz (without: standard output)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.require_migrated()
        with (
            self.ending(options["file"], _("%(path)s cannot be written (%(reason)s).")),
            Progress(sys.stderr, _("Exporting"), total=count_rows(), unit=" rows") as progress,
            snapshot(),
            export_writer(options["file"]) as file,
        ):
            for line in export_lines(progress.advance):
                file.write(line)
