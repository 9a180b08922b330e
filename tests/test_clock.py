"""The clock is set back by a day: nothing waits for it, and nothing older passes for newer."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles.curation.article_merging import merge, unmerge
from articles.importing.undoing import undo
from articles.importing.verifying import verify
from articles.jobs.worker import Worker
from articles.models import Article, ArticleChange, Capture, ImportBatch, Job, ReportQuota
from articles.models.corrections import corrections_of
from articles.models.report_quotas import MOST_REPORTS, Refusal
from articles.views.site import http_cache as freshness
from articles.views.site.http_cache import archive_state
from newsarchive.request_rates import RequestRates
from tests.command_line import command
from tests.dump_texts import BAKERY, dump, run, write
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)

DAY = timedelta(days=1)


@pytest.fixture
def clock(monkeypatch):
    """Moves the clock of this process."""
    moved = timedelta()
    now, seconds = timezone.now, time.time
    monkeypatch.setattr("django.utils.timezone.now", lambda: now() + moved)
    monkeypatch.setattr("time.time", lambda: seconds() + moved.total_seconds())
    monkeypatch.setattr(freshness, "_first_seen", freshness._FirstSeen())

    def move(by: timedelta) -> None:
        nonlocal moved
        moved += by

    return move


def test_imports_undo_index_and_change_log_go_on(clock, rebuild_index, tmp_path):
    rebuild_index()
    first = run(*write(tmp_path / "a", dump(views=10))).batch
    clock(-DAY)
    second = run(*write(tmp_path / "b", dump(views=20), dump("نان تازه", BAKERY))).batch

    assert (
        ImportBatch.objects.get(pk=second).finished_at
        < ImportBatch.objects.get(pk=first).finished_at
    )
    assert list(ImportBatch.objects.values_list("pk", flat=True)) == [second, first]
    assert Article.objects.get(title__startswith="فانوس").views == 20
    before = archive_state()
    undo(ImportBatch.objects.get(pk=second))
    assert archive_state() != before
    assert Article.objects.get().views == 10
    kinds = list(ArticleChange.objects.order_by("sequence").values_list("kind", flat=True))
    assert (kinds[0], kinds[-1]) == (ArticleChange.Kind.CREATED, ArticleChange.Kind.REMOVED)
    assert not list(verify())
    call_command("search_index", check=True)


def test_an_undo_that_leaves_all_articles_alone_is_still_a_new_state(clock, tmp_path):
    run(*write(tmp_path / "a", dump()))
    again = run(*write(tmp_path / "b", dump())).batch
    assert Capture.objects.get(batch=again).outcome == Capture.Outcome.UNCHANGED
    run(*write(tmp_path / "c", dump("نان تازه", BAKERY)))
    clock(-DAY)
    before = archive_state()
    undo(ImportBatch.objects.get(pk=again))
    assert archive_state() != before


def test_a_job_of_tomorrow_is_done_today(clock, worker_in_process, tmp_path):
    batch = run(*write(tmp_path / "a", dump())).batch
    job = Job.objects.create(kind=Job.Kind.UNDO, batch=ImportBatch.objects.get(pk=batch))
    job.begin()  # by a worker that has died since
    clock(-DAY)
    assert Worker().work()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.DONE, 2)
    assert job.heartbeat < job.created_at
    assert command("imports")[0] == 0


def test_who_has_an_older_page_gets_the_newer_one(clock, client):
    article = make_article("باران")
    path = f"/fa/articles/{article.key}/"
    client.get(path)
    clock(timedelta(seconds=2))  # in the first second a page has no time
    old = client.get(path)
    clock(-DAY)
    article.correct({"title": "برف"})
    for header, name in (("if-modified-since", "Last-Modified"), ("if-none-match", "ETag")):
        new = client.get(path, headers={header: old[name]})
        assert (new.status_code, "برف" in new.text) == (200, True)
    assert "Last-Modified" not in new  # until the clock has come there again
    clock(DAY)
    client.get(path)
    clock(timedelta(seconds=2))
    new = client.get(path)
    assert (new["Last-Modified"] > old["Last-Modified"], new["ETag"] != old["ETag"]) == (True, True)


def test_versions_stand_in_the_order_in_which_they_were_made(clock, tmp_path):
    run(*write(tmp_path, dump(), dump("نان تازه", BAKERY)))
    article, target = Article.objects.order_by("-title_key")
    for title in ("برف", "تگرگ"):
        article.correct({"title": title})
        clock(-DAY)
    latest = article.history.order_by("history_id").last().history_date
    assert [(each.field, each.made_at) for each in corrections_of(article)] == [("title", latest)]
    record = merge(article, target, reason="یک خبر")
    unmerge(record, reason="دو خبر")
    assert Article.objects.get(key=article.key).title == "تگرگ"


def test_nobody_is_kept_from_reporting_or_searching_until_tomorrow(clock, tmp_path):
    def report(number: int) -> Refusal | None:
        return ReportQuota.objects.admit("192.0.2.1", str(number), timezone.now())

    rates = RequestRates(tmp_path / "rates", b"secret")
    assert [report(number) for number in range(MOST_REPORTS)] == [None] * MOST_REPORTS
    assert report(MOST_REPORTS) is Refusal.TOO_MANY
    while not rates.wait("192.0.2.1", 5, time.time()):
        pass
    clock(-DAY)
    assert report(MOST_REPORTS) is None
    assert not rates.wait("192.0.2.1", 5, time.time())
    rates.close()
