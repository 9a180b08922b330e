"""The sign of life, and whether readers can be sent here."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from django.db.migrations.recorder import MigrationRecorder

from articles.models import ArticleChange
from articles.search.index.files import index_files
from articles.views.site import health
from newsarchive.replica_health import Condition, Standing
from tests.factories import make_article


def ready(client):
    response = client.get("/readyz")
    assert "no-store" in response["Cache-Control"]
    return response.status_code, response.json()


def test_healthz_answers_without_a_database(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
class TestReadyz:
    def test_all_is_well(self, client, rebuild_index):
        rebuild_index()
        assert ready(client) == (
            200,
            {"ready": True, "database": "ok", "migrations": 0, "index": "ok", "index_lag": 0},
        )

    def test_an_index_that_is_behind_says_how_far(self, client, rebuild_index, settings):
        rebuild_index()
        article = make_article()
        ArticleChange.objects.log(ArticleChange.Kind.UPDATED, [article.pk] * 3)
        assert ready(client)[1]["index_lag"] == 3
        settings.READY_INDEX_LAG = 2
        status, said = ready(client)
        assert (status, said["ready"], said["index"]) == (503, False, "ok")

    def test_there_is_no_index(self, client):
        status, said = ready(client)
        assert (status, said["index"], said["index_lag"]) == (503, "missing", None)

    def test_the_index_does_not_say_what_it_holds(self, client, rebuild_index):
        rebuild_index()
        (index_files().current().folder / "state.json").write_text("{")
        assert ready(client)[1]["index"] == "unreadable"

    def test_the_index_is_of_another_release(self, client, rebuild_index):
        rebuild_index()
        generation = index_files().current()
        (generation.folder / "state.json").write_text('{"position": 0, "schema": 0, "analyzer": 0}')
        status, said = ready(client)
        assert (status, said["index"], said["index_lag"]) == (503, "outdated", 0)

    def test_the_log_no_longer_has_all_that_the_index_lacks(self, client, rebuild_index):
        rebuild_index()
        first_left = ArticleChange(article_id=make_article().pk, kind=ArticleChange.Kind.PRUNED)
        ArticleChange.objects.bulk_create([first_left])
        status, said = ready(client)
        assert (status, said["index"], said["index_lag"]) == (503, "outdated", 1)

    def test_migrations_were_not_applied(self, client):
        MigrationRecorder.Migration.objects.filter(app="articles", name="0001_initial").delete()
        assert ready(client) == (503, {"ready": False, "database": "ok", "migrations": 1})

    def test_it_takes_few_queries(self, client, rebuild_index, django_assert_max_num_queries):
        rebuild_index()
        with django_assert_max_num_queries(3):
            ready(client)


class Known:
    """Stands for what the process knows of its replicas."""

    def standings(self):
        return {
            "replica_1": Standing(Condition.OK, 0.04),
            "replica_2": Standing(Condition.LAGGING, 61.26),
            "replica_3": Standing(Condition.DOWN),
        }


SAID_OF_REPLICAS = {
    "replica_1": {"condition": "ok", "lag": 0.0},
    "replica_2": {"condition": "lagging", "lag": 61.3},
    "replica_3": {"condition": "down", "lag": None},
}


@pytest.mark.django_db
def test_replicas_are_told_of_and_readers_are_served_without(
    client, rebuild_index, settings, monkeypatch
):
    rebuild_index()
    settings.REPLICAS = {alias: {} for alias in SAID_OF_REPLICAS}
    monkeypatch.setattr(health, "replicas", Known)
    status, said = ready(client)
    assert (status, said["ready"], said["replicas"]) == (200, True, SAID_OF_REPLICAS)


def test_the_database_does_not_answer(client, monkeypatch):
    def fail():
        raise OperationalError("connection to db.internal refused")

    monkeypatch.setattr(health, "_found", fail)
    assert ready(client) == (503, {"ready": False, "database": "unavailable"})
