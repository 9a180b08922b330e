"""Update, rebuild and check the search index, and prune the change log that it follows."""

from __future__ import annotations

import os
import sys
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from filelock import Timeout

from articles.management.archive_command import ArchiveCommand, Exit, no_index
from articles.management.progress import Progress
from articles.models import Article, ArticleChange
from articles.search import (
    IndexUnavailableError,
    PrunedLogError,
    StaleIndexError,
    answering,
    compare_index,
    rebuild_index,
    update_index,
)


class Command(ArchiveCommand):
    help = (
        "Update the search index (--update), rebuild it from the database while searches continue "
        "(--rebuild), or compare it with the database (--check; exit status 1 if anything "
        "differs). --prune shortens the change log that it follows."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        action = parser.add_mutually_exclusive_group(required=True)
        action.add_argument("--rebuild", action="store_true", help="build a new index")
        action.add_argument("--update", action="store_true", help="apply what has changed")
        action.add_argument("--check", action="store_true", help="name what differs")
        action.add_argument(
            "--prune",
            action="store_true",
            help="remove entries of the change log that the indexes of all machines have (the "
            "worker does this every hour)",
        )
        parser.add_argument(
            "--workers",
            type=int,
            default=os.cpu_count() or 1,
            help="processes that analyse texts in a rebuild (0: none beside this one)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.require_migrated()
        try:
            with answering():
                if options["rebuild"]:
                    self._rebuild(options["workers"])
                elif options["update"]:
                    self._update()
                elif options["prune"]:
                    self._prune()
                else:
                    self._check()
        except IndexUnavailableError as error:
            raise no_index(error) from error

    def _rebuild(self, workers: int) -> None:
        total = Article.objects.visible().count()
        try:
            with Progress(sys.stderr, _("Indexing"), total=total, unit=_("articles")) as progress:
                rebuild_index(workers=max(workers, 0), advance=progress.advance)
        except Timeout as error:
            raise CommandError(
                _("Another process is rebuilding the index."), returncode=Exit.FAILED
            ) from error
        self.stdout.write(_("The search index is built: %d articles.") % total)

    def _update(self) -> None:
        try:
            update_index()
        except PrunedLogError as error:
            raise CommandError(
                _(
                    "The search index is so far behind that it cannot follow. "
                    "Run “search_index --rebuild”."
                ),
                returncode=Exit.FAILED,
            ) from error
        except StaleIndexError as error:
            raise CommandError(
                _("The search index was built by another release. Run “search_index --rebuild”."),
                returncode=Exit.FAILED,
            ) from error
        self.stdout.write(_("The search index is up to date."))

    def _prune(self) -> None:
        removed = ArticleChange.objects.prune()
        told = ngettext(
            "%d entry of the log of changes removed.",
            "%d entries of the log of changes removed.",
            removed,
        )
        self.stdout.write(told % removed)

    def _check(self) -> None:
        total = Article.objects.count()
        found = 0
        with Progress(sys.stderr, _("Comparing"), total=total, unit=_("articles")) as progress:
            for finding in compare_index(advance=progress.advance):
                found += 1
                self.stdout.write(f"{finding.difference} {finding.where}: {finding.sentence}")
        if found:
            raise CommandError(
                ngettext("%d thing differs.", "%d things differ.", found) % found, returncode=1
            )
        self.stdout.write(_("The search index is complete: %d articles.") % total)
