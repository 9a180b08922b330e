"""Write the published articles as a dataset for everybody."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.backup.snapshot import snapshot
from articles.datasets.writing import write_dataset
from articles.management.archive_command import ArchiveCommand, Exit, reason
from articles.management.progress import Progress
from articles.models import Article


class Command(ArchiveCommand):
    help = (
        "Write the published articles by Gregorian and Jalali year, as JSON Lines and, where "
        "PyArrow is installed, as Parquet; only what has changed since the last time."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder",
            nargs="?",
            metavar="DIR",
            type=Path,
            help="the folder of the dataset (without: DATASET_DIR)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.require_migrated()
        folder: Path = options["folder"] or Path(settings.DATASET_DIR)
        total = 2 * Article.objects.visible().count()
        try:
            with (
                Progress(sys.stderr, _("Exporting"), total=total, unit=" rows") as progress,
                snapshot(),
            ):
                written, removed = write_dataset(
                    folder,
                    name=str(settings.SITE_NAME),
                    licence=settings.DATASET_LICENCE,
                    now=timezone.now(),
                    advance=progress.advance,
                )
        except OSError as error:
            raise CommandError(
                _("%(path)s cannot be written (%(reason)s).")
                % {"path": folder, "reason": reason(error)},
                returncode=Exit.FAILED,
            ) from error
        self.stdout.write(
            _("%(written)d files written, %(removed)d removed: %(path)s")
            % {"written": written, "removed": removed, "path": folder}
        )
