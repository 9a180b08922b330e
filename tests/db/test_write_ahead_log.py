"""Emptying SQLite's write-ahead log keeps nobody from writing for long."""

from __future__ import annotations

import sqlite3

import pytest
from django.db.backends.sqlite3.base import DatabaseWrapper

from articles.db import write_ahead_log

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path, monkeypatch):
    """A database with something in its log, which is that of the archive."""
    file = tmp_path / "archive.sqlite3"
    settings = {"NAME": str(file), "OPTIONS": {}, "CONN_MAX_AGE": 0, "TIME_ZONE": None}
    settings |= {"CONN_HEALTH_CHECKS": False, "AUTOCOMMIT": True, "ATOMIC_REQUESTS": False}
    connection = DatabaseWrapper(settings)
    monkeypatch.setattr(write_ahead_log, "connection", connection)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("CREATE TABLE words (word)")
        cursor.execute("INSERT INTO words VALUES ('one')")
    yield file
    connection.close()


def opened(file):
    return sqlite3.connect(file, timeout=0, isolation_level=None)


def log_of(file):
    return file.with_name(file.name + "-wal").stat().st_size


def test_the_log_is_cut_to_nothing(file):
    assert log_of(file)
    assert write_ahead_log.empty_write_ahead_log()
    assert log_of(file) == 0


def test_others_write_while_a_reader_keeps_it(file, monkeypatch):
    reader, writer = opened(file), opened(file)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM words").fetchall()
    writer.execute("INSERT INTO words VALUES ('two')")
    pauses = []

    def pause(seconds):
        writer.execute("INSERT INTO words VALUES ('three')")  # refused at once, if it must wait
        pauses.append(seconds)
        if len(pauses) == 3:
            reader.execute("COMMIT")

    monkeypatch.setattr(write_ahead_log.time, "sleep", pause)
    assert write_ahead_log.empty_write_ahead_log()
    assert len(pauses) == 3
    reader.close()
    writer.close()


def test_a_reader_that_does_not_end_keeps_it(file, monkeypatch):
    reader, writer = opened(file), opened(file)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM words").fetchall()
    writer.execute("INSERT INTO words VALUES ('two')")
    monkeypatch.setattr(write_ahead_log, "_WAIT_SECONDS", 0)
    assert not write_ahead_log.empty_write_ahead_log()
    reader.close()
    writer.close()


def test_within_a_transaction_nothing_is_tried(file):
    with write_ahead_log.connection.cursor() as cursor:
        cursor.execute("BEGIN")
        write_ahead_log.connection.in_atomic_block = True
        assert not write_ahead_log.empty_write_ahead_log()
        write_ahead_log.connection.in_atomic_block = False
        cursor.execute("COMMIT")
    assert log_of(file)
