"""What a request leaves on the connection of its thread, which other requests use after it."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from django.db.backends.signals import connection_created

from newsarchive import waiting_writers
from newsarchive.request_log import slow_queries_logged

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.each_database]


@pytest.fixture
def limited():
    waiting_writers.limit_waits()
    yield
    connection_created.disconnect(waiting_writers._limit)


@pytest.mark.parametrize("is_kept", [False, True], ids=["made anew", "kept"])
def test_no_request_leaves_more_than_the_one_before(limited, settings, is_kept):
    """A connection is made while the request is logged, by the first query of it."""
    settings.SLOW_QUERY_MS = 1_000
    left = []

    def requests() -> None:
        for _ in range(3):
            with slow_queries_logged(), connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            left.append(list(connection.execute_wrappers))
            if not is_kept:
                connection.close()
        connection.close()

    thread = threading.Thread(target=requests)
    thread.start()
    thread.join()
    assert left == [[waiting_writers._one_at_a_time]] * 3
