"""Readers' pages are read from replicas, everything else from the primary, and none is lost."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from articles.models import Article, Source
from articles.views.site import health
from newsarchive import replicas
from newsarchive.replicas import ReplicaRouter, reading_from
from tests.factories import make_article

ALIASES = ("replica_1", "replica_2")


class Known:
    """Stands for what the process knows of its replicas."""

    def __init__(self):
        self.up = list(ALIASES)

    def readable(self):
        return list(self.up)

    def standings(self):
        return {}

    def leave_out(self, alias):
        self.up.remove(alias)


def gone() -> BaseDatabaseWrapper:
    """A connection to a server that is not there."""
    wrapper = connections.create_connection("default")
    elsewhere = {"HOST": "127.0.0.1", "PORT": 1} if connection.vendor == "postgresql" else {}
    wrapper.settings_dict = {**wrapper.settings_dict, "NAME": "/nowhere/archive", **elsewhere}
    return wrapper


@pytest.fixture
def known(monkeypatch, settings):
    """Two replicas, which are the test's one database by other names."""
    known = Known()
    settings.REPLICAS = {alias: {} for alias in ALIASES}
    settings.DATABASE_ROUTERS = ["newsarchive.replicas.ReplicaRouter"]
    for user in (replicas, health):
        monkeypatch.setattr(user, "replicas", lambda: known)
    for alias in ALIASES:
        connections[alias] = connections["default"]
    yield known
    for alias in ALIASES:
        del connections[alias]


@pytest.fixture
def asked(known, monkeypatch):
    """The databases that queries went to."""
    asked = set()
    usual = ReplicaRouter.db_for_read

    def db_for_read(self, model, **hints):
        alias = usual(self, model, **hints)
        asked.add(alias)
        return alias

    monkeypatch.setattr(ReplicaRouter, "db_for_read", db_for_read)
    return asked


@pytest.mark.django_db(transaction=True)
class TestReplicas:
    def test_readers_read_from_one_replica_and_all_others_from_the_primary(
        self, client, asked, known
    ):
        known.up.remove("replica_2")
        article = make_article(source=Source.objects.create(slug="s", name_fa="منبع"))
        page = f"/fa/articles/{article.key}/"
        for path in (page, "/ar/", "/fa/sources/s/feed/", "/sitemap.xml", f"{page}report/"):
            asked.clear()
            assert client.get(path).status_code == 200
            assert asked == {"replica_1"}, path
        asked.clear()
        assert b"".join(client.get(f"/sitemap-{article.day.year}-1.xml")).count(b"<url>") == 2
        assert asked == {"replica_1"}  # also what is read while it is sent

        asked.clear()
        client.post(f"{page}report/", {})
        client.get("/readyz")
        client.get("/admin/login/")
        client.force_login(get_user_model().objects.create_superuser("chief"))
        assert client.get(page).status_code == 200
        assert asked == {"default"}

    def test_what_has_failed_is_answered_from_another_and_in_the_end_from_the_primary(
        self, client, asked, known, caplog
    ):
        article = make_article("بامداد")
        page = f"/fa/articles/{article.key}/"
        connections["replica_1"] = gone()
        assert "بامداد" in client.get(page).text
        assert known.up == ["replica_2"]
        connections["replica_2"] = gone()
        assert "بامداد" in client.get(page).text
        assert known.up == []
        assert [each.name for each in caplog.records] == ["newsarchive.replicas"] * 2
        asked.clear()
        assert client.get(page).status_code == 200
        assert asked == {"default"}

    def test_what_holds_a_lock_or_a_transaction_keeps_to_the_primary(self, asked):
        make_article()
        asked.clear()
        with reading_from("replica_1"):
            article = Article.objects.get()
            assert asked == {"replica_1"}
            asked.clear()
            with transaction.atomic():
                Article.objects.select_for_update().get()
                Article.objects.get()
            assert asked <= {"default"}
            article.title = "دیگر"
            article.save()
            assert article._state.db == "default"

    def test_tables_are_made_on_the_primary_alone(self):
        assert ReplicaRouter().allow_migrate("default", "articles")
        assert not ReplicaRouter().allow_migrate("replica_1", "articles")
