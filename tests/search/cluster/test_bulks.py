"""What is sent together stays within bounds, and a node that has no room is asked again."""

from __future__ import annotations

import pytest

from articles.search import IndexUnavailableError
from articles.search.cluster import bulks, client, writing
from articles.search.cluster.bulks import Bulk
from articles.search.cluster.writing import ClusterWriter
from newsarchive.search_address import SearchAddress


def test_bulks_are_bounded_by_actions_and_bytes(monkeypatch):
    monkeypatch.setattr(bulks, "MOST_ACTIONS", 3)
    monkeypatch.setattr(bulks, "MOST_BYTES", 10)
    actions = [b"ab\n", b"cd\n", b"ef\n", b"gh\n", b"a very long one\n", b"ij\n"]
    assert list(bulks.bulks(actions)) == [
        Bulk(3, b"ab\ncd\nef\n"),
        Bulk(1, b"gh\n"),
        Bulk(1, b"a very long one\n"),
        Bulk(1, b"ij\n"),
    ]
    assert list(bulks.bulks([])) == []


def test_a_line_is_what_the_bulk_interface_reads():
    [line] = bulks.words_added([("«باران»\n", 2)])
    assert line.decode() == '{"create":{"_id":"«باران»\\n"}}\n{"word":"«باران»\\n","count":2}\n'
    assert bulks.removed(7, 3) == (
        b'{"delete":{"_id":"7","version":3,"version_type":"external_gte"}}\n'
    )


class Node:
    """Answers bulks as it is told to."""

    def __init__(self, *statuses):
        self.statuses = list(statuses)

    def bulk(self, **asked):
        status = self.statuses.pop(0)
        items = [{"index": {"status": status, **({"error": "full"} if status > 299 else {})}}]
        return {"errors": status > 299, "items": items}


@pytest.fixture
def writer(monkeypatch):
    waited = []
    monkeypatch.setattr(writing.time, "sleep", waited.append)

    def of(*statuses):
        address = SearchAddress((("127.0.0.1", 1),), "news", is_encrypted=False)
        made = client.Client(address, 1.0, None)
        made.api = Node(*statuses)
        return ClusterWriter(made), waited

    return of


def test_what_a_node_has_no_room_for_is_sent_again(writer):
    made, waited = writer(429, 429, 201)
    assert made._send("news", Bulk(1, b"x\n")) == 1
    assert waited == [2.0, 4.0]


@pytest.mark.parametrize("statuses", [(429, 429, 429, 429), (400,), (429, 500)])
def test_what_a_node_refuses_ends_the_writing(writer, statuses):
    with pytest.raises(IndexUnavailableError, match="full"):
        writer(*statuses)[0]._send("news", Bulk(1, b"x\n"))


@pytest.mark.parametrize("status", [409, 404])
def test_what_a_later_change_was_faster_with_is_no_error(writer, status):
    assert writer(status)[0]._send("news", Bulk(1, b"x\n")) == 1
