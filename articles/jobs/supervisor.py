"""Runs a worker next to the web server: restarts it when it dies, stops it with the server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

_AGAIN_AFTER_SECONDS = 5.0
_LOOK_EVERY_SECONDS = 1.0
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


if __name__ == "__main__":
    keep_worker(*sys.argv[1:])
