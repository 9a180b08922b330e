"""Read the feeds that staff have listed, and import what is new."""

from __future__ import annotations

import signal
import threading
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from filelock import Timeout

from articles.jobs.feeds import SENTENCES, Visit, own_turn, read_feed, stoppable, visitor
from articles.management.archive_command import ArchiveCommand, Exit
from articles.models import Capture, Feed


class Command(ArchiveCommand):
    help = (
        "Read the feeds that staff have listed in the admin and whose time has come, and import "
        "what is new; for cron. A worker does the same by itself. Exit status: 0 all read, 1 some "
        "could not be read, 3 another process is reading them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="also those whose time has not come")

    def handle(self, *args: Any, **options: Any) -> None:
        self.require_migrated()
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        feeds = Feed.objects.active() if options["all"] else Feed.objects.due(timezone.now())
        failed = 0
        try:
            with own_turn(), stoppable(stopped) as wait:
                one = visitor(wait)
                for feed in list(feeds):
                    visit = read_feed(feed, one)
                    failed += bool(visit.failure)
                    self._tell(visit)
        except Timeout:
            raise CommandError(
                _("Another process is reading the feeds."), returncode=Exit.FAILED
            ) from None
        if failed:
            raise CommandError(
                ngettext("%d feed was not read.", "%d feeds were not read.", failed) % failed,
                returncode=Exit.SOME_REJECTED,
            )

    def _tell(self, visit: Visit) -> None:
        nothing = _("nothing new")
        labels = {each.value: each.label for each in Capture.Outcome}
        told = ", ".join(f"{labels[name]}: {count}" for name, count in visit.counts.items())
        if visit.failure:
            told = " ".join(filter(None, [str(SENTENCES[visit.failure]), visit.detail]))
        self.stdout.write(f"{visit.feed.name}: {told or nothing}")
        self.stdout.flush()
