"""Do the imports and undos that staff ask for in the admin."""

from __future__ import annotations

import os
import signal
import threading
from typing import Any

from django.core.management.base import CommandParser

from articles.management.archive_command import ArchiveCommand
from articles.models import Job
from articles.working.worker import Worker


class Command(ArchiveCommand):
    help = (
        "Do the previews, imports and undos that staff ask for in the admin, one at a time, until "
        "interrupted; a job in hand is then put back and taken up by the next worker. “serve” and "
        "“quickstart” start one beside the web server."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="end when no job is waiting")
        parser.add_argument(
            "--with-parent",
            action="store_true",
            help="end when the process ends that has started this one",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.require_migrated()
        worker = Worker(self._tell)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: worker.stop())
        if options["with_parent"]:
            _stop_with_parent(worker)
        if options["once"]:
            while worker.work():
                pass
        else:
            worker.run()

    def _tell(self, job: Job) -> None:
        self.stdout.write(str(job))
        self.stdout.flush()


def _stop_with_parent(worker: Worker) -> None:
    parent = os.getppid()
    never = threading.Event()

    def watch() -> None:
        while os.getppid() == parent:
            never.wait(1)
        worker.stop()

    threading.Thread(target=watch, daemon=True).start()
