"""Erase an article for good."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from articles.importing.erasing import erase
from articles.management.archive_command import ArchiveCommand, Exit
from articles.models import Article


class Command(ArchiveCommand):
    help = (
        "Obey a takedown: remove an article's text, captures and history. Its address answers 410 "
        "afterwards, and the item is refused when it is imported again. This cannot be undone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", metavar="KEY", help="the key in the article's address")
        parser.add_argument("--reason", required=True, help="why; kept with the tombstone")

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
