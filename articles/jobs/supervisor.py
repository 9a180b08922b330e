"""Runs a worker next to the web server: restarts it when it dies, stops it with the server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

_AGAIN_AFTER_SECONDS = 5.0
_LOOK_EVERY_SECONDS = 1.0
_AUTOGROUP = "/proc/self/autogroup"
_NICENESS = 10
_PATIENCE_SECONDS = 60.0
"""How long a worker may take to stop: it stops between two chunks of a job."""


def start_keeper(program: str, *options: str) -> None:
    """Start the supervisor as a child of this process, which may then exec another program (the web
    server): only its process id counts. ``program`` is manage.py, ``options`` are the worker's."""
    subprocess.Popen(
        [sys.executable, "-m", "articles.jobs.supervisor", program, *options],
        cwd=os.path.dirname(program),
        stdin=subprocess.DEVNULL,
        # Ignores Ctrl+C, so that it does not stop before the server: it stops when the parent does.
        start_new_session=True,
    )


def keep_worker(program: str, *options: str) -> None:
    """Keep a worker running for as long as the parent of this process is the same."""
    _stand_behind_readers()
    parent = os.getppid()
    while os.getppid() == parent:
        worker = subprocess.Popen([sys.executable, program, "worker", "--with-parent", *options])
        while worker.poll() is None and os.getppid() == parent:
            time.sleep(_LOOK_EVERY_SECONDS)
        if worker.poll() is None:
            worker.send_signal(signal.SIGTERM)
            try:
                worker.wait(_PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                worker.kill()  # its job continues at the next start
        elif os.getppid() == parent:
            time.sleep(_AGAIN_AFTER_SECONDS)


def _stand_behind_readers() -> None:
    """Give this session the niceness that the worker gives itself.

    Linux shares the processors out among sessions first, where it groups them (sched_autogroup),
    and by niceness only within each. The worker is in another session than the web server: without
    this it would get half of a busy machine.
    """
    with suppress(OSError), open(_AUTOGROUP, "w", encoding="ascii") as file:
        file.write(str(_NICENESS))


if __name__ == "__main__":
    keep_worker(*sys.argv[1:])
