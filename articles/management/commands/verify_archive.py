"""Check the archive against itself."""

from __future__ import annotations

import sys
from collections import Counter
from typing import Any

from django.core.management.base import CommandError
from django.db import DatabaseError
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.db.outages import is_damage
from articles.importing.verifying import SENTENCES, verify
from articles.management.archive_command import ArchiveCommand, reason
from articles.management.progress import Progress
from articles.models import ArchiveCheck, Article, Capture


class Command(ArchiveCommand):
    help = (
        "Check every capture's bytes against their SHA-256 and every article against its captures; "
        "name what differs. Exit status 1 when anything does. The staff pages show the outcome."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.require_migrated()
        captures, articles = _count(Capture), _count(Article)
        total = 2 * captures + articles
        problems: Counter[str] = Counter()
        with Progress(sys.stderr, _("Verifying"), total=total, unit=" rows") as progress:
            for finding in verify(progress.advance):
                problems[finding.problem] += 1
                detail = f" ({finding.detail})" if finding.detail else ""
                sentence = SENTENCES[finding.problem]
                self.stdout.write(f"{finding.problem} {finding.where}: {sentence}{detail}")
        self._keep(captures, articles, problems)
        if found := problems.total():
            raise CommandError(
                ngettext("%d thing differs.", "%d things differ.", found) % found, returncode=1
            )
        self.stdout.write(
            _("The archive is intact: %(captures)d captures, %(articles)d articles.")
            % {"captures": captures, "articles": articles}
        )

    def _keep(self, captures: int, articles: int, problems: Counter[str]) -> None:
        """Store the result for the staff pages; a full disk is not an error here."""
        try:
            ArchiveCheck.objects.record(
                captures=captures, articles=articles, problems=dict(problems)
            )
        except DatabaseError as error:
            self.stderr.write(
                _("The result could not be saved for the staff pages: %(error)s.")
                % {"error": reason(error)}
            )


def _count(model: type[Model]) -> int:
    """0 if they cannot be counted: the check then says why."""
    try:
        return model._default_manager.count()
    except DatabaseError as error:
        if is_damage(error):
            return 0
        raise
