"""Find passages that articles of different sources share."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.management.archive_command import BEHIND_READERS, ArchiveCommand
from articles.management.progress import Progress
from articles.models import Article, SharedText
from articles.reuse.following import changes_behind, compute_anew, follow


class Command(ArchiveCommand):
    niceness = BEHIND_READERS
    help = (
        "Compare the articles that have changed since the last time with all others, and keep "
        "which of them share passages. The worker does the same."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--anew", action="store_true", help="forget what is known and compare all articles"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.require_migrated()
        total = Article.objects.count() if options["anew"] else changes_behind()
        with Progress(sys.stderr, _("Comparing"), total=total, unit=_("articles")) as progress:
            (compute_anew if options["anew"] else follow)(progress.advance)
        pairs = SharedText.objects.count()
        told = ngettext(
            "%d pair of articles shares passages.", "%d pairs of articles share passages.", pairs
        )
        self.stdout.write(told % pairs)
