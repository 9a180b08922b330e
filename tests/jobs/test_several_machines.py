"""Workers of several machines, which share a PostgreSQL: each job has one, and none is left."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import close_old_connections, connection, transaction
from django.utils import timezone

from articles.importing.running import ImportPausedError
from articles.importing.uploads import UploadFolder
from articles.jobs import leases, worker
from articles.jobs.failures import Failure
from articles.jobs.progress import JobProgress
from articles.jobs.worker import MOST_ATTEMPTS, Worker, perform
from articles.models import LEASE, Article, ImportBatch, Job, JobLostError
from tests.dump_texts import BAKERY, dump, write

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.each_database,
    pytest.mark.usefixtures("worker_in_process"),
]

needs_postgresql = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="archives on SQLite are on one machine"
)


def ask(*paths, **fields):
    folder = UploadFolder.new()
    options = {"paths": [str(path) for path in paths]}
    return Job.objects.create(kind="preview", folder=folder.name, options=options, **fields)


def of_another_machine(job, *, seen_before=timedelta(0)):
    """The job runs on a machine whose worker was last seen so long ago."""
    seen = timezone.now() - seen_before
    Job.objects.filter(pk=job.pk).update(
        state="running", attempts=1, host="elsewhere.example", heartbeat=seen
    )


@needs_postgresql
def test_workers_that_ask_at_once_get_different_jobs(tmp_path):
    jobs = [ask(*write(tmp_path, dump())) for _ in range(2)]
    with transaction.atomic():
        first = Job.objects.claim()
        claimed = []

        def claim():
            claimed.append(Job.objects.claim())
            claimed.append(Job.objects.claim())
            close_old_connections()
            connection.close()

        other = threading.Thread(target=claim)
        other.start()
        other.join()
    assert [first.pk, claimed[0].pk, claimed[1]] == [jobs[0].pk, jobs[1].pk, None]


@needs_postgresql
def test_a_job_of_a_living_worker_elsewhere_is_left_alone(tmp_path):
    job = ask(*write(tmp_path, dump()))
    of_another_machine(job, seen_before=LEASE / 2)
    assert not Worker().work()
    job.refresh_from_db()
    assert (job.state, job.host) == ("running", "elsewhere.example")


@needs_postgresql
def test_a_job_of_a_dead_worker_elsewhere_is_taken_over(tmp_path):
    job = ask(*write(tmp_path, dump()))
    of_another_machine(job, seen_before=2 * LEASE)
    assert Worker().work()
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("done", 2)
    assert job.host != "elsewhere.example"


@needs_postgresql
def test_an_import_goes_on_where_the_machine_that_died_had_stopped(tmp_path):
    preview = ask(*write(tmp_path, dump(), dump(title="تنور", body=BAKERY)))
    perform(preview)
    batch = ImportBatch.objects.create()
    job = Job.objects.create(kind="import", basis=preview, folder=preview.folder, batch=batch)
    of_another_machine(job, seen_before=2 * LEASE)
    ImportBatch.objects.filter(pk=batch.pk).update(state="running", host="elsewhere.example")
    assert Worker().work()
    job.refresh_from_db()
    assert (job.state, job.batch.state, ImportBatch.objects.count()) == ("done", "done", 1)
    assert Article.objects.count() == 2


@needs_postgresql
def test_an_import_that_kills_its_workers_is_given_up_with_its_batch(tmp_path):
    batch = ImportBatch.objects.create(state="running", host="elsewhere.example")
    job = Job.objects.create(kind="import", batch=batch)
    of_another_machine(job, seen_before=2 * LEASE)
    Job.objects.update(attempts=MOST_ATTEMPTS)
    assert not Worker().work()
    job.refresh_from_db()
    batch.refresh_from_db()
    assert (job.error, batch.state) == (Failure.WORKER_DIED, "failed")


def test_a_worker_whose_job_was_taken_over_stops_and_changes_nothing(tmp_path, monkeypatch):
    job = ask(*write(tmp_path, dump()))

    def taken_over(job, progress):
        Job.objects.filter(pk=job.pk).update(attempts=job.attempts + 1, host="elsewhere.example")
        progress.advance(1)
        pytest.fail("it went on")

    monkeypatch.setitem(worker.TASKS, "preview", taken_over)
    perform(job)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.host) == ("running", 2, "elsewhere.example")


def test_progress_of_a_lost_job_is_refused(tmp_path):
    job = ask(*write(tmp_path, dump()))
    job.begin()
    Job.objects.filter(pk=job.pk).update(attempts=7)
    with pytest.raises(JobLostError):
        JobProgress(job, lambda: False).advance(1)
    with pytest.raises(ImportPausedError):  # to end is no loss
        JobProgress(job, lambda: True).advance(1)
    job.end(Job.State.DONE)
    job.wait()
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("running", 7)


@needs_postgresql
def test_a_lease_is_renewed_while_a_step_takes_long(tmp_path, monkeypatch):
    monkeypatch.setattr(leases, "RENEWED_EVERY", 0.01)
    job = ask(*write(tmp_path, dump()))
    job.begin()
    Job.objects.filter(pk=job.pk).update(heartbeat=timezone.now() - 2 * LEASE)
    assert list(Job.objects.running().filter(pk__in=Job.objects.dead()))
    renewed = threading.Event()
    usual = Job.renew

    def renew(self):
        is_mine = usual(self)
        renewed.set()
        return is_mine

    monkeypatch.setattr(Job, "renew", renew)
    with leases.renewed(job):
        assert renewed.wait(30)
    job.refresh_from_db()
    assert timezone.now() - job.heartbeat < LEASE
    Job.objects.filter(pk=job.pk).update(attempts=7)
    assert not usual(job)
