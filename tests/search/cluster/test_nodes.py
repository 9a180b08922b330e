"""A cluster of three nodes of which one is lost: nothing is lost, and searches go on."""

from __future__ import annotations

import threading
import time
from datetime import date

import pytest
from django.db import connection

from articles import search as engine
from articles.importing.erasing import erase
from articles.models import ArticleChange
from articles.search import Search, engines, following
from articles.search.cluster.client import readers, writers
from newsarchive.search_address import read_search_address
from tests.factories import make_article
from tests.opensearch.nodes import Nodes
from tests.search_engines import rebuild_index
from tests.web_server import wait_until

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.opensearch,
    pytest.mark.processes,
]

TODAY = date(2026, 11, 20)
LOST_FOR = 10.0
"""Seconds in which readers may notice a lost node: those of a call, and of the open circuit."""


class Reader:
    """Searches on and on, and remembers when it was not answered."""

    def __init__(self) -> None:
        self.answers, self.failures = 0, []
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._search)

    def __enter__(self) -> Reader:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stopped.set()
        self._thread.join()

    def _search(self) -> None:
        while not self._stopped.is_set():
            try:
                with engines.engine().reading() as state:
                    assert state.count(state.queries.term("whole_exact", "باران")) >= 20
                self.answers += 1
            except engine.IndexUnavailableError:
                self.failures.append(time.monotonic())
            time.sleep(0.01)
        connection.close()


def test_a_node_is_lost_under_load_and_comes_back(archive_folder, settings):
    with Nodes(3) as nodes, following.by(lambda: None):
        settings.SEARCH_CLUSTER = read_search_address(f"{nodes.url}/news?shards=2&replicas=1")
        for number in range(20):
            make_article(f"باران {number}", body="باران بارید.")
        rebuild_index()
        _wait_until_green(settings)
        with Reader() as reader:
            nodes.kill(1)
            later = make_article("باران دیگر", body="باران پس از شکست.")
            ArticleChange.objects.log(ArticleChange.Kind.CREATED, [later.pk])
            _update_until_done()
            time.sleep(1)
            before = reader.answers
            nodes.start(1)
            nodes.wait(1)
            time.sleep(1)
            assert reader.answers > before
        if reader.failures:
            print(f"\nreaders noticed for {reader.failures[-1] - reader.failures[0]:.1f} s")
            assert reader.failures[-1] - reader.failures[0] < LOST_FOR

        assert list(engine.compare_index(advance=lambda count: None)) == []
        found = engine.search(Search("باران شکست", TODAY)).hits
        assert [hit.article_id for hit in found] == [later.pk]


def test_the_words_of_an_erased_article_leave_the_files_of_the_node(archive_folder, settings):
    with Nodes() as nodes, following.by(lambda: None):
        settings.SEARCH_CLUSTER = read_search_address(f"{nodes.url}/news?replicas=0")
        erased = make_article("باران", body="باران vertumnusmark بارید.")
        make_article("برف", body="برف بارید.")
        rebuild_index()
        writers(settings.SEARCH_CLUSTER).api.indices.flush(index="news*")
        assert nodes.files_with(b"vertumnusmark")
        erase(erased, reason="به درخواست صاحب اثر")
        engine.update_index()
        assert nodes.files_with(b"vertumnusmark")  # found no more, and still there
        rebuild_index()
        wait_until(lambda: not nodes.files_with(b"vertumnusmark"))


def _wait_until_green(settings) -> None:
    health = {"wait_for_status": "green", "timeout": "60s"}
    readers(settings.SEARCH_CLUSTER).api.cluster.health(params=health, request_timeout=70)


def _update_until_done() -> None:
    """As the worker does, from second to second."""
    for _ in range(60):
        try:
            engine.update_index()
            return
        except engine.IndexUnavailableError:
            time.sleep(1)
    pytest.fail("the index did not catch up")
