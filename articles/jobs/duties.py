"""What a worker does beside jobs, each a function: adding one is writing it and naming it in
:data:`IN_TURN` or :data:`REGULAR`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress

from django.utils import timezone
from filelock import Timeout

from articles.curation.habits import learn
from articles.db.write_ahead_log import empty_write_ahead_log
from articles.events import following as events
from articles.importing.uploads import remove_old_uploads
from articles.models import ArticleChange, Feed, Job, WorkerSign
from articles.notices.delivering import deliver_due
from articles.notices.telling import tell_findings
from articles.reuse.following import changes_behind, follow
from articles.transparency import heads, log
from articles.transparency.stamping import stamp_heads
from articles.watching.cycle import run_cycle

from . import feeds

_COMPARED_AT_ONCE = 100
"""Articles whose texts are compared before the worker looks for a job: half a second."""


def has_other_work(stopped: threading.Event) -> bool:
    """Whether a duty that takes long is to be left for later: a job comes first."""
    return stopped.is_set() or Job.objects.unfinished().exists()


def read_feed(stopped: threading.Event) -> bool:
    """Read the next feed whose time has come, if no other process reads feeds."""
    feed = Feed.objects.due(timezone.now()).first()
    if feed is None:
        return False
    try:
        with feeds.own_turn(), feeds.stoppable(stopped) as wait:
            feeds.read_feed(feed, feeds.visitor(wait))
    except Timeout:
        return False
    return True


def compare_texts(stopped: threading.Event) -> bool:
    """Find what some of the articles that have changed share with others, if there are any."""
    if not changes_behind():
        return False
    steps = iter((False,))
    follow(is_stopping=lambda: next(steps, True), at_once=_COMPARED_AT_ONCE)
    return True


def link_events(stopped: threading.Event) -> bool:
    """Link the articles that have changed, while there is nothing else to do."""
    if not events.behind():
        return False
    try:
        events.follow(is_stopping=lambda: has_other_work(stopped))
    except Timeout:
        return False
    return True


def log_captures(stopped: threading.Event) -> bool:
    """Enter what was captured into the transparency log (:mod:`articles.transparency`)."""
    if not log.is_behind():
        return False
    log.append(is_stopping=lambda: has_other_work(stopped))
    return True


def sign_log(stopped: threading.Event) -> None:
    """Sign the transparency log, once a day, and have it stamped."""
    heads.sign_if_due(timezone.now())
    stamp_heads()


def give_sign(stopped: threading.Event) -> None:
    """Tell that this worker lives; while it has a job, the job tells it."""
    WorkerSign.objects.give()


def sweep(stopped: threading.Event) -> None:
    """Remove what nobody needs any more, and learn the habits of sources."""
    unfinished = Job.objects.unfinished().values_list("folder", flat=True)
    remove_old_uploads(keep=set(unfinished))
    ArticleChange.objects.prune()
    learn(is_stopping=lambda: has_other_work(stopped))
    empty_write_ahead_log()


def watch(stopped: threading.Event) -> None:
    """Look for what somebody should know of, unless another machine's worker does."""
    with suppress(Timeout):
        tell_findings(run_cycle())


def deliver(stopped: threading.Event) -> None:
    """Send what is due of the notices."""
    deliver_due(is_stopping=lambda: has_other_work(stopped))


IN_TURN: tuple[Callable[[threading.Event], bool], ...] = (
    read_feed,
    log_captures,
    compare_texts,
    link_events,
)
"""While no job waits, the first of them that finds something to do; each tells whether it has."""

REGULAR: tuple[tuple[Callable[[threading.Event], None], float], ...] = (
    (give_sign, 30.0),
    (sweep, 3600.0),
    (watch, 600.0),
    (deliver, 0.0),
    (sign_log, 600.0),
)
"""Whether or not jobs wait, between two of them, with the seconds from one time to the next."""


class Regular:
    """When each of the regular duties of a worker is due: all at once at first."""

    def __init__(self) -> None:
        self._due = [0.0] * len(REGULAR)

    def look(self, stopped: threading.Event) -> None:
        """Do what is due."""
        for number, (duty, seconds) in enumerate(REGULAR):
            if time.monotonic() >= self._due[number]:
                self._due[number] = time.monotonic() + seconds
                duty(stopped)
