"""Updates and rebuilds the index of a cluster from the database.

It follows the change log (:mod:`articles.search.engine.change_log`), from a position that is kept
in the cluster. Every document is written with that position as its version, of which a cluster
keeps the highest: so what is written twice, after a crash between documents and position or by two
machines at once, stays as the later change left it.
"""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from filelock import FileLock, Timeout

from articles.db.turns import only_turn
from articles.search.cluster import vocabulary
from articles.search.cluster.bulks import (
    AnalyzedStep,
    Bulk,
    analyze_step,
    bulks,
    removed,
    words_added,
    written,
)
from articles.search.cluster.client import Client
from articles.search.cluster.indexes import Indexes
from articles.search.cluster.vocabulary import KnownWords
from articles.search.cluster.vocabulary import of_index as index_of_words
from articles.search.engine import change_log, positions
from articles.search.engine.analyzing import all_analyzed
from articles.search.engine.change_log import State, last_change
from articles.search.engine.documents import ANALYZER, analyze
from articles.search.engine.loading import indexed_articles
from articles.search.engine.troubles import IndexUnavailableError, StaleIndexError, Trouble

_THREADS = 2
"""Bulks of a rebuild that are under way at once, so that neither side waits for the other."""

_RETRIES = 3
_RETRY_AFTER = 2.0
"""Seconds, doubled each time, until what a node had no room for at the moment is sent again."""

_REBUILDING = 0x7265_6275_696C_6421  # "rebuild!" in ASCII

_CONFLICT, _NOT_FOUND, _NO_ROOM = 409, 404, 429


_known_words = KnownWords()


class ClusterWriter:
    """Writes the index of one archive.

    On one machine one process writes at a time; several machines may write the same at once, which
    is no use but does no harm.
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        self._indexes = Indexes(client)

    def update(self, *, wait: bool) -> None:
        """Update the searched index to the end of the log; create it if there is none."""
        while self.changes_behind():
            try:
                with _lock("writing").acquire(timeout=-1 if wait else 0):
                    index = self._indexes.current()
                    if index is None:
                        index = self._indexes.create(State(0))
                        self._follow(index, into=index)
                        self._indexes.publish(index)
                    else:
                        self._follow(index, into=self._indexes.alias)
            except Timeout:
                return
        if index := self._indexes.current():
            self._tell(index)

    def rebuild(self, *, workers: int, advance: Callable[[int], None]) -> None:
        """Fill a new index from the database, and move the alias to it."""
        with only_turn(_lock_file("rebuilding"), _REBUILDING):
            self._remove_unused()
            index = self._indexes.create(State(last_change()))
            self._tell(index, now=True)  # entries after it are kept until this is done
            position = self._position(index)
            words: Counter[str] = Counter()
            steps = all_analyzed(workers, partial(analyze_step, position))
            self._send_ahead(index, _bulks_of(steps, words), advance)
            self._send_ahead(index_of_words(index), bulks(words_added(words.items())))
            self._follow(index, into=index)
            with _lock("writing"):
                self._follow(index, into=index)
                self._indexes.refresh(index)
                self._indexes.publish(index)
            self._remove_unused()
            self.update(wait=False)  # for processes that did not wait for the lock

    def changes_behind(self) -> int:
        """About how many entries of the log the index lacks."""
        index = self._indexes.current()
        if index is None:
            return change_log.changes_behind(None)
        state = self._indexes.state(index)
        if state is None:
            raise StaleIndexError
        return change_log.changes_behind(state)

    def _follow(self, index: str, *, into: str) -> None:
        """Apply the log from the index's position to its end.

        An index that is searched is written by its alias: where a rebuild has replaced it
        meanwhile, what is written is in the new one sooner than needed, and the old one does not
        come into being again.
        """
        by_alias = into == self._indexes.alias
        for ids, position in change_log.changes_after(self._position(index)):
            words: set[str] = set()
            self._send_all(into, _changed(ids, position, words), by_alias=by_alias)
            new = words_added(_known_words.unknown(index, words))
            self._send_all(index_of_words(into), new, by_alias=by_alias)
            _known_words.add(index, words)
            self._indexes.refresh(into)
            self._indexes.save(index, State(position))

    def _send_ahead(
        self,
        index: str,
        sent: Iterable[Bulk],
        advance: Callable[[int], None] = lambda count: None,
    ) -> None:
        """Send much, some bulks at once. Articles are read from the database in this thread."""
        with ThreadPoolExecutor(_THREADS) as pool:
            pending: deque[Future[int]] = deque()
            for bulk in sent:
                pending.append(pool.submit(self._send, index, bulk))
                if len(pending) > _THREADS:
                    advance(pending.popleft().result())
            for last in pending:
                advance(last.result())

    def _send_all(self, index: str, actions: Iterable[bytes], *, by_alias: bool = False) -> None:
        for bulk in bulks(actions):
            self._send(index, bulk, by_alias=by_alias)

    def _send(self, index: str, bulk: Bulk, *, by_alias: bool = False) -> int:
        """Send a bulk; how much it was. Raises :class:`IndexUnavailableError`."""
        params = {"filter_path": "errors,items.*.status,items.*.error"}
        if by_alias:
            params["require_alias"] = "true"
        for attempt in range(_RETRIES + 1):
            with self._client.answering():
                answer = self._client.api.bulk(body=bulk.body, index=index, params=params)
            refused = _refused(answer)
            if not refused:
                return bulk.actions
            if attempt == _RETRIES or any(each["status"] != _NO_ROOM for each in refused):
                break
            time.sleep(_RETRY_AFTER * 2**attempt)  # all of it, since it may be written twice
        detail = str(refused[0].get("error") or refused[0]["status"])
        raise IndexUnavailableError(Trouble.UNREACHABLE, detail)

    def _position(self, index: str) -> int:
        state = self._indexes.state(index)
        if state is None:
            sentence = _("Its state is lost. Run “manage.py search_index --rebuild”.")
            raise IndexUnavailableError(Trouble.DAMAGED, sentence)
        return state.position

    def _remove_unused(self) -> None:
        unused = self._indexes.unused()
        self._indexes.remove(unused)
        positions.forget(unused)

    def _tell(self, index: str, *, now: bool = False) -> None:
        positions.tell(index, self._position(index), now=now)


def _bulks_of(steps: Iterable[AnalyzedStep], words: Counter[str]) -> Iterator[Bulk]:
    """What the steps of a rebuild send; in how many articles each word is, is added up
    meanwhile."""
    for step in steps:
        words.update(step.words)
        yield from step.bulks


def _changed(ids: set[int], position: int, words: set[str]) -> Iterator[bytes]:
    """What makes some articles as they are in the database, which is so after ``position``; their
    words are added to ``words``."""
    articles = indexed_articles(ids)
    for article in articles:
        analyzed = analyze(article, ANALYZER)
        words |= vocabulary.distinct(analyzed.texts)
        yield written(analyzed, position)
    for pk in sorted(ids - {article.pk for article in articles}):
        yield removed(pk, position)


def _refused(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """What a bulk did not do, though it was to: not because a later change was faster, or what is
    to go is not there."""
    if not answer["errors"]:
        return []
    told = [each for item in answer["items"] for each in item.values()]
    as_wanted = (200, 201, _CONFLICT, _NOT_FOUND)
    return [each for each in told if each["status"] not in as_wanted]


def _lock(name: str) -> FileLock:
    path = _lock_file(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    return FileLock(path)


def _lock_file(name: str) -> Path:
    return Path(settings.DATA_DIR) / "search" / f"cluster-{name}.lock"
