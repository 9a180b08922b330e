"""A process beside a long import that keeps the index up to date, so that storing need not wait."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

import django

from articles.search import following


class _Follower:
    """Starts the process at the first commit and tells it of every later one."""

    def __init__(self) -> None:
        self._process: BaseProcess | None = None
        self._commits: Connection | None = None

    def follow(self) -> None:
        if self._commits is None:
            context = multiprocessing.get_context("spawn")
            heard, self._commits = context.Pipe(duplex=False)
            self._process = context.Process(target=_follow_until_end, args=(heard,), daemon=True)
            self._process.start()
            heard.close()
        try:
            self._commits.send_bytes(b".")
        except BrokenPipeError:  # it was killed: then this process does its work
            following.follow()

    def finish(self) -> None:
        """Wait until the last commit is in the index."""
        if self._commits and self._process:
            self._commits.close()
            self._process.join()
            if self._process.exitcode:
                following.follow()


@contextmanager
def following_apart() -> Iterator[None]:
    """Within this, commits of this process are indexed by another one.

    It lives on until all is indexed, even when this process is killed.
    """
    follower = _Follower()
    with following.by(follower.follow):
        try:
            yield
        finally:
            follower.finish()


def _follow_until_end(commits: Connection) -> None:
    """Follow after each message, several of them at once, and once more when no more can come."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    django.setup()
    while True:
        try:
            commits.recv_bytes()
            while commits.poll():
                commits.recv_bytes()
        except EOFError:
            following.follow()
            return
        following.follow()
