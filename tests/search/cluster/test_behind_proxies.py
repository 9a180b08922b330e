"""A real node behind a proxy: with TLS, with a password, and slow."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from articles import search as engine
from articles.search import Condition, Search, following
from articles.search.checks import check_index
from articles.search.cluster import client as cluster_client
from articles.search.cluster import patience
from newsarchive.search_address import SearchAddress, read_search_address
from tests.certificates import Authority
from tests.factories import make_article
from tests.opensearch.proxies import Proxy, proxy
from tests.search_engines import URL, rebuild_index

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.opensearch,
    pytest.mark.each_engine,
]

TODAY = date(2026, 11, 20)


@pytest.fixture
def rain(archive_folder):
    """An index that is there, written without a proxy."""
    with following.by(lambda: None):
        article = make_article("باران پاییزی", body="باران بارید.")
        rebuild_index()
        yield article
    for clients in (cluster_client.readers, cluster_client.committers, cluster_client.writers):
        for address in made:
            clients(address).api.close()
        clients.cache_clear()
    made.clear()


made: list[SearchAddress] = []


@pytest.fixture
def through(settings, rain):
    """Search goes through a proxy from now on."""

    def turn_to(server: Proxy, *, scheme: str = "http", user: str = "", query: str = "") -> None:
        name = settings.SEARCH_CLUSTER.name
        address = f"{scheme}://{user}127.0.0.1:{server.server_port}/{name}{query}"
        settings.SEARCH_CLUSTER = replace(read_search_address(address), replicas=0)
        made.append(settings.SEARCH_CLUSTER)

    return turn_to


def found(text: str) -> list[int]:
    return [hit.article_id for hit in engine.search(Search(text, TODAY)).hits]


def said_at_start() -> str:
    with translation.override("en"):
        return "\n".join(str(warning.msg) for warning in check_index())


def test_tls_with_the_file_of_an_authority(rain, through, tmp_path):
    authority = Authority(tmp_path)
    with proxy(URL, authority.server()) as server:
        through(server, scheme="https", query=f"?ca={authority.path}")
        assert said_at_start() == ""
        assert found("باران") == [rain.pk]
        rebuild_index()
        assert found("باران") == [rain.pk]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("unknown", "not trusted. Name the file of its authority"),
        ("other", "not trusted. Name the file of its authority"),
        ("name", "is for another name"),
        ("expired", "has expired"),
    ],
)
def test_a_certificate_that_is_no_good_is_told(through, tmp_path, kind, said):
    authority, other = Authority(tmp_path), Authority(tmp_path, "other")
    address = "192.0.2.1" if kind == "name" else "127.0.0.1"
    until = datetime(2021 if kind == "expired" else 2099, 1, 1, tzinfo=UTC)
    trusted = {"unknown": "", "other": f"?ca={other.path}"}.get(kind, f"?ca={authority.path}")
    with proxy(URL, authority.server(address, until)) as server:
        through(server, scheme="https", query=trusted)
        assert said in said_at_start()
        assert engine.health().condition is Condition.UNREACHABLE


def test_http_and_https_taken_for_each_other_are_told(through, tmp_path):
    with proxy(URL, Authority(tmp_path).server()) as server:
        through(server, scheme="http")
        assert "begin SEARCH_URL with https://" in said_at_start()
    with proxy(URL) as server:
        through(server, scheme="https")
        assert "does not speak TLS" in said_at_start()


def test_a_password_is_sent_and_a_wrong_one_is_told(rain, through):
    with proxy(URL) as server:
        server.user_and_password = "news:p@ss:word"
        through(server, user="news:p%40ss%3Aword@")
        assert said_at_start() == ""
        assert found("باران") == [rain.pk]
        through(server, user="news:other@")
        assert "refuses user or password of SEARCH_URL" in said_at_start()
        through(server)
        assert "refuses user or password of SEARCH_URL" in said_at_start()


def test_no_request_waits_longer_than_its_limit_for_a_slow_cluster(
    rain, through, client, monkeypatch
):
    """Each of its calls would be answered in time, but not all of them together."""
    monkeypatch.setattr(cluster_client, "READERS_SECONDS", 1.0)
    monkeypatch.setattr(cluster_client, "OPEN_SECONDS", 10_000.0)
    with proxy(URL) as server:
        through(server)
        server.delay = 0.4
        assert client.get("/fa/search/", {"q": "باران پاییزی"}).status_code == 503
        assert client.get("/fa/").status_code == 200
        assert cluster_client.readers(made[-1]).circuit.error() is not None
        assert server.calls <= 3  # of six and more, none of which is over sooner than its delay


def test_what_a_request_may_wait_is_counted_anew_for_each(monkeypatch):
    patience._begin()
    patience._waited.seconds = 4.0
    assert patience.left(5.0) == 1.0
    patience._begin()
    assert patience.left(5.0) == 5.0
    patience._waited.seconds = 4.0
    patience._end()
    assert patience.left(5.0) == 5.0
