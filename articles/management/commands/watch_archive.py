"""Look once whether something is wrong with the archive or with what comes in."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from filelock import Timeout

from articles.management.archive_command import ArchiveCommand, Exit
from articles.notices.delivering import deliver_due
from articles.notices.telling import tell_findings
from articles.watching.cycle import run_cycle
from articles.watching.words import said


class Command(ArchiveCommand):
    help = (
        "Look whether sources fell silent, warnings or refusals jump, days drift, backups or "
        "checks are overdue, the search index is behind, a disk is nearly full, or jobs fail. What "
        "is found is printed, shown on the overview and told to staff. The worker does the same "
        "every ten minutes; run it from cron too, so that somebody is told when no worker runs. "
        "Ends with status 1 if something was found."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object per line")

    def handle(self, *args: Any, **options: Any) -> None:
        self.require_migrated()
        try:
            outcome = run_cycle()
            tell_findings(outcome)
            deliver_due()
        except Timeout as error:
            sentence = _("Another process is watching the archive just now.")
            raise CommandError(sentence, returncode=Exit.FAILED) from error
        for finding in outcome.now:
            if options["json"]:
                told = {"kind": finding.kind, "subject": finding.subject, **finding.values}
                self.stdout.write(json.dumps(told, ensure_ascii=False))
            else:
                words = said(finding)
                self.stdout.write(f"{words.sentence} {words.advice}")
        if count := len(outcome.now):
            sentence = ngettext("%d thing needs a look.", "%d things need a look.", count)
            raise CommandError(sentence % count, returncode=Exit.SOME_REJECTED)
        if not options["json"]:
            self.stdout.write(_("Nothing is wrong."))
