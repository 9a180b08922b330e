"""Read an export into an empty archive."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from articles.backup.files import export_reader
from articles.management.backup_command import PreservingCommand
from articles.management.progress import Progress


class Command(PreservingCommand):
    help = (
        "Read what export_articles has written into an empty archive, on either database: all of "
        "it or nothing. Afterwards the search index is built and everything is checked."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="an export, or - for standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        self.require_migrated()
        self.require_empty()
        path = options["file"]
        with (
            self.ending(path, _("%(path)s cannot be read (%(reason)s).")),
            Progress(sys.stderr, _("Importing"), total=None, unit=" rows") as progress,
            export_reader(path) as lines,
        ):
            self.load(path, lines, progress.advance)
        self.finish()
