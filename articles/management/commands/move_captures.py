"""Move the bytes of captures between the database and their store."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.importing.moving_captures import move_captures
from articles.management.archive_command import ArchiveCommand, Exit
from articles.management.progress import Progress
from articles.models import RawBytes
from articles.stores import CAPTURES, has_store


class Command(ArchiveCommand):
    help = (
        "Move the bytes of captures from the database into the store that CAPTURES_STORAGE names, "
        "or back. The archive can be used meanwhile; what was cut off is finished by the same "
        "command."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("place", choices=("store", "database"), help="where they are to be")

    def handle(self, *args: Any, **options: Any) -> None:
        self.require_migrated()
        if not has_store(CAPTURES):
            raise CommandError(
                _("CAPTURES_STORAGE names no store of captures."),
                returncode=Exit.UNUSABLE_ARGUMENTS,
            )
        to_store = options["place"] == "store"
        waiting = RawBytes.objects.in_database() if to_store else RawBytes.objects.in_store()
        total = waiting.count()
        with Progress(sys.stderr, _("Moving"), total=total, unit=" captures") as progress:
            lost = move_captures(to_store=to_store, advance=progress.advance)
        if lost:
            sentence = ngettext(
                "The store has lost %d of them: run “manage.py verify_archive”.",
                "The store has lost %d of them: run “manage.py verify_archive”.",
                lost,
            )
            raise CommandError(sentence % lost, returncode=Exit.FAILED)
        self.stdout.write(ngettext("%d moved.", "%d moved.", total) % total)
