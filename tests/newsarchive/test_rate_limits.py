"""Whoever searches too often is told to wait; nobody else is."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from newsarchive import rate_limits

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def limits(settings, rebuild_index):
    settings.SEARCHES_PER_MINUTE = 2
    settings.SUGGESTIONS_PER_MINUTE = 3
    rebuild_index()


@pytest.fixture(autouse=True)
def still_clock(monkeypatch):
    monkeypatch.setattr(rate_limits.time, "time", lambda: 1_800_000_000.0)


def statuses(client, path, times):
    return [client.get(path).status_code for _ in range(times)]


def test_searches_and_their_feeds_count_together(client):
    assert statuses(client, "/fa/search/?q=x", 1) == [200]
    assert statuses(client, "/ar/search/feed/?q=x", 2) == [200, 429]
    assert statuses(client, "/fa/search/?q=x", 1) == [429]


def test_suggestions_have_a_limit_of_their_own(client):
    statuses(client, "/fa/search/?q=x", 3)
    assert statuses(client, "/suggest/?q=x", 2) == [200, 200]
    assert statuses(client, "/opensearch/suggestions/?q=x", 2) == [200, 429]
    refused = client.get("/suggest/?q=x")
    assert (refused.status_code, refused.json()) == (429, [])
    assert refused["Retry-After"] == "20"


@pytest.mark.parametrize(
    ("language", "words"), [("fa", "درخواست‌های بیش از اندازه"), ("ar", "طلبات كثيرة جدًا")]
)
def test_a_page_says_so_in_the_readers_language_and_when_to_come_again(client, language, words):
    statuses(client, "/fa/search/?q=x", 2)
    refused = client.get(f"/{language}/search/?q=x")
    assert refused.status_code == 429
    assert words in refused.text
    assert refused["Retry-After"] == "30"
    assert "no-store" in refused["Cache-Control"]
    assert "ETag" not in refused


def test_other_pages_are_never_refused(client):
    statuses(client, "/fa/search/?q=x", 3)
    assert statuses(client, "/fa/", 5) == [200] * 5


def test_each_address_has_its_own_count(client):
    statuses(client, "/fa/search/?q=x", 3)
    assert statuses(Client(REMOTE_ADDR="198.51.100.9"), "/fa/search/?q=x", 3) == [200, 200, 429]


def test_a_header_that_anybody_can_send_gives_no_new_count(client):
    statuses(client, "/fa/search/?q=x", 2)
    forged = client.get("/fa/search/?q=x", headers={"X-Forwarded-For": "198.51.100.9"})
    assert forged.status_code == 429


def test_staff_are_never_refused_and_other_users_are(client):
    client.force_login(User.objects.create_user("editor", is_staff=True))
    assert statuses(client, "/fa/search/?q=x", 5) == [200] * 5
    reader = Client(REMOTE_ADDR="198.51.100.9")
    reader.force_login(User.objects.create_user("reader"))
    assert statuses(reader, "/fa/search/?q=x", 3) == [200, 200, 429]


def test_counting_takes_no_query(client, django_assert_num_queries):
    statuses(client, "/fa/search/?q=x", 2)
    with django_assert_num_queries(0):
        assert statuses(client, "/fa/search/?q=x", 1) == [429]


def test_readers_are_served_where_nothing_can_be_counted(client, settings, tmp_path, caplog):
    (tmp_path / "request_rates").mkdir()
    assert statuses(client, "/fa/search/?q=x", 3) == [200] * 3
    assert "cannot be counted" in caplog.text


def test_there_may_be_no_limit(client, settings):
    settings.SEARCHES_PER_MINUTE = 0
    assert statuses(client, "/fa/search/?q=x", 4) == [200] * 4
