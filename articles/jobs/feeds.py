"""Reads the feeds that staff have listed, and imports what is new in them.

One process at a time fetches, so that no host gets two requests at once. All that a feed brings in
a day is one import (:mod:`articles.importing.daily_batches`).
"""

from __future__ import annotations

import hashlib
import logging
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urljoin

from django.conf import settings
from django.db import Error as DatabaseError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.db.turns import only_turn
from articles.dumps import formats
from articles.dumps.formats.feed import links_of
from articles.fetching.failures import Failure, FetchError
from articles.fetching.records import record_of
from articles.fetching.request import Answer, Rules
from articles.fetching.visitor import Visitor
from articles.importing.daily_batches import store_today
from articles.importing.limits import Limits, Tally
from articles.importing.preparing import PreparedItem
from articles.importing.running import ImportOptions, read_items
from articles.models import Capture, Feed

NO_FEED = "no_feed"
UNEXPECTED = "unexpected"

SENTENCES = {
    Failure.BAD_ADDRESS: _("It is no address that can be fetched."),
    Failure.PRIVATE_ADDRESS: _("It leads to a machine that is not on the internet."),
    Failure.UNREACHABLE: _("The server cannot be reached."),
    Failure.TIMEOUT: _("The server took too long."),
    Failure.TOO_LARGE: _("The answer was too large."),
    Failure.CUT_OFF: _("The answer was damaged or cut off."),
    Failure.TOO_MANY_REDIRECTS: _("It leads from one address to the next without end."),
    Failure.ROBOTS: _("Its robots.txt does not allow it."),
    Failure.STATUS: _("The server refused."),
    UNEXPECTED: _("Something unexpected happened; the log tells more."),
    NO_FEED: _("What is there is no feed."),
}

_logger = logging.getLogger(__name__)

FORMS = ("feed", "jsonfeed")
_MOST_PAGES = 10
"""Pages of one visit; the rest follows at the next, so that other work need not wait long."""
_MOST_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Visit:
    """What reading a feed brought: new items by outcome, or the failure."""

    feed: Feed
    counts: dict[str, int]
    failure: str = ""
    detail: str = ""


_FETCHING = 0x6665_7463_6869_6E67  # "fetching" in ASCII


class StoppedError(Exception):
    """The process is to end; what is left of the visit is done at the next."""


@contextmanager
def own_turn() -> Iterator[None]:
    """Hold the lock of fetching. Raises :class:`filelock.Timeout` where another process of any
    machine has it."""
    with only_turn(Path(settings.DATA_DIR) / "locks" / "fetching.lock", _FETCHING):
        yield


@contextmanager
def stoppable(stopped: threading.Event) -> Iterator[Callable[[float], None]]:
    """A way to wait that ends this context when the event is set."""

    def wait(seconds: float) -> None:
        if stopped.wait(seconds):
            raise StoppedError

    with suppress(StoppedError):
        yield wait


def visitor(wait: Callable[[float], object]) -> Visitor:
    """One who fetches by the settings; ``wait`` sleeps, or raises to end."""
    rules = Rules(
        agent=settings.FETCH_AGENT,
        seconds=settings.FETCH_SECONDS,
        most_bytes=settings.FETCH_BYTES,
        pause=settings.FETCH_PAUSE,
        allows_private=settings.FETCH_PRIVATE,
    )
    return Visitor(rules, wait)


def read_feed(feed: Feed, visitor: Visitor) -> Visit:
    """Fetch a feed, import what is new, and note when to come again.

    Raises errors of the database and of the disk, and :class:`StoppedError`; the feed is then read
    again.
    """
    now = timezone.now()
    try:
        return _read(feed, visitor, now)
    except FetchError as error:
        failure, detail, wait = str(error.failure), error.detail, error.retry_after
    except _NoFeedError:
        failure, detail, wait = NO_FEED, "", 0
    except (DatabaseError, OSError, StoppedError):
        raise
    except Exception as error:  # one feed must not keep the others from being read
        _logger.exception("%s", feed.url)
        failure, detail, wait = UNEXPECTED, f"{type(error).__name__}: {error}", 0
    feed.was_not_read(now, failure, detail, timedelta(seconds=wait))
    return Visit(feed, {}, failure, detail)


