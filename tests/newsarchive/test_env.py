"""Environment variables are right, or the start stops with a sentence that names them."""

import json
import stat

import pytest
from django.core.exceptions import ImproperlyConfigured

from newsarchive import env


@pytest.mark.parametrize(
    ("value", "wanted"), [("on", True), ("1", True), ("No", False), ("", True)]
)
def test_a_flag(monkeypatch, value, wanted):
    monkeypatch.setenv("X", value)
    assert env.flag("X", default=True) is wanted


def test_defaults_stand_where_nothing_is_set(monkeypatch, tmp_path):
    monkeypatch.delenv("X", raising=False)
    assert env.flag("X", default=False) is False
    assert env.number("X", 7, minimum=1) == 7
    assert env.hosts("X", ["a"]) == ["a"]
    assert env.origins("X") == []
    assert env.networks("X") == []
    assert env.folder("X", tmp_path) == tmp_path
    assert env.time_zone("X", "Asia/Tehran") == "Asia/Tehran"


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (lambda: env.flag("X", default=True), "maybe"),
        (lambda: env.number("X", 1, minimum=1), "many"),
        (lambda: env.number("X", 1, minimum=10), "9"),
        (lambda: env.hosts("X", []), "https://archive.example"),
        (lambda: env.hosts("X", []), "archive.example:80"),
        (lambda: env.origins("X"), "archive.example"),
        (lambda: env.origins("X"), "https://archive.example/path"),
        (lambda: env.networks("X"), "proxy.example"),
        (lambda: env.networks("X"), "10.0.0.1/8"),
        (lambda: env.networks("X"), "*"),
        (lambda: env.choice("X", "text", ["text", "json"]), "xml"),
        (lambda: env.time_zone("X", "UTC"), "Tehran/Asia"),
        (lambda: env.folder("X", None), __file__),
        (lambda: env.database("X", None), "mysql://user:word@host/name"),
        (lambda: env.secret_key("X", None), "short"),
    ],
)
def test_a_bad_value_stops_with_a_sentence_that_names_it(monkeypatch, read, value):
    monkeypatch.setenv("X", value)
    with pytest.raises(ImproperlyConfigured, match="X "):
        read()


def test_a_sentence_about_a_database_does_not_repeat_its_password(monkeypatch):
    monkeypatch.setenv("X", "mysql://user:hidden@host/name")
    with pytest.raises(ImproperlyConfigured) as caught:
        env.database("X", None)
    assert "hidden" not in str(caught.value)


def test_lists_are_parted_by_commas(monkeypatch):
    monkeypatch.setenv("X", " archive.example , [::1]")
    assert env.hosts("X", []) == ["archive.example", "[::1]"]
    monkeypatch.setenv("X", "127.0.0.1,10.0.0.0/8, ::1")
    assert [str(each) for each in env.networks("X")] == ["127.0.0.1/32", "10.0.0.0/8", "::1/128"]


def test_the_secret_key_is_made_once_and_only_its_owner_reads_it(monkeypatch, tmp_path):
    monkeypatch.delenv("X", raising=False)
    file = tmp_path / "data" / "secret_key"
    key = env.secret_key("X", file)
    assert len(key) >= 50
    assert env.secret_key("X", file) == key
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["secret_key"]


def test_sqlite_waits_for_other_writers_and_begins_as_one(monkeypatch, tmp_path):
    monkeypatch.delenv("X", raising=False)
    config = env.database("X", tmp_path / "archive.sqlite3")
    assert config["NAME"] == str(tmp_path / "archive.sqlite3")
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert config["OPTIONS"]["timeout"] >= 20
    assert "journal_mode=WAL" in config["OPTIONS"]["init_command"]


def test_a_postgres_address_is_taken_apart(monkeypatch):
    monkeypatch.setenv("X", "postgres://user:word@host:5433/name")
    config = env.database("X", None)
    assert config["ENGINE"] == "django.db.backends.postgresql"
    assert config["OPTIONS"] == {"connect_timeout": 5, "tcp_user_timeout": 10_000}
    assert (config["USER"], config["HOST"], config["PORT"]) == ("user", "host", 5433)


def test_replicas_are_named_by_their_order(monkeypatch):
    monkeypatch.setenv("X", "")
    primary = {"ENGINE": "django.db.backends.postgresql"}
    assert env.replicas("X", primary) == {}
    monkeypatch.setenv("X", "postgres://a:w@one/news, postgresql://two:5433/news?connect_timeout=9")
    found = env.replicas("X", primary)
    assert {alias: config["HOST"] for alias, config in found.items()} == {
        "replica_1": "one",
        "replica_2": "two",
    }
    assert found["replica_1"]["TEST"] == {"MIRROR": "default"}
    assert found["replica_2"]["OPTIONS"]["connect_timeout"] == 9


@pytest.mark.parametrize(
    "value",
    ["sqlite:///file", "host", "postgres://user:hidden@host", "postgres:///news", "mysql://h/n"],
)
def test_a_replica_that_cannot_be_one_stops_with_a_sentence(monkeypatch, value):
    monkeypatch.setenv("X", f"postgres://one/news,{value}")
    with pytest.raises(ImproperlyConfigured, match=r"X is .*postgres://") as caught:
        env.replicas("X", {"ENGINE": "django.db.backends.postgresql"})
    assert "hidden" not in str(caught.value)


def test_sqlite_has_no_replicas(monkeypatch):
    monkeypatch.setenv("X", "postgres://one/news")
    with pytest.raises(ImproperlyConfigured, match="X names replicas, but DATABASE_URL is SQLite"):
        env.replicas("X", {"ENGINE": "django.db.backends.sqlite3"})


def test_folders_are_absolute_and_exist(monkeypatch, tmp_path):
    (tmp_path / "scrapes").mkdir()
    monkeypatch.setenv("X", f"{tmp_path}, {tmp_path / 'scrapes'}")
    assert env.folders("X") == [tmp_path.resolve(), (tmp_path / "scrapes").resolve()]
    for bad in ("scrapes", str(tmp_path / "missing")):
        monkeypatch.setenv("X", bad)
        with pytest.raises(ImproperlyConfigured, match="X"):
            env.folders("X")


def test_a_storage_is_a_json_object_of_django(monkeypatch):
    monkeypatch.setenv("X", "")
    assert env.storage("X") is None
    found = {"BACKEND": "storages.Some", "OPTIONS": {"secret_key": "hidden", "bucket": "news"}}
    monkeypatch.setenv("X", json.dumps(found))
    assert env.storage("X") == found
    assert env.secrets_of(found) == ["hidden"]
    assert env.secrets_of(None) == []


@pytest.mark.parametrize(
    "value",
    ["hidden", '["hidden"]', '{"BACKEND": 1}', "{}", '{"BACKEND": "a", "x": "hidden"}',
     '{"BACKEND": "a", "OPTIONS": "hidden"}'],
)  # fmt: skip
def test_a_storage_of_another_form_stops_with_a_sentence(monkeypatch, value):
    monkeypatch.setenv("X", value)
    with pytest.raises(ImproperlyConfigured, match=r"X is .* a JSON object such as") as caught:
        env.storage("X")
    assert "hidden" not in str(caught.value)
