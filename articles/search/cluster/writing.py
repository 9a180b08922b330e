"""Updates and rebuilds the index of a cluster from the database.

It follows the change log (:mod:`articles.search.engine.change_log`), from a position that is kept
in the cluster. Every document is written with that position as its version, of which a cluster
keeps the highest: so what is written twice, after a crash between documents and position or by two
machines at once, stays as the later change left it.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from filelock import FileLock, Timeout
from opensearchpy import helpers

from articles.db.turns import only_turn
from articles.search.cluster import vocabulary
from articles.search.cluster.client import Client
from articles.search.cluster.fields import document
from articles.search.cluster.indexes import Indexes
from articles.search.cluster.vocabulary import KnownWords
from articles.search.cluster.vocabulary import of_index as index_of_words
from articles.search.engine import change_log, positions
from articles.search.engine.analyzing import all_analyzed
from articles.search.engine.change_log import State, last_change
from articles.search.engine.documents import ANALYZER, AnalyzedArticle, analyze
from articles.search.engine.loading import indexed_articles
from articles.search.engine.troubles import IndexUnavailableError, StaleIndexError, Trouble

_BULK_ARTICLES = 500
_BULK_BYTES = 8 * 1024 * 1024
"""What is sent together; a node holds several of these in its memory."""

_THREADS = 2
"""Bulks of a rebuild that are under way at once, so that neither side waits for the other."""

_RETRIES = 3
"""Of what a node had no room for at the moment."""

_VERSIONED = "external_gte"

_REBUILDING = 0x7265_6275_696C_6421  # "rebuild!" in ASCII

_CONFLICT, _NOT_FOUND = 409, 404


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
            articles = _counted(all_analyzed(workers), words)
            self._send_ahead((_written(index, each, position) for each in articles), advance)
            self._send_ahead(vocabulary.created(index_of_words(index), words.items()))
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
            self._send(_changed(into, ids, position, words), by_alias=by_alias)
            new = _known_words.unknown(index, words)
            self._send(vocabulary.created(index_of_words(into), new), by_alias=by_alias)
            _known_words.add(index, words)
            self._indexes.refresh(into)
            self._indexes.save(index, State(position))

    def _send_ahead(
        self,
        actions: Iterable[dict[str, Any]],
        advance: Callable[[int], None] = lambda count: None,
    ) -> None:
        """Send much, some bulks at once. Articles are read from the database in this thread."""
        actions = iter(actions)
        with ThreadPoolExecutor(_THREADS) as pool:
            pending: deque[Future[int]] = deque()
            while bulk := list(islice(actions, _BULK_ARTICLES)):
                pending.append(pool.submit(self._send, bulk))
                if len(pending) > _THREADS:
                    advance(pending.popleft().result())
            for last in pending:
                advance(last.result())

    def _send(self, actions: Iterable[dict[str, Any]], *, by_alias: bool = False) -> int:
        """Send what is to be written; how much it was. Raises :class:`IndexUnavailableError`."""
        sent = 0
        with self._client.answering():
            for is_done, answer in helpers.streaming_bulk(
                self._client.api,
                actions,
                chunk_size=_BULK_ARTICLES,
                max_chunk_bytes=_BULK_BYTES,
                raise_on_error=False,
                max_retries=_RETRIES,
                require_alias=by_alias,
            ):
                [told] = answer.values()
                # A later change was faster, or what is to go is not there.
                if not (is_done or told["status"] in (_CONFLICT, _NOT_FOUND)):
                    detail = str(told.get("error") or told["status"])
                    raise IndexUnavailableError(Trouble.UNREACHABLE, detail)
                sent += 1
        return sent

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


def _changed(index: str, ids: set[int], position: int, words: set[str]) -> Iterator[dict[str, Any]]:
    """What makes some articles as they are in the database, which is so after ``position``; their
    words are added to ``words``."""
    articles = indexed_articles(ids)
    for article in articles:
        analyzed = analyze(article, ANALYZER)
        words |= vocabulary.distinct(analyzed.texts)
        yield _written(index, analyzed, position)
    for pk in sorted(ids - {article.pk for article in articles}):
        yield {"_op_type": "delete", **_versioned(index, pk, position)}


def _counted(articles: Iterable[AnalyzedArticle], words: Counter[str]) -> Iterator[AnalyzedArticle]:
    """The articles; in how many of them each word is, is added up meanwhile."""
    for article in articles:
        words.update(vocabulary.distinct(article.texts))
        yield article


def _written(index: str, article: AnalyzedArticle, position: int) -> dict[str, Any]:
    return {**_versioned(index, article.pk, position), "_source": document(article)}


def _versioned(index: str, pk: int, position: int) -> dict[str, Any]:
    return {"_index": index, "_id": str(pk), "version": position, "version_type": _VERSIONED}


def _lock(name: str) -> FileLock:
    path = _lock_file(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    return FileLock(path)


def _lock_file(name: str) -> Path:
    return Path(settings.DATA_DIR) / "search" / f"cluster-{name}.lock"
