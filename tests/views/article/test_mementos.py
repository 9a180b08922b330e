"""What a web address said at a time: TimeGates, TimeMaps and the headers of captures."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import quote

import pytest

from articles.models import Article, Capture
from tests.factories import make_article, make_capture

pytestmark = [pytest.mark.django_db, pytest.mark.each_database]

ADDRESS = "https://sepideh.example/news?id=7&p=1"
SPRING = datetime(2025, 4, 1, 10, tzinfo=UTC)
AUTUMN = datetime(2025, 10, 1, 10, tzinfo=UTC)


@pytest.fixture
def captures():
    article = make_article(url=ADDRESS)
    return [
        make_capture(article, text.encode(), captured_at=moment)
        for text, moment in (("متن پاییز", AUTUMN), ("متن بهار", SPRING))
    ]


def raw(capture):
    return f"http://testserver/fa/articles/{capture.article.key}/raw/?capture={capture.pk}"


@pytest.mark.parametrize(
    ("accepted", "at"),
    [
        ("Tue, 01 Apr 2025 09:00:00 GMT", 1),
        ("Fri, 01 Aug 2025 10:00:00 GMT", 0),
        ("Sat, 01 Jan 2000 10:00:00 GMT", 1),
        (None, 0),
    ],
)
def test_a_timegate_leads_to_the_nearest_capture(client, captures, accepted, at):
    headers = {"Accept-Datetime": accepted} if accepted else {}

    answer = client.get(f"/timegate/{ADDRESS}", headers=headers)

    assert (answer.status_code, answer["Location"]) == (302, raw(captures[at]))
    assert "Accept-Datetime" in answer["Vary"]
    assert f'<{ADDRESS}>; rel="original"' in answer["Link"]

    memento = client.get(answer["Location"])
    assert memento["Memento-Datetime"] in {
        "Tue, 01 Apr 2025 10:00:00 GMT",
        "Wed, 01 Oct 2025 10:00:00 GMT",
    }
    assert '/timegate/https://sepideh.example/news%3Fid=7&p=1>; rel="timegate"' in memento["Link"]


def test_a_timemap_names_all_captures_by_time(client, captures):
    lines = client.get(f"/timemap/{ADDRESS}").content.decode().splitlines()

    assert lines[-2:] == [
        f'<{raw(captures[1])}>; rel="first memento"; datetime="Tue, 01 Apr 2025 10:00:00 GMT",',
        f'<{raw(captures[0])}>; rel="last memento"; datetime="Wed, 01 Oct 2025 10:00:00 GMT"',
    ]


def test_the_key_names_an_article_and_an_import_a_moment(client):
    capture = make_capture(make_article(), "متن".encode())

    answer = client.get(f"/timegate/{capture.article.key}")

    assert answer["Location"] == raw(capture)
    key = capture.article.key
    assert f'<http://testserver/timegate/{key}>; rel="original"' in answer["Link"]


@pytest.mark.parametrize(
    "path", ["https:/sepideh.example/news", quote("https://sepideh.example/news", safe="")]
)
def test_an_address_is_known_as_proxies_change_it(client, path):
    make_capture(make_article(url="https://sepideh.example/news"), "متن".encode())

    assert client.get(f"/timegate/{path}").status_code == 302


def test_what_readers_may_not_see_has_no_mementos(client, captures):
    Article.objects.update(status=Article.Status.HIDDEN)
    assert client.get(f"/timegate/{ADDRESS}").status_code == 404

    Article.objects.update(status=Article.Status.PUBLISHED)
    Capture.objects.update(withdrawn=True)
    assert client.get(f"/timemap/{ADDRESS}").status_code == 404


@pytest.mark.parametrize(
    "original", ["x", "javascript:alert(1)", "https://", "a" * 16, "https://a%00b"]
)
def test_unknown_addresses_are_not_found(client, original):
    assert client.get(f"/timegate/{original}").status_code == 404


def test_a_date_that_cannot_be_read_is_refused(client, captures):
    answer = client.get(f"/timegate/{ADDRESS}", headers={"Accept-Datetime": "1404/07/01"})

    assert answer.status_code == 400


def test_no_address_ends_its_link(client):
    hostile = 'https://sepideh.example/>; rel="license", <x'
    capture = make_capture(make_article(url=hostile), "متن".encode())

    assert client.get(raw(capture))["Link"].count('rel="original"') == 1
    assert 'rel="license"' not in client.get(raw(capture))["Link"]


def test_a_timemap_costs_one_query_beside_the_state(client, captures, django_assert_num_queries):
    client.get(f"/timemap/{ADDRESS}")
    capture = make_capture(captures[0].article, "متن سوم".encode())

    with django_assert_num_queries(2):
        assert raw(capture) in client.get(f"/timemap/{ADDRESS}").content.decode()
