"""What /metrics tells, and to whom."""

from __future__ import annotations

import re

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from articles.models import ArchiveFinding, ImportBatch, Job, WorkerSign
from articles.views.site import metrics as page
from newsarchive import request_metrics

pytestmark = pytest.mark.django_db

TOKEN = "a token of thirty-two characters"


@pytest.fixture(autouse=True)
def watched(settings):
    settings.METRICS_TOKEN = TOKEN


def ask(client, token=TOKEN):
    return client.get("/metrics", headers={"Authorization": f"Bearer {token}"})


def told(client):
    """Each sample with its labels."""
    answer = ask(client)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain; version=")
    # Not before: as it is first imported, the library chooses how it counts.
    from prometheus_client.parser import text_string_to_metric_families

    return {
        (sample.name.removeprefix("newsarchive_"), *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.content.decode())
        for sample in family.samples
    }


@pytest.mark.parametrize("token", ["", "x", TOKEN[:-1], TOKEN + "x", "ي" * 32])
def test_only_who_has_the_token_is_answered(client, token):
    answer = client.get(
        "/metrics", headers={"Authorization": f"Bearer {token}".encode().decode("latin-1")}
    )
    assert (answer.status_code, answer.content) == (401, b"")
    assert client.get("/metrics").status_code == 401


def test_without_a_token_there_is_no_such_page_and_nothing_is_counted(
    client, settings, monkeypatch
):
    settings.METRICS_TOKEN = ""
    monkeypatch.setattr(request_metrics, "_requests", None)
    assert ask(client, "").status_code == 404
    assert client.get("/healthz").status_code == 200


def test_imports_queue_and_index_are_told(client):
    ImportBatch.objects.create(state="done", counts={"created": 3, "rejected": 1, "skipped": 9})
    ImportBatch.objects.create(state="failed", counts={"created": 2})
    Job.objects.create(kind="preview")
    Job.objects.create(kind="import", state="done")
    found = told(client)
    assert found["import_items", "created"] == 5
    assert found["import_items", "rejected"] == 1
    assert (found["imports", "done"], found["imports", "failed"]) == (1, 1)
    assert found["jobs", "preview", "pending"] == 1
    assert found["jobs", "import", "running"] == 0
    assert found[("database_up",)] == 1
    assert found["review_queue", "report"] == 0
    assert ("index_ready",) in found


def test_requests_are_counted_by_page_and_not_by_address(client):
    before = told(client)
    for address in ("/healthz", "/healthz", "/no/such/page", "/another/one"):
        client.get(address)
    after = told(client)

    def more(*labels):
        name = ("request_seconds_count", *labels)
        return after.get(name, 0) - before.get(name, 0)

    by_label = {key for key in after if key[0] == "request_seconds_count"}
    assert not [key for key in by_label if "/no/such/page" in key]
    healthz = next(key[1:] for key in by_label if "healthz" in key)
    assert more(*healthz) == 2
    nowhere = next(key[1:] for key in by_label if "nowhere" in key)
    assert more(*nowhere) == 2


def test_an_outage_of_the_database_is_told(client, monkeypatch):
    def fails():
        raise DatabaseError("gone")

    monkeypatch.setattr(page, "health", fails)
    found = told(client)
    assert found[("database_up",)] == 0


def test_the_number_of_queries_does_not_grow(client, django_assert_max_num_queries):
    for number in range(30):
        ImportBatch.objects.create(label=str(number))
    with django_assert_max_num_queries(16):
        ask(client)
    assert connection.vendor


def test_names_are_those_that_prometheus_takes(client):
    names = re.findall(r"^# TYPE (\S+)", ask(client).content.decode(), re.MULTILINE)
    assert names and all(re.fullmatch(r"newsarchive_[a-z_]+", name) for name in names)


def test_what_watching_has_found_is_told(client):
    now = timezone.now()
    ArchiveFinding.objects.create(kind="backup", begun_at=now)
    ArchiveFinding.objects.create(kind="disk", begun_at=now, ended_at=now)
    WorkerSign.objects.give()
    found = told(client)
    assert (found["findings", "backup"], found["findings", "disk"]) == (1, 0)
    assert found["worker_age_seconds",] >= 0
    assert found["disk_free_bytes", "data"] > 0


def test_looks_into_the_cache_of_pages_are_counted(client, rebuild_index):
    rebuild_index()
    before = told(client)
    client.get("/fa/sources/")
    client.get("/fa/sources/")
    after = told(client)
    more = [
        after.get(("kept_pages_total", result), 0) - before.get(("kept_pages_total", result), 0)
        for result in ("hit", "miss")
    ]
    assert more == [1, 1]


@pytest.mark.each_database
def test_connections_to_the_database_are_told(client):
    found = told(client)
    if connection.vendor == "postgresql":
        assert found["database_connections", "active"] >= 1
        assert found["database_connections_max",] > 1
    else:
        assert not [key for key in found if key[0].startswith("database_connections")]
