"""What every worker process does when it starts."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading

import django


def start_worker() -> None:
    """Leave interrupts to the parent, and exit when the parent was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def end_with_parent() -> None:
        if parent is not None:
            parent.join()
        os._exit(1)

    threading.Thread(target=end_with_parent, daemon=True).start()


def start_django_worker() -> None:
    """The same for a process that uses models."""
    start_worker()
    django.setup()
