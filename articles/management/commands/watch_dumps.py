"""Import what arrives in a folder."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import Error as DatabaseError
from django.utils.translation import gettext as _

from articles.importing.reading import FileState
from articles.importing.running import ImportOptions
from articles.jobs.watched_folder import arrivals, complete, import_arrivals
from articles.management.archive_command import ArchiveCommand, Exit, reason
from articles.management.import_limits import add_limit_options, label_of, limits_of
from articles.search import following_apart


class Command(ArchiveCommand):
    help = (
        "Import the files that arrive in a folder: a file is imported once it has not changed "
        "between two looks, then moved to done/, or to rejected/ if an item of it was rejected, "
        "with a report next to it. Runs until interrupted, or once for cron."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER", help="what to watch")
        parser.add_argument("--once", action="store_true", help="import what is there, then end")
        parser.add_argument(
            "--interval", type=float, default=5.0, help="seconds between two looks (default: 5)"
        )
        parser.add_argument("--label", default="", help="a name for these imports")
        add_limit_options(parser)
        parser.add_argument(
            "--workers",
            type=int,
            default=os.cpu_count() or 1,
            help="processes that parse; 0 parses in this one (default: one per core)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        limits = limits_of(options)
        self.require_migrated()
        folder: Path = options["folder"].resolve()
        if not folder.is_dir() or not os.access(folder, os.R_OK | os.W_OK):
            raise CommandError(
                _("%(path)s is not a folder that can be read and written.") % {"path": folder},
                returncode=Exit.UNUSABLE_ARGUMENTS,
            )
        if options["interval"] <= 0 or options["workers"] < 0:
            raise CommandError(
                _("--interval must be positive and --workers not negative."),
                returncode=Exit.UNUSABLE_ARGUMENTS,
            )
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        import_options = ImportOptions(
            label=label_of(options, folder.name), workers=options["workers"], limits=limits
        )
        self._watch(folder, stopped, options, import_options)

    def _watch(
        self,
        folder: Path,
        stopped: threading.Event,
        options: dict[str, Any],
        import_options: ImportOptions,
    ) -> None:
        seen = arrivals(folder)
        while not stopped.wait(options["interval"] if seen or not options["once"] else 0):
            now = arrivals(folder)
            if ready := complete(seen, now):
                self._import(folder, ready, import_options, once=options["once"])
            if options["once"]:
                return
            seen = now

    def _import(
        self, folder: Path, ready: dict[Path, FileState], options: ImportOptions, *, once: bool
    ) -> None:
        with following_apart():
            try:
                import_arrivals(
                    folder,
                    ready,
                    options,
                    on_moved=lambda path: self.stdout.write(str(path.relative_to(folder))),
                )
            except (DatabaseError, OSError) as error:
                sentence = _("The import failed: %(error)s. The files stay where they are.")
                sentence %= {"error": reason(error)}
                if once:
                    raise CommandError(sentence, returncode=Exit.FAILED) from error
                self.stderr.write(sentence)
        self.stdout.flush()
