"""Run the jobs that staff start in the admin, and keep this machine's index up to date."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from articles.jobs.index_follower import follow_index
from articles.jobs.worker import Worker
from articles.management.archive_command import ArchiveCommand
from articles.models import Job


class Command(ArchiveCommand):
    help = (
        "Run the previews, imports and undos that staff start in the admin, one at a time, until "
        "interrupted; a running job is then continued by the next worker. Meanwhile keep this "
        "machine's search index up to date with changes from other machines. “serve” and "
        "“quickstart” start a worker with the web server."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--once", action="store_true", help="stop when no job is waiting")
        what.add_argument(
            "--index-only",
            action="store_true",
            help="run no jobs, only keep the search index of this machine up to date (another "
            "machine runs the jobs)",
        )
        parser.add_argument(
            "--with-parent",
            action="store_true",
            help="stop when the process that started this one ends",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.require_migrated()
        stopped = threading.Event()
        worker = Worker(self._tell, stopped)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        if options["with_parent"]:
            _stop_with_parent(stopped)
        if options["once"]:
            while worker.work():
                pass
        elif options["index_only"]:
            follow_index(stopped)
        else:
            with _index_followed(stopped) if settings.SEARCH_INDEX else nullcontext():
                worker.run()

    def _tell(self, job: Job) -> None:
        self.stdout.write(str(job))
        self.stdout.flush()


@contextmanager
def _index_followed(stopped: threading.Event) -> Iterator[None]:
    """Follow the change log in another thread. If that fails, the worker stops, and its supervisor
    restarts it."""

    def follow() -> None:
        try:
            follow_index(stopped)
        finally:
            stopped.set()

    thread = threading.Thread(target=follow)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()


def _stop_with_parent(stopped: threading.Event) -> None:
    parent = os.getppid()
    never = threading.Event()

    def watch() -> None:
        while os.getppid() == parent:
            never.wait(1)
        stopped.set()

    threading.Thread(target=watch, daemon=True).start()
