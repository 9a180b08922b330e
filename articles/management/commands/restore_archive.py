"""Read a backup into an empty archive."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.backup import bags
from articles.backup.backups import exported_lines
from articles.backup.bags import BadBagError, Flaw
from articles.backup.signing import (
    FINGERPRINT_DIGITS,
    Doubt,
    UntrustedError,
    check_signature,
    trust,
)
from articles.management.archive_command import Exit
from articles.management.backup_command import PreservingCommand
from articles.management.progress import Progress

SENTENCES: dict[Flaw, str | Promise] = {
    Flaw.NO_BAG: gettext_lazy(
        "%(path)s is not a backup, or was not completed: it has no %(file)s."
    ),
    Flaw.UNREADABLE: gettext_lazy("The backup is damaged: %(file)s cannot be read."),
    Flaw.MISSING: gettext_lazy("The backup is damaged: %(file)s is missing."),
    Flaw.CHANGED: gettext_lazy("The backup is damaged: %(file)s has changed since it was written."),
    Flaw.UNLISTED: gettext_lazy("The backup is damaged: %(file)s does not belong to it."),
}

DOUBTS: dict[Doubt, str | Promise] = {
    Doubt.UNSIGNED: gettext_lazy(
        "The backup is not signed, so nobody can tell who made it. To take it all the same, add "
        "--unsigned."
    ),
    Doubt.FORGED: gettext_lazy(
        "The signature does not fit the backup: it was changed and sealed again by somebody "
        "without its key. To take it all the same, add --unsigned."
    ),
    Doubt.OTHER_KEY: gettext_lazy(
        "The backup is signed with another key than expected: %(fingerprint)s. If you know that "
        "this is the key of the archive it comes from, add --key %(fingerprint)s."
    ),
}


class Command(PreservingCommand):
    help = (
        "Read what backup_archive has written into an empty archive, on either database: all of it "
        "or nothing, after its checksums and its signature were verified. Afterwards the search "
        "index is built and everything is checked."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", metavar="DIR", help="the folder of a backup")
        trusted = parser.add_mutually_exclusive_group()
        trusted.add_argument(
            "--key",
            metavar="FINGERPRINT",
            help="take only a backup that is signed with this key, and trust it from now on "
            "(without: the keys that this data folder knows, or any where it knows none)",
        )
        trusted.add_argument(
            "--unsigned",
            action="store_true",
            help="take a backup without a signature, or with one that does not fit",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.require_migrated()
        self.require_empty()
        folder = options["folder"]
        wanted = _fingerprint(options["key"])
        with (
            self.ending(folder, _("%(path)s cannot be read (%(reason)s).")),
            Progress(sys.stderr, _("Restoring"), total=None, unit=" rows") as progress,
        ):
            try:
                bags.check(Path(folder))
                signer = None if options["unsigned"] else check_signature(Path(folder), wanted)
                with exported_lines(Path(folder)) as lines:
                    self.load(folder, lines, progress.advance)
            except BadBagError as error:
                raise _refused(SENTENCES[error.flaw], path=folder, file=error.file) from error
            except UntrustedError as error:
                raise _refused(DOUBTS[error.doubt], fingerprint=error.fingerprint) from error
            if signer:
                trust(signer)
                told = _("The backup is signed with the key %(fingerprint)s.")
                self.stdout.write(told % {"fingerprint": signer})
        self.finish()


def _fingerprint(text: str | None) -> str | None:
    """A fingerprint as people copy it: in capitals, with colons or spaces."""
    if text is None:
        return None
    digits = re.sub(r"[\s:]", "", text).lower()
    if not re.fullmatch(f"[0-9a-f]{{{FINGERPRINT_DIGITS}}}", digits):
        raise CommandError(
            _("%(text)s is no fingerprint: it has %(count)d hexadecimal digits.")
            % {"text": text[:80], "count": FINGERPRINT_DIGITS},
            returncode=Exit.UNUSABLE_ARGUMENTS,
        )
    return digits


def _refused(sentence: str | Promise, **values: str) -> CommandError:
    return CommandError(
        " ".join((str(sentence) % values, _("Nothing was changed."))),
        returncode=Exit.UNUSABLE_ARGUMENTS,
    )
