"""A cluster that does not answer: readers are told soon, all else goes on, and staff read why."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar

import pytest
from django.utils import translation

from articles import search as engine
from articles.models import ArticleChange
from articles.search import Condition, IndexUnavailableError, Search, Trouble, engines, following
from articles.search.checks import check_index
from articles.search.cluster import client
from articles.search.cluster.client import OPEN_SECONDS, Circuit, Client
from newsarchive.search_address import SearchAddress
from tests.factories import make_article

pytestmark = pytest.mark.django_db

WANTED = Search("باران", date(2026, 11, 20))


class Server(HTTPServer):
    """Answers every call alike, but for those that ``answers`` has."""

    status, answer, calls = 200, {}, 0
    answers: ClassVar[dict[str, tuple[int, dict]]] = {}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.calls += 1
        usual = self.server.status, self.server.answer
        status, answer = self.server.answers.get(self.path, usual)
        body = json.dumps(answer).encode()
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *arguments):
        pass


@contextmanager
def listening() -> Iterator[int]:
    """A port on which calls are taken and never answered."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        yield silent.getsockname()[1]


@pytest.fixture
def server():
    with Server(("127.0.0.1", 0), Handler) as made:
        thread = threading.Thread(target=made.serve_forever, args=[0.01])
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def forget_clients() -> None:
    for clients in (client.readers, client.committers, client.writers):
        clients.cache_clear()


@pytest.fixture
def cluster(settings):
    """The archive's index is in a cluster at a port; each test has a client of its own."""
    made = []

    def at(*ports: int, is_encrypted: bool = False) -> SearchAddress:
        hosts = tuple(("127.0.0.1", port) for port in ports)
        address = SearchAddress(hosts, f"outage-{len(made)}", is_encrypted, "news", "hidden")
        settings.SEARCH_CLUSTER = address
        client.readers.cache_clear()
        client.writers.cache_clear()
        made.append(address)
        return address

    yield at
    for address in made:
        client.readers(address).api.close()
    forget_clients()


def unused_port() -> int:
    with listening() as port:
        return port


def why() -> str:
    with pytest.raises(IndexUnavailableError) as caught, translation.override("en"):
        engine.search(WANTED)
    assert caught.value.trouble is Trouble.UNREACHABLE
    return str(caught.value)


def test_hosts_that_cannot_be_reached_are_named(cluster):
    first, second = unused_port(), unused_port()
    cluster(first, second)

    assert f"127.0.0.1:{first}, 127.0.0.1:{second} cannot be reached" in why()
    assert engine.health().condition is Condition.UNREACHABLE
    assert engine.index_version() == (Trouble.UNREACHABLE,)


def test_a_cluster_that_is_silent_is_waited_for_once(cluster, monkeypatch):
    monkeypatch.setattr(client, "READERS_SECONDS", 0.2)
    with listening() as port:
        cluster(port)
        assert "did not answer" in why()
        with monkeypatch.context() as patch:
            patch.setattr(client.readers(engines.engine()._address), "api", None)
            assert "did not answer" in why()  # without another call


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (401, "refuses user or password"),
        (403, "does not allow the user"),
        (503, "reason of the cluster"),
        (429, "reason of the cluster"),
        (400, "reason of the cluster"),
    ],
)
def test_a_refusal_is_told(cluster, server, status, said):
    server.status = status
    server.answer = {"error": {"type": "some", "reason": "reason of the cluster"}}
    cluster(server.server_port)

    assert said in why()
    assert "hidden" not in why()


def test_a_server_without_tls_is_told(cluster, server):
    cluster(server.server_port, is_encrypted=True)

    assert "does not speak TLS" in why()


def test_a_cluster_without_what_splits_texts_is_told_at_the_start(cluster, server):
    """As the server without its module says it."""
    server.answers = {
        "/": (200, {"version": {"distribution": "opensearch", "number": "2.19.6"}}),
        "/_analyze": (
            400,
            {
                "error": {
                    "type": "illegal_argument_exception",
                    "reason": "failed to find global tokenizer under [whitespace]",
                }
            },
        ),
    }
    cluster(server.server_port)
    with translation.override("en"):
        [warning] = check_index()

    assert "analysis-common is missing" in warning.msg
    assert "[whitespace]" in warning.msg


@pytest.mark.parametrize(
    ("version", "said"),
    [
        ({"distribution": "opensearch", "number": "1.3.0"}, "opensearch 1.3.0"),
        ({"number": "8.1.0"}, "“8.1.0”"),
        ({}, "“”"),
    ],
)
def test_the_start_tells_of_another_program_or_release(cluster, server, version, said):
    server.answer = {"version": version}
    cluster(server.server_port)
    with translation.override("en"):
        [warning] = check_index()

    assert said in warning.msg
    assert warning.id == "articles.W010"


def test_the_start_tells_of_a_cluster_that_cannot_be_reached(cluster):
    cluster(unused_port())
    with translation.override("en"):
        [warning] = check_index()

    assert "Check the hosts of SEARCH_URL" in warning.msg


def test_readers_get_503_and_staff_the_reason_while_other_pages_serve(
    cluster, client, admin_client
):
    cluster(unused_port())
    article = make_article("باران پاییزی")

    page = client.get("/fa/search/", {"q": "باران"})
    assert page.status_code == 503
    assert "SEARCH_URL" not in page.text
    assert "SEARCH_URL" in admin_client.get("/fa/search/", {"q": "باران"}).text
    for address in ("/fa/", f"/fa/articles/{article.key}/", "/fa/sources/", "/healthz"):
        assert client.get(address).status_code == 200
    ready = client.get("/readyz")  # no other machine would be better
    assert (ready.status_code, ready.json()["index"]) == (200, "unreachable")


def test_commits_go_on_and_the_trouble_is_told_once_for_all(cluster):
    cluster(unused_port())
    article = make_article("باران")
    ArticleChange.objects.log(ArticleChange.Kind.CREATED, [article.pk])
    with translation.override("en"):
        said = following.bring_up_to_date()

    assert "catches up by itself" in said


def test_a_commit_waits_for_a_silent_cluster_once(cluster, monkeypatch):
    monkeypatch.setattr(client, "COMMITTERS_SECONDS", 0.2)
    with listening() as port, translation.override("en"):
        address = cluster(port)
        assert "did not answer" in following.bring_up_to_date()
        with monkeypatch.context() as patch:
            patch.setattr(client.committers(address), "api", None)
            patch.setattr(client.readers(address), "api", None)
            assert "did not answer" in following.bring_up_to_date()  # without another call
        client.committers(address).api.close()


def test_an_open_circuit_lets_one_call_through_from_time_to_time():
    moment = 0.0
    circuit = Circuit(clock=lambda: moment)
    assert circuit.error() is None
    circuit.open(error := client.exceptions.ConnectionError("N/A", "lost", None))
    assert circuit.error() is error
    moment = OPEN_SECONDS + 1
    assert circuit.error() is None
    assert circuit.error() is error  # another caller, meanwhile
    circuit.close()
    assert circuit.error() is None


def test_a_writer_has_no_circuit(cluster):
    writer = client.writers(cluster(unused_port()))
    assert isinstance(writer, Client)
    for _ in range(2):
        with pytest.raises(IndexUnavailableError):
            writer.call(lambda api: api.info())
