"""What is written to a cluster: whole after a crash, unharmed by late writers, always searched."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date

import pytest

from articles import search as engine
from articles.importing.erasing import erase
from articles.models import Article, ArticleChange
from articles.search import Condition, Search, engines, following
from articles.search.checks import check_index
from articles.search.cluster import client, writing
from articles.search.cluster.indexes import Indexes
from articles.search.cluster.writing import ClusterWriter
from articles.search.engine.change_log import State, last_change
from tests.factories import make_article
from tests.search_engines import rebuild_index

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.opensearch,
    pytest.mark.each_engine,
]

TODAY = date(2026, 11, 20)


def found(text: str) -> list[int]:
    return [hit.article_id for hit in engine.search(Search(text, TODAY)).hits]


def differences() -> list[str]:
    return [str(each.difference) for each in engine.compare_index(advance=lambda count: None)]


def changed(*articles: Article) -> int:
    """Log a change of some articles; its position."""
    ArticleChange.objects.log(ArticleChange.Kind.UPDATED, [each.pk for each in articles])
    return last_change()


@pytest.fixture
def rain(archive_folder) -> Iterator[Article]:
    """An article that the index knows; commits are followed where a test asks for it."""
    with following.by(lambda: None):
        article = make_article("باران پاییزی", body="باران بارید.")
        rebuild_index()
        yield article


@pytest.fixture
def writer(rain, settings) -> ClusterWriter:
    return ClusterWriter(client.writers(settings.SEARCH_CLUSTER))


@pytest.fixture
def indexes(rain, settings) -> Indexes:
    return Indexes(client.writers(settings.SEARCH_CLUSTER))


def test_a_writer_that_dies_before_it_saves_its_position_is_followed_by_one_that_does(
    rain, monkeypatch
):
    later = make_article("برف زمستانی", body="برف نشست.")
    Article.objects.filter(pk=rain.pk).update(title="باران تند")
    changed(later, rain)
    with monkeypatch.context() as patch:
        patch.setattr(Indexes, "save", lambda *arguments: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            engine.update_index()
    assert found("برف") == [later.pk]
    assert engine.health().condition is Condition.BEHIND

    engine.update_index()
    assert differences() == []


def test_what_a_slow_writer_read_before_a_change_does_not_undo_it(rain, indexes, writer):
    index = indexes.current()
    position = changed(rain)
    late = list(writing._changed({rain.pk}, position, set()))  # read, and not yet sent
    Article.objects.filter(pk=rain.pk).update(title="تگرگ")
    changed(rain)
    engine.update_index()
    writer._send_all(index, late)
    indexes.refresh(index)

    assert found("عنوان:تگرگ") == [rain.pk]
    assert differences() == []


def test_a_slow_writer_does_not_bring_an_erased_article_back(rain, indexes, writer):
    index = indexes.current()
    late = list(writing._changed({rain.pk}, changed(rain), set()))
    erase(rain, reason="به درخواست صاحب اثر")
    engine.update_index()
    writer._send_all(index, late)
    indexes.refresh(index)

    assert found("باران") == []
    assert differences() == []


def test_a_position_is_not_set_back(rain, indexes):
    index = indexes.current()
    indexes.save(index, State(last_change() + 10))
    indexes.save(index, State(last_change()))

    assert indexes.state(index).position == last_change() + 10


def test_searches_go_on_while_the_alias_moves(rain):
    stopped, counts = threading.Event(), set()

    def search_on() -> None:
        while not stopped.is_set():
            with engines.engine().reading() as state:
                counts.add(state.count(state.queries.term("whole_exact", "باران")))

    searching = threading.Thread(target=search_on)
    searching.start()
    try:
        for _ in range(3):
            rebuild_index()
    finally:
        stopped.set()
        searching.join()
    assert counts == {1}


def test_a_rebuild_leaves_one_index(rain, indexes):
    before = indexes.current()
    rebuild_index()

    assert indexes.unused() == []
    assert indexes.current() != before
    assert indexes.state(before) is None


def test_an_index_without_its_state_asks_for_a_rebuild(rain, indexes):
    indexes._client.api.delete(index=f"{indexes.alias}-state", id=indexes.current())
    engines.engine()._watched.forget()
    with pytest.raises(engine.StaleIndexError):
        engine.update_index()

    rebuild_index()
    assert found("باران") == [rain.pk]


def test_an_index_of_another_release_is_told_and_still_answers(rain, indexes):
    indexes.save(indexes.current(), State(last_change(), analyzer=0))
    engines.engine()._watched.forget()
    [warning] = check_index()

    assert warning.id == "articles.W001"
    assert engine.health().condition is Condition.STALE
    assert found("باران") == [rain.pk]


def test_a_good_cluster_is_not_warned_of(rain):
    assert check_index() == []


def test_a_replaced_index_does_not_come_into_being_again(rain, indexes, writer, monkeypatch):
    before, position = indexes.current(), last_change()
    rebuild_index()
    changed(rain)
    monkeypatch.setattr(writer, "_position", lambda index: position)
    writer._follow(before, into=indexes.alias)  # as one that had looked before the alias moved

    assert indexes.unused() == []
    assert found("باران") == [rain.pk]
    assert differences() == ["behind"]
