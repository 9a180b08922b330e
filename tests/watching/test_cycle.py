"""Cycles over a real database: figures, findings that begin and end, and where they are shown."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone, translation
from filelock import FileLock

from articles.models import (
    ArchiveCheck,
    ArchiveFinding,
    Arrivals,
    Capture,
    Feed,
    ImportBatch,
    Job,
)
from articles.watching import gathering
from articles.watching.cycle import run_cycle
from articles.watching.figures import Disk, Kind
from articles.watching.gathering import gather
from articles.watching.words import said
from tests.factories import make_article, make_source

pytestmark = pytest.mark.django_db

NOW = datetime(2025, 12, 10, 6, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def enough_room(monkeypatch):
    monkeypatch.setattr(gathering, "disks", lambda: [Disk("data", 50, 100)])


@pytest.fixture
def well(rebuild_index):
    """An archive that lacks nothing."""
    rebuild_index()
    ArchiveCheck.objects.record(captures=0, articles=0, problems={})
    ArchiveCheck.objects.update(checked_at=NOW)


def brought(source, moment, count=3, *, doubt=False, outcome="created"):
    """Captures of new articles of a source, imported at a moment."""
    batch = ImportBatch.objects.create(state="done", counts={"created": count, "rejected": 1})
    ImportBatch.objects.filter(pk=batch.pk).update(created_at=moment)
    for number in range(count):
        article = make_article(source=source, day=(moment - DAY * number * 40).date())
        Capture.objects.create(
            batch=batch,
            article=article,
            file_name="x",
            item_number=1,
            start=0,
            end=1,
            sha256="0" * 64,
            outcome=outcome,
            warnings=["no_source"] if doubt else [],
        )


def test_what_came_in_is_counted_by_day_and_source():
    source = make_source("بامداد")
    brought(source, NOW - 5 * DAY, doubt=True)
    brought(source, NOW - DAY)
    brought(source, NOW - DAY, 2, outcome="unchanged")
    brought(source, NOW - 300 * DAY)
    brought(None, NOW - DAY)
    [figures] = gather(NOW).sources
    assert [(each.new, each.warned, list(each.lags)) for each in figures.days] == [
        (3, 3, [0, 1, 0, 0, 2, 0, 0]),
        (3, 0, [0, 1, 0, 0, 2, 0, 0]),
    ]
    assert gather(NOW).refusals[(NOW - DAY).date()] == (3, 11)


def test_only_the_last_days_are_counted_again():
    source = make_source()
    brought(source, NOW - 10 * DAY)
    brought(source, NOW)
    gather(NOW)
    Arrivals.objects.filter(day__lt=(NOW - 5 * DAY).date()).update(articles=99)
    brought(source, NOW, 2)
    assert [each.new for each in gather(NOW).sources[0].days] == [99, 5]


@pytest.mark.parametrize("count", [1, 12])
def test_queries_of_a_cycle_do_not_grow(django_assert_max_num_queries, rebuild_index, count):
    for _ in range(count):
        source = make_source()
        for day in range(3):
            brought(source, NOW - day * DAY)
        Feed.objects.create(name="x", url=f"https://news.example/{source.pk}", failures=9)
    rebuild_index()
    with django_assert_max_num_queries(30):
        run_cycle(NOW)


def test_a_finding_begins_goes_on_and_ends(well):
    feed = Feed.objects.create(name="خوراک", url="https://news.example/feed", failures=5)
    first = run_cycle(NOW)
    assert [(each.kind, each.subject) for each in first.begun] == [("feed", str(feed.pk))]
    Feed.objects.update(failures=6)
    second = run_cycle(NOW + DAY)
    assert (second.begun, second.ended) == ([], [])
    assert ArchiveFinding.objects.get().values == {"feed": "خوراک", "count": 6}
    Feed.objects.update(failures=0)
    third = run_cycle(NOW + 2 * DAY)
    assert [each.kind for each in third.ended] == ["feed"]
    assert third.now == [] and not ArchiveFinding.objects.open().exists()
    Feed.objects.update(failures=7)
    assert len(run_cycle(NOW + 3 * DAY).begun) == 1  # again, as another one


@pytest.mark.parametrize("language", ["fa", "ar", "en"])
def test_every_finding_has_a_sentence_an_advice_and_a_page(language):
    source = make_source()
    values = {"source": "x", "feed": "x", "count": 2, "of": 5, "sources": 3, "day": "2025-12-09",
              "since": "2025-12-09", "job": 7, "disk": "data", "free": 10_000_000}  # fmt: skip
    for kind in Kind:
        finding = ArchiveFinding(kind=kind, subject=str(source.pk), values=values)
        with translation.override(language):
            words = said(finding)
        assert words.sentence and "%" not in words.sentence and words.path.startswith("/admin/")
        if language != "en":
            assert not any(letter in "0123456789" for letter in words.sentence), words.sentence
            with translation.override("en"):
                assert said(finding).sentence != words.sentence


def test_jobs_feeds_and_checks_are_looked_at(well, monkeypatch):
    monkeypatch.setattr(gathering, "disks", lambda: [Disk("data", 1, 100)])
    for _ in range(3):
        Job.objects.create(kind="preview", state="failed", finished_at=NOW)
    stuck = Job.objects.create(kind="import", state="running", heartbeat=NOW - DAY)
    ArchiveCheck.objects.record(captures=1, articles=1, problems={"raw_missing": 2})
    ArchiveCheck.objects.update(checked_at=NOW - 20 * DAY)
    ImportBatch.objects.create(state="done")
    ImportBatch.objects.update(created_at=NOW - 20 * DAY)
    found = {(each.kind, each.subject) for each in run_cycle(NOW).begun}
    assert found == {
        (Kind.JOBS_FAIL, ""),
        (Kind.JOB_STUCK, str(stuck.pk)),
        (Kind.CHECK, ""),
        (Kind.DAMAGE, ""),
        (Kind.BACKUP, ""),
        (Kind.DISK, "data"),
        (Kind.WORKER, ""),
    }


def test_the_command_says_what_it_found(well, capsys):
    ArchiveCheck.objects.update(checked_at=timezone.now())
    call_command("watch_archive")
    assert "Nothing is wrong." in capsys.readouterr().out
    Feed.objects.create(name="x", url="https://news.example/feed", failures=5)
    with pytest.raises(CommandError) as raised:
        call_command("watch_archive")
    assert raised.value.returncode == 1
    assert "could not be read 5 times" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("watch_archive", json=True)
    assert json.loads(capsys.readouterr().out)["kind"] == "feed"


def test_two_do_not_watch_at_once(settings):
    folder = settings.DATA_DIR / "locks"
    folder.mkdir(exist_ok=True)
    with FileLock(folder / "watching.lock"), pytest.raises(CommandError) as raised:
        call_command("watch_archive")
    assert raised.value.returncode == 3
