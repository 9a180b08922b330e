"""Import dumps from files, folders, archives and standard input."""

from __future__ import annotations

import json
import os
import signal
import sys
from contextlib import nullcontext
from datetime import UTC, datetime, time
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import Error as DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.calendars import parse_date
from articles.importing.choosing import Choice
from articles.importing.limits import LimitExceededError, Limits
from articles.importing.mappings import UnknownMappingError
from articles.importing.outcomes import json_object, message_of
from articles.importing.preview_runs import dry_run
from articles.importing.reading import UnreadablePathError
from articles.importing.running import ImportOptions, run_import
from articles.importing.storing import StoredItem
from articles.management.archive_command import (
    ArchiveCommand,
    Exit,
    reason,
    unreadable,
)
from articles.management.import_limits import add_limit_options, label_of, limit_exceeded, limits_of
from articles.management.progress import Progress
from articles.models import Capture
from articles.search import following_apart


class Command(ArchiveCommand):
    help = (
        "Import dumps: files, folders (with all below them), .zip, .tar, .gz, .zst, .bz2, .xz "
        "(also .tar.gz and its like), or - for standard input. Exit status: 0 all taken, 1 some "
        "items rejected, 2 unusable arguments, "
        "3 failed or cancelled (complete chunks are stored; the same command completes it)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", help="what to import")
        parser.add_argument(
            "--dry-run", action="store_true", help="show what would happen, change nothing"
        )
        parser.add_argument(
            "--json", action="store_true", help="one JSON object a line for every item"
        )
        parser.add_argument(
            "--mapping", default="", help="read records only by the mapping of this name"
        )
        parser.add_argument(
            "--source", action="append", default=[], help="of web archives, take this host only"
        )
        parser.add_argument(
            "--url-prefix", action="append", default=[], help="take addresses that begin so only"
        )
        parser.add_argument(
            "--since", default="", help="take what was crawled on this day or later"
        )
        parser.add_argument("--label", default="", help="a name for this import")
        parser.add_argument("--follow-links", action="store_true", help="read links in folders too")
        add_limit_options(parser)
        parser.add_argument(
            "--workers",
            type=int,
            default=os.cpu_count() or 1,
            help="processes that parse; 0 parses in this one (default: one per core)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["workers"] < 0:
            raise CommandError(
                _("--workers must not be negative."), returncode=Exit.UNUSABLE_ARGUMENTS
            )
        limits = limits_of(options, links=options["follow_links"])
        options["label"] = label_of(options)
        self.require_migrated()
        # SIGTERM ends the import like Ctrl+C: complete chunks, and a message that says so.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        counts = self._import(options, limits)
        if rejected := counts.get(Capture.Outcome.REJECTED, 0):
            raise CommandError(
                ngettext("%d item was rejected.", "%d items were rejected.", rejected) % rejected,
                returncode=Exit.SOME_REJECTED,
            )

    def _import(self, options: dict[str, Any], limits: Limits) -> dict[str, int]:
        report = self._print_json if options["json"] else self._print_notable
        total = _total_bytes(options["paths"])
        is_dry = options["dry_run"]
        try:
            with (
                Progress(sys.stderr, _("Importing"), total=total, unit="B") as progress,
                following_apart() if options["workers"] and not is_dry else nullcontext(),
            ):
                result = (dry_run if is_dry else run_import)(
                    options["paths"],
                    ImportOptions(
                        label=options["label"],
                        workers=options["workers"],
                        limits=limits,
                        mapping=options["mapping"],
                        choice=_choice(options),
                    ),
                    on_item=report,
                    on_bytes=progress.advance,
                )
        except UnreadablePathError as error:
            raise unreadable(error) from error
        except UnknownMappingError as error:
            raise CommandError(
                _("There is no mapping named “%(name)s”.") % {"name": error},
                returncode=Exit.UNUSABLE_ARGUMENTS,
            ) from error
        except LimitExceededError as error:
            raise limit_exceeded() from error
        except KeyboardInterrupt:
            raise CommandError(
                _("Cancelled. What was stored is complete; the same command finishes the rest."),
                returncode=Exit.FAILED,
            ) from None
        except (DatabaseError, OSError) as error:
            raise CommandError(
                _(
                    "The import failed: %(error)s. What was stored is complete; once the cause is"
                    " fixed, the same command finishes the rest."
                )
                % {"error": reason(error)},
                returncode=Exit.FAILED,
            ) from error
        if options["json"]:
            self.stdout.write(json.dumps({"batch": result.batch_id, "counts": result.counts}))
        else:
            self._print_counts(result.batch_id, result.counts)
        return result.counts

    def _print_json(self, stored: StoredItem) -> None:
        self.stdout.write(json.dumps(json_object(stored), ensure_ascii=False))

    def _print_notable(self, stored: StoredItem) -> None:
        """Print every rejected or doubtful item with its place."""
        if stored.error or stored.item.warnings:
            place = stored.item.place
            codes = stored.error or ", ".join(stored.item.warnings)
            self.stdout.write(f"{place.file} ({place.number}): {codes}: {message_of(stored)}")

    def _print_counts(self, batch_id: int | None, counts: dict[str, int]) -> None:
        if batch_id is None:
            self.stdout.write(_("Dry run: nothing was changed."))
        else:
            self.stdout.write(_("Import %(batch)d:") % {"batch": batch_id})
        for outcome in Capture.Outcome:
            if count := counts.get(outcome, 0):
                self.stdout.write(f"  {count:>9,}  {outcome.label}")
        if skipped := counts.get("skipped", 0):
            label = _("skipped (no dumps)")
            self.stdout.write(f"  {skipped:>9,}  {label}")


def _choice(options: dict[str, Any]) -> Choice:
    """The parts of web archives that are to be taken. Raises :class:`CommandError`."""
    since = None
    if options["since"]:
        day = parse_date(options["since"], reference=timezone.localdate())
        if day is None or day.day is None:
            raise CommandError(
                _("--since is not a day. Use, for example, 2025-12-28 or 1404/10/07."),
                returncode=Exit.UNUSABLE_ARGUMENTS,
            )
        since = datetime.combine(day.day, time(), UTC)
    return Choice(tuple(options["source"]), tuple(options["url_prefix"]), since)


def _total_bytes(paths: list[str]) -> int | None:
    """How much there is to read, if that is cheap to find out: for plain files only."""
    try:
        return sum(os.stat(path).st_size for path in paths if _is_plain(path)) or None
    except OSError:
        return None


_PACKED = tuple(".zip .wacz .gz .zst .bz2 .xz .tgz .tbz2 .txz .tzst".split())


def _is_plain(path: str) -> bool:
    return os.path.isfile(path) and not path.lower().endswith(_PACKED)
