"""Look for what recurs on the pages of sources, or read a source's captures by its habits."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.curation.habits import captures_of, learn, reread
from articles.importing.sources import alias_of
from articles.management.archive_command import ArchiveCommand, Exit
from articles.management.progress import Progress
from articles.models import Capture, SourceEvidence


class Command(ArchiveCommand):
    help = (
        "Count what recurs in the captures that came since the last time, source by source, and "
        "list what is a habit of their pages beyond chance; it waits in the review queue. "
        "Nothing else changes. The worker does the same every hour."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--reread",
            metavar="SOURCE",
            help="read all captures of a source anew by the rules in force, in any number (the "
            "staff pages do it for up to 2,000)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.require_migrated()
        if options["reread"] is None:
            self._learn()
        else:
            self._reread(alias_of(options["reread"]))

    def _learn(self) -> None:
        total = Capture.objects.live().count()
        with Progress(sys.stderr, _("Learning"), total=total, unit=" rows") as progress:
            learn(progress.advance)
        for row in SourceEvidence.objects.filter(open__gt=0).iterator():
            self.stdout.write(row.folded_name)
            for each in row.proposals:
                told = " ".join(filter(None, (each["pattern"], each.get("value"))))
                self.stdout.write(f"  {each['bodies']}/{each['of']}  {told}")

    def _reread(self, name: str) -> None:
        count = captures_of(name).count()
        if not count:
            raise CommandError(
                _("No capture names this source."), returncode=Exit.UNUSABLE_ARGUMENTS
            )
        effect = reread(name, reference=timezone.localdate(), most=count)
        changed = sum(bool(each.changed) for each in effect.rereads)
        told = ngettext("%d article has changed.", "%d articles have changed.", changed)
        self.stdout.write(told % changed)
