"""What every process that works for another one does when it starts."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading

import django


def start_worker() -> None:
    """Leave an interrupt to the parent, and end when the parent has been killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def end_with_parent() -> None:
        if parent is not None:
            parent.join()
        os._exit(1)

    threading.Thread(target=end_with_parent, daemon=True).start()


def start_django_worker() -> None:
    """The same for a process whose work needs models."""
    start_worker()
    django.setup()
