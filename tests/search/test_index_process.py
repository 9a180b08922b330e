"""During a long import another process indexes many changes together, and the last few are not
left."""

from __future__ import annotations

import pytest

from articles.search import index_process
from articles.search.index_process import following_apart


class Pool:
    """Stands for the pool of the process: does at once what it is given."""

    def __init__(self, *arguments, **options):
        pass

    def submit(self, function):
        function()
        return self

    def done(self):
        return True

    def result(self):
        return None

    def shutdown(self):
        pass


@pytest.fixture
def turns(monkeypatch):
    """What was indexed in each turn, here or apart; ``commit`` adds changes at a moment."""

    class Turns(list):
        behind, moment, place = 0, 0.0, "here"

        def commit(self, changes, moment=0.0):
            self.behind += changes
            self.moment = moment
            index_process.following._follow()

        def follow(self):
            self.append(self.behind)
            self.behind = 0

    turns = Turns()
    monkeypatch.setattr(index_process.following, "follow", turns.follow)
    monkeypatch.setattr(index_process.following, "changes_behind", lambda: turns.behind)
    monkeypatch.setattr(index_process.time, "monotonic", lambda: turns.moment)
    monkeypatch.setattr(index_process, "ProcessPoolExecutor", Pool)
    return turns


def test_small_commits_are_indexed_together(turns):
    with following_apart():
        for _ in range(9):
            turns.commit(500)
    assert turns == [2000, 2000, 500]


def test_what_a_slow_import_stores_is_indexed_meanwhile(turns):
    with following_apart():
        for minute in range(3):
            turns.commit(5, moment=60.0 * (minute + 1))
        turns.commit(5, moment=181.0)
    assert turns == [5, 5, 5, 5]


def test_a_few_changes_start_no_process(turns, monkeypatch):
    monkeypatch.setattr(
        index_process, "ProcessPoolExecutor", lambda *_, **__: pytest.fail("it started one")
    )
    with following_apart():
        turns.commit(7)
    assert turns == [7]


def test_nothing_is_done_where_nothing_was_stored(turns):
    with following_apart():
        pass
    assert turns == []


def test_an_import_that_fails_leaves_nothing_unindexed(turns):
    with pytest.raises(OSError, match="full"), following_apart():
        turns.commit(3)
        raise OSError("full")
    assert turns == [3]
