"""Find passages that articles of different sources share."""

from __future__ import annotations

import os
import sys
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.management.archive_command import ArchiveCommand
from articles.management.progress import Progress
from articles.models import Article, SharedText
from articles.reuse.following import changes_behind, compute_anew, follow

FEW = 2_000
"""To start other processes takes longer than to compare so many articles."""


class Command(ArchiveCommand):
    help = (
        "Compare the articles that have changed since the last time with all others, and keep "
        "which of them share passages. The worker does the same."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--anew", action="store_true", help="forget what is known and compare all articles"
        )
        parser.add_argument(
            "--workers",
            type=int,
            default=os.cpu_count() or 1,
            help="processes that compare texts (0: none beside this one)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.require_migrated()
        total = Article.objects.count() if options["anew"] else changes_behind()
        with Progress(sys.stderr, _("Comparing"), total=total, unit=_("articles")) as progress:
            run = compute_anew if options["anew"] else follow
            processes = options["workers"] if total > FEW else 0
            run(progress.advance, processes=processes)
        pairs = SharedText.objects.count()
        told = ngettext(
            "%d pair of articles shares passages.", "%d pairs of articles share passages.", pairs
        )
        self.stdout.write(told % pairs)