def _read(feed: Feed, visitor: Visitor, now: datetime) -> Visit:
    asked = {"If-None-Match": feed.etag, "If-Modified-Since": feed.modified}
    answer = visitor.get(feed.url, {name: value for name, value in asked.items() if value})
    if answer.status == 304:
        feed.was_read(now)
        return Visit(feed, {})
    form = formats.recognise(answer.body[: formats.BEGINNING], "")
    if form is None or form.name not in FORMS:
        raise _NoFeedError
    state = {"etag": answer.header("etag"), "modified": answer.header("last-modified")}
    if not feed.fetches_pages:
        counts = _store(feed, _new(_items(answer.body, feed.url, suffix_of(answer))))
        feed.was_read(now, state)
        return Visit(feed, counts)
    pages = _Pages(feed, [urljoin(answer.address, link) for link in links_of(answer.body)])
    counts = _store(feed, _new(pages.fetch(visitor)))
    if pages.has_more or pages.has_failed:
        state = {"etag": "", "modified": ""}  # what is left must be told again
    feed.was_read(now, {**state, "pages_seen": pages.seen}, again_at_once=pages.has_more)
    return Visit(feed, counts)


class _NoFeedError(Exception):
    pass


class _Pages:
    """The pages behind the entries of a feed that were not fetched yet."""

    def __init__(self, feed: Feed, links: Sequence[str]) -> None:
        before = feed.pages_seen
        self.seen = {link: before[link] for link in map(_hash, links) if link in before}
        waiting = [link for link in links if 0 <= self._attempts(link) < _MOST_ATTEMPTS]
        self._links = waiting[:_MOST_PAGES]
        self.has_more = len(waiting) > _MOST_PAGES

    def _attempts(self, link: str) -> int:
        """How often it was not fetched; -1 where it was."""
        return int(self.seen.get(_hash(link), 0))

    @property
    def has_failed(self) -> bool:
        """Whether one that was not fetched will be asked for again."""
        return any(0 < attempts < _MOST_ATTEMPTS for attempts in self.seen.values())

    def fetch(self, visitor: Visitor) -> list[PreparedItem]:
        """The items of pages; one that cannot be fetched is asked for again at the next visits."""
        items: list[PreparedItem] = []
        for link in self._links:
            try:
                page = visitor.get(link)
            except FetchError:
                self.seen[_hash(link)] = self._attempts(link) + 1
                continue
            self.seen[_hash(link)] = -1
            items += _items(record_of(page, link, timezone.now()), link, ".warc")
        return items


def _hash(link: str) -> str:
    return hashlib.sha256(link.encode("utf-8", "replace")).hexdigest()[:16]


def suffix_of(answer: Answer) -> str:
    return ".json" if "json" in answer.header("content-type") else ".xml"


def _items(raw: bytes, name: str, suffix: str) -> list[PreparedItem]:
    """The items of what was fetched."""
    with tempfile.NamedTemporaryFile(suffix=suffix) as file:
        file.write(raw)
        file.flush()
        options = ImportOptions(names={file.name: name}, limits=Limits())
        return list(read_items(file.name, Tally(), options))


def _new(items: list[PreparedItem]) -> list[PreparedItem]:
    """The items whose bytes were never imported, nor imported and undone."""
    known = Capture.objects.filter(sha256__among={item.sha256 for item in items})
    seen = set(known.values_list("sha256", flat=True))
    return [item for item in items if item.sha256 not in seen]


def _store(feed: Feed, items: list[PreparedItem]) -> dict[str, int]:
    _batch, stored = store_today(items, origin=f"feed {feed.pk}", label=feed.name, user=None)
    return Counter(each.outcome.value for each in stored)
