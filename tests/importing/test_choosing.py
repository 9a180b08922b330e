"""Parts of web archives are chosen by host, address and time."""

from datetime import UTC, datetime

import pytest

from articles.dumps.formats import SplitItem
from articles.importing.choosing import Choice

DAY = datetime(2025, 12, 28, tzinfo=UTC)


def item(address="https://www.kuze.example/news/1", moment=DAY):
    return SplitItem(1, 0, 1, b"x", "warc", moment, None, address)


@pytest.mark.parametrize(
    ("choice", "wanted"),
    [
        (Choice(), True),
        (Choice(hosts=["kuze.example"]), True),
        (Choice(hosts=["uze.example"]), False),
        (Choice(hosts=["nahla.example", "www.kuze.example"]), True),
        (Choice(prefixes=["https://www.kuze.example/news/"]), True),
        (Choice(prefixes=["https://www.kuze.example/photo/"]), False),
        (Choice(since=DAY), True),
        (Choice(since=datetime(2025, 12, 29, tzinfo=UTC)), False),
    ],
)
def test_what_is_taken(choice, wanted):
    assert choice.takes(item()) is wanted


def test_what_has_neither_address_nor_time_is_taken():
    choice = Choice(hosts=["a.example"], since=DAY)
    assert choice.takes(item(address="", moment=None))


def test_a_broken_address_is_of_no_host():
    assert not Choice(hosts=["a.example"]).takes(item(address="http://[broken"))
