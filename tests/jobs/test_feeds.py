"""Feeds that staff have listed: what is new is imported, once, and hosts are spared."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.test import Client
from filelock import Timeout

from articles.importing.undoing import undo
from articles.jobs import feeds
from articles.jobs.duties import read_feed
from articles.models import Article, Capture, Feed, ImportBatch
from tests.fetching.conftest import server, site

pytestmark = pytest.mark.django_db
__all__ = ["server", "site"]

WORKING = threading.Event()
"""A worker that nobody has stopped."""
BODY = "کارگاه سفالگری شهر پس از سه سال خاموشی از دیروز دوباره کوره‌های خود را روشن کرد."


@pytest.fixture(autouse=True)
def settings_of_feeds(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.FETCH_PRIVATE = True
    settings.FETCH_PAUSE = 0


def rss(*titles: str, site=None) -> str:
    entries = "".join(
        f"<item><title>{title}</title><link>{site.url('/' + str(number)) if site else ''}</link>"
        f"<description>{title} و {BODY}</description>"
        f"<pubDate>Sat, 27 Dec 2025 08:00:00 +0330</pubDate></item>"
        for number, title in enumerate(titles)
    )
    return f'<rss version="2.0"><channel><title>خبرخانهٔ کوزه</title>{entries}</channel></rss>'


def page(title: str) -> str:
    return (
        f"<html lang=fa><head><title>{title}</title><meta property=og:title content='{title}'>"
        f"<meta property=og:type content=article></head><body><article><h1>{title}</h1>"
        f"<p>{title} و {BODY}</p><p>{BODY}</p></article></body></html>"
    )


def listed(site, path: str = "/feed", **fields: object) -> Feed:
    return Feed.objects.create(name="کوزه", url=site.url(path), **fields)


def read(feed: Feed) -> feeds.Visit:
    feed.refresh_from_db()
    return feeds.read_feed(feed, feeds.visitor(lambda seconds: None))


def test_what_is_new_in_a_feed_is_imported_once(site):
    site.put("/feed", rss("یک", "دو"), ETag='"1"')
    feed = listed(site)
    assert read(feed).counts == {"created": 2}
    assert read(feed).counts == {}
    site.put("/feed", rss("سه", "یک", "دو"))
    assert read(feed).counts == {"created": 1}
    assert Capture.objects.count() == Article.objects.count() == 3
    batch = ImportBatch.objects.get()
    assert (batch.label, batch.state, batch.counts["created"]) == ("کوزه", "done", 3)
    capture = Capture.objects.first()
    assert (capture.file_name, capture.format) == (feed.url, "feed")
    assert "یک" in capture.raw_bytes().decode()


def test_what_was_undone_does_not_come_back(site):
    site.put("/feed", rss("یک"))
    feed = listed(site)
    read(feed)
    undo(ImportBatch.objects.get())
    assert read(feed).counts == {}
    assert not Article.objects.exists()


def test_a_feed_that_has_not_changed_is_not_sent_again(site):
    site.put("/feed", rss("یک"), ETag='"1"', Last_Modified="Sat, 27 Dec 2025 08:00:00 GMT")
    feed = listed(site)
    read(feed)
    site.put("/feed", status=304)
    assert read(feed) == feeds.Visit(feed, {})
    _, headers = site.asked[-1]
    assert headers["If-None-Match"] == '"1"'
    assert headers["If-Modified-Since"] == "Sat, 27 Dec 2025 08:00:00 GMT"
    feed.refresh_from_db()
    assert (feed.failure, feed.etag) == ("", '"1"')


def test_pages_are_fetched_only_where_staff_say_so(site):
    site.put("/feed", rss("یک", "دو", site=site))
    site.put("/0", page("یک"), Content_Type="text/html; charset=utf-8")
    site.put("/1", page("دو"), Content_Type="text/html; charset=utf-8")
    entries = listed(site)
    read(entries)
    assert "/0" not in site.paths()
    undo(ImportBatch.objects.get())
    Feed.objects.update(fetches_pages=True)
    assert read(entries).counts == {"created": 2}
    article = Article.objects.get(title="یک")
    assert article.url == site.url("/0")
    capture = article.captures.get()
    assert (capture.format, capture.file_name) == ("warc", site.url("/0"))
    assert capture.captured_at is not None
    assert read(entries).counts == {}
    assert site.paths().count("/0") == 1


def test_many_pages_are_fetched_in_several_visits(site, monkeypatch):
    monkeypatch.setattr(feeds, "_MOST_PAGES", 2)
    site.put("/feed", rss(*(f"خبر {n}" for n in range(3)), site=site), ETag='"1"')
    for number in range(3):
        site.put(f"/{number}", page(f"خبر {number}"), Content_Type="text/html; charset=utf-8")
    feed = listed(site, fetches_pages=True)
    assert read(feed).counts == {"created": 2}
    feed.refresh_from_db()
    assert feed.next_at <= feed.read_at and not feed.etag
    assert read(feed).counts == {"created": 1}
    feed.refresh_from_db()
    assert feed.next_at > feed.read_at and feed.etag


def test_a_page_that_is_missing_is_asked_for_a_few_times(site):
    site.put("/feed", rss("یک", site=site), ETag='"1"')
    feed = listed(site, fetches_pages=True)
    for _ in range(5):
        assert read(feed).counts == {}
    assert site.paths().count("/0") == 3
    feed.refresh_from_db()
    assert feed.etag == '"1"'


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        ({"status": 503, "Retry_After": "7200"}, "status"),
        ({"body": page("یک")}, "no_feed"),
        ({"body": "x"}, "no_feed"),
        ({"body": ""}, "no_feed"),
        ({"status": 301, "Location": "/feed"}, "too_many_redirects"),
    ],
)
def test_a_feed_that_cannot_be_read_is_asked_ever_more_seldom(site, answer, failure):
    feed = listed(site)
    site.put("/feed", **answer)
    waits = []
    for _ in range(12):
        before = datetime.now(UTC)
        assert read(feed).failure == failure
        feed.refresh_from_db()
        waits.append(round((feed.next_at - before).total_seconds() / 60))
    assert waits == sorted(waits) and waits[-1] == 24 * 60
    assert waits[0] == (120 if "Retry_After" in answer else 30)
    assert (feed.failure, feed.failures) == (failure, 12)
    site.put("/feed", rss("یک"))
    assert read(feed).counts == {"created": 1}
    feed.refresh_from_db()
    assert (feed.failure, feed.failures) == ("", 0)


def test_a_private_machine_is_refused_unless_the_setting_allows_it(site, settings):
    settings.FETCH_PRIVATE = False
    assert read(listed(site)).failure in ("private_address", "bad_address")
    assert site.paths() == []


def test_what_goes_wrong_with_one_feed_does_not_keep_the_others(site, monkeypatch):
    monkeypatch.setattr(feeds, "_items", lambda *_: 1 / 0)
    site.put("/feed", rss("یک"))
    visit = read(listed(site))
    assert (visit.failure, visit.detail[:17]) == ("unexpected", "ZeroDivisionError")


def test_the_command_reads_the_feeds_that_are_due(site, capsys):
    site.put("/feed", rss("یک"))
    listed(site)
    listed(site, "/later", next_at=datetime(2999, 1, 1, tzinfo=UTC))
    listed(site, "/never", is_active=False)
    call_command("fetch_feeds")
    assert "1" in capsys.readouterr().out
    assert [path for path in site.paths() if "robots" not in path] == ["/feed"]
    with pytest.raises(CommandError) as caught:
        call_command("fetch_feeds", "--all")
    assert caught.value.returncode == 1
    assert "/never" not in site.paths()
    with feeds.own_turn(), pytest.raises(CommandError) as caught:
        call_command("fetch_feeds")
    assert caught.value.returncode == 3


def test_the_worker_reads_a_feed_when_its_time_has_come(site):
    site.put("/feed", rss("یک"))
    listed(site)
    assert read_feed(WORKING) and not read_feed(WORKING)
    assert Article.objects.count() == 1
    Feed.objects.update(next_at=datetime(2000, 1, 1, tzinfo=UTC))
    with feeds.own_turn():
        assert not read_feed(WORKING)


def test_a_visit_ends_when_the_process_is_to_end(site, settings):
    settings.FETCH_PAUSE = 60
    site.put("/feed", rss("یک"))
    stopped = threading.Event()
    stopped.set()
    feed = listed(site)
    with feeds.stoppable(stopped) as wait:
        feeds.read_feed(feed, feeds.visitor(wait))
    assert site.paths() == ["/robots.txt"]
    feed.refresh_from_db()
    assert feed.failure == "" and feed.read_at is None


def test_only_one_process_fetches():
    with feeds.own_turn(), pytest.raises(Timeout), feeds.own_turn():
        pass


def test_staff_list_feeds_and_see_how_they_fare(site):
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("chief"))
    form = {"name": "کوزه", "is_active": "on", "every_minutes": "30"}
    add = "/admin/articles/feed/add/"
    for url in ("ftp://news.example/", "http://a:b@news.example/", "x"):
        assert client.post(add, form | {"url": url}).status_code == 200
    assert client.post(add, form | {"url": site.url("/f"), "every_minutes": "1"}).status_code == 200
    assert client.post(add, form | {"url": site.url("/f")}).status_code == 302
    feed = Feed.objects.get()
    read(feed)
    for address in ("", f"{feed.pk}/change/"):
        shown = client.get(f"/admin/articles/feed/{address}").content.decode()
        assert str(feeds.SENTENCES["status"]) in shown and "404" in shown
    client.post(f"/admin/articles/feed/{feed.pk}/change/", form | {"url": site.url("/g")})
    feed.refresh_from_db()
    assert feed.failures == 0 and feed.next_at <= datetime.now(UTC)
