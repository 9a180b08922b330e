"""An index of several shards answers as one of a single shard does."""

from __future__ import annotations

from base64 import b32encode
from datetime import date, timedelta
from hashlib import sha256

import pytest

from articles.search.engine.documents import IndexedArticle
from articles.search.engine.protocol import Order, Wanted
from articles.search.engine.schema import LANGUAGE, NEWEST
from tests.search.states import in_cluster

pytestmark = pytest.mark.opensearch

FIRST = date(2025, 1, 1)
WORDS = ("باران", "برف", "تگرگ", "مه", "شبنم", "یخ", "باد")


@pytest.fixture(scope="module")
def states():
    """The same articles in one shard and in three."""
    articles = [
        IndexedArticle(
            pk,
            b32encode(sha256(bytes([pk])).digest()).decode().lower()[:16],
            ("fa", "ar")[pk % 2],
            pk % 3,
            FIRST + timedelta(days=pk % 40),
            WORDS[pk % 7],
            " ".join(WORDS[: pk % 5 + 1] * (pk % 4 + 1)),
            "",
        )
        for pk in range(1, 121)
    ]
    return in_cluster(articles), in_cluster(articles, shards=3)


def test_words_are_as_frequent(states):
    for state in states:
        state.expect(lambda: {"whole_exact": WORDS, "whole_stem": ["zz"]})
    counted = [
        [state.doc_freq("whole_exact", word) for word in (*WORDS, "نیست")]
        + [state.doc_freq(LANGUAGE, number) for number in range(4)]
        for state in states
    ]
    assert counted[0] == counted[1]
    assert counted[0][-4:] == [0, 60, 60, 0]


@pytest.mark.parametrize("order", Order)
def test_articles_come_in_the_same_order_with_the_same_scores(states, order):
    found = []
    for state in states:
        queries = state.queries
        query = queries.combined(
            should=[
                queries.boosted(queries.term("whole_exact", word, counted=True), weight)
                for weight, word in enumerate(WORDS, 1)
            ]
        )
        found.append(state.find(Wanted(query, 50, order, tallied=True)))
    one, three = found

    assert [hit.article for hit in one.hits] == [hit.article for hit in three.hits]
    assert [hit.score for hit in one.hits] == pytest.approx([hit.score for hit in three.hits])
    assert one.total == three.total == 120
    assert one.tallies.categories == three.tallies.categories
    assert one.tallies.read_months() == three.tallies.read_months()


def test_words_that_begin_so_come_with_their_numbers(states):
    for beside in ([], ["برف"]):
        one, three = (state.words_beginning("ب", 10, beside) for state in states)
        assert one == three
        assert "باران" in dict(one)


def test_numbers_of_many_articles_are_read_page_by_page(states, monkeypatch):
    monkeypatch.setattr("articles.search.cluster.state._PAGE", 7)
    one, three = (list(state.numbers(5, None, (NEWEST,))) for state in states)
    assert [pk for pk, _ in one] == list(range(5, 121))
    assert one == three


def test_signs_in_letters_are_no_patterns(states):
    for letters in (".*", "با|بر", "(", "[", "\\", '"', "<1-9>", "ب" * 5_000):
        for beside in ((), ("برف",)):
            assert states[0].words_beginning(letters, 10, beside) == []
        assert states[0].count(states[0].queries.beginning("whole_exact", letters)) == 0
