"""A worker beside the web server: begun again when it dies, ended when the server ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

_AGAIN_AFTER_SECONDS = 5.0
_LOOK_EVERY_SECONDS = 1.0
_PATIENCE_SECONDS = 60.0
"""A worker ends between two chunks of a job."""


def start_keeper(program: str, *options: str) -> None:
    """Start the process that keeps a worker, as a child of this one, which may then become another
    program (the web server): what counts is its process id. ``program`` is manage.py, and
    ``options`` are the worker's."""
    subprocess.Popen(
        [sys.executable, "-m", "articles.jobs.supervisor", program, *options],
        cwd=os.path.dirname(program),
        stdin=subprocess.DEVNULL,
        # Not stopped by the keyboard's interrupt before the server is: the parent's end does it.
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
                worker.kill()  # its job is taken up at the next start
        elif os.getppid() == parent:
            time.sleep(_AGAIN_AFTER_SECONDS)


if __name__ == "__main__":
    keep_worker(*sys.argv[1:])
