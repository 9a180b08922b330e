"""Find which articles report the same event, and check it."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from filelock import Timeout

from articles.events.checking import compare
from articles.events.following import follow, rebuild
from articles.management.archive_command import ArchiveCommand, Exit
from articles.management.progress import Progress
from articles.models import Article, EventReport


class Command(ArchiveCommand):
    help = (
        "Link the articles that have changed since the last time with those that report the same "
        "event; the worker does so by itself. --rebuild links all articles anew. --check names "
        "the articles that a rebuild would link otherwise (exit status 1 if there are any)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        action = parser.add_mutually_exclusive_group()
        action.add_argument("--rebuild", action="store_true", help="link all articles anew")
        action.add_argument("--check", action="store_true", help="name what differs")

    def handle(self, *args: Any, **options: Any) -> None:
        self.require_migrated()
        try:
            if options["check"]:
                self._check()
            else:
                self._link(all_anew=options["rebuild"])
        except Timeout as error:
            raise CommandError(
                _("Another process is linking articles."), returncode=Exit.FAILED
            ) from error

    def _link(self, *, all_anew: bool) -> None:
        total = Article.objects.visible().count() if all_anew else None
        with Progress(sys.stderr, _("Linking"), total=total, unit=_("articles")) as progress:
            if all_anew:
                rebuild(progress.advance)
            else:
                follow(progress.advance)
        reports = EventReport.objects.count()
        told = ngettext("%d article is linked.", "%d articles are linked.", reports)
        self.stdout.write(told % reports)

    def _check(self) -> None:
        total = Article.objects.count()
        found = 0
        with Progress(sys.stderr, _("Comparing"), total=total, unit=_("articles")) as progress:
            for key in compare(progress.advance):
                found += 1
                self.stdout.write(key)
        if found:
            raise CommandError(
                ngettext("%d thing differs.", "%d things differ.", found) % found, returncode=1
            )
        self.stdout.write(_("Events are as the articles say."))
