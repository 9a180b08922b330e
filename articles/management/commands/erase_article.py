"""Erase an article for good."""

from __future__ import annotations

import os
import sys
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _
from filelock import Timeout

from articles.backup.remains import remains
from articles.db.write_ahead_log import empty_write_ahead_log
from articles.importing.erasing import erase
from articles.management.archive_command import ArchiveCommand, Exit
from articles.management.progress import Progress
from articles.models import Article
from articles.search import has_index, rebuild_index


class Command(ArchiveCommand):
    help = (
        "Carry out a takedown: delete an article's text, captures and history. Afterwards its "
        "address answers 410, and the item is refused if it is imported again. Search stops "
        "finding it at once; then the search index is rebuilt, because its files keep the words "
        "until then. This cannot be undone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", metavar="KEY", help="the key in the article's address")
        parser.add_argument("--reason", required=True, help="why; kept with the tombstone")
        parser.add_argument(
            "--no-rebuild",
            action="store_true",
            help="leave the words in the files of the search index until a later rebuild (for "
            "several erasures in a row)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.require_migrated()
        if not options["reason"].strip():
            raise CommandError(_("--reason must say why."), returncode=Exit.UNUSABLE_ARGUMENTS)
        try:
            article = Article.objects.get(key=options["key"])
        except Article.DoesNotExist:
            raise CommandError(
                _("There is no article %(key)s.") % options, returncode=Exit.UNUSABLE_ARGUMENTS
            ) from None
        erase(article, reason=options["reason"].strip())
        self.stdout.write(_("Article %(key)s is erased.") % options)
        for sentence in remains(is_log_empty=empty_write_ahead_log()):
            self.stdout.write(sentence)
        if has_index():
            self._forget_words(is_later=options["no_rebuild"])

    def _forget_words(self, *, is_later: bool) -> None:
        """Rebuild the index: the engine removes words from its files only when it merges them."""
        later = _("Its words stay in the files of the search index until “search_index --rebuild”.")
        if is_later:
            self.stdout.write(later)
            return
        total = Article.objects.visible().count()
        try:
            with Progress(sys.stderr, _("Indexing"), total=total, unit=_("articles")) as progress:
                rebuild_index(workers=os.cpu_count() or 1, advance=progress.advance)
        except Timeout as error:
            raise CommandError(
                _("Another process is rebuilding the index.") + " " + later,
                returncode=Exit.FAILED,
            ) from error
