"""The Atom feeds, as feed readers understand them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from urllib.parse import quote
from xml.etree import ElementTree

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from justhtml import JustHTML

from articles.exporting.atom import NAMESPACE, Entry, Feed, atom
from articles.exporting.one_line import FSI, PDI
from articles.models import Article
from articles.views.feeds.atom import ENTRIES
from tests.factories import make_article, make_source

pytestmark = pytest.mark.django_db

ATOM = f"{{{NAMESPACE}}}"


def feed(client, path="/fa/feed/", **headers):
    response = client.get(path, headers=headers)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    # As it came: without the library's own idea of what is safe.
    found = feedparser.parse(response.content, sanitize_html=False, resolve_relative_uris=False)
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    check_rules(response.content)
    return found


def check_rules(document):
    """What RFC 4287 demands of every feed, beyond being read."""
    root = ElementTree.fromstring(document)
    for element in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1
        assert element.find(f"{ATOM}author") is not None or element is not root
        for moment in ("updated", "published"):
            text = element.findtext(f"{ATOM}{moment}")
            assert text is None or datetime.fromisoformat(text).tzinfo
        alternates = [
            link.get("type")
            for link in element.findall(f"{ATOM}link")
            if link.get("rel") == "alternate"
        ]
        assert alternates == ["text/html"]
    ids = [element.text for element in root.iter(f"{ATOM}id")]
    assert len(set(ids)) == len(ids)


def titles(found):
    return [entry.title for entry in found.entries]


def test_an_entry_says_what_the_article_is(client):
    source = make_source("بامداد نو", name_ar="الفجر", homepage="https://bamdad.example/")
    article = make_article(
        "دارهای قالی",
        source=source,
        day=date(2025, 12, 28),
        published_time=time(14, 30),
        body="بند نخست & <b>.\n\nبند دوم.",
        url="https://bamdad.example/1",
    )
    (entry,) = feed(client, "/ar/feed/").entries
    assert entry.title == "دارهای قالی"
    assert entry.id == f"tag:testserver,2026:articles/{article.key}"
    assert entry.link == f"http://testserver/ar/articles/{article.key}/"
    assert entry.author_detail == {"name": "بامداد نو", "href": "https://bamdad.example/"}
    assert entry.published == "2025-12-28T14:30:00+03:30"
    assert datetime.fromisoformat(entry.updated) == article.updated_at.replace(microsecond=0)
    assert entry.summary_detail["type"] == "text/plain"
    assert entry.summary.strip(FSI + PDI) == "بند نخست & <b>."
    assert entry.title_detail["language"] == "fa"
    via = [link.href for link in entry.links if link.rel == "via"]
    assert via == ["https://bamdad.example/1"]


def test_what_is_not_known_is_left_out(client):
    make_article("خبر", body="", language="und", url="javascript:alert(1)")
    (entry,) = feed(client).entries
    assert "summary" not in entry and "author" not in entry
    assert [link.rel for link in entry.links] == ["alternate"]
    assert entry.published == "2025-12-28T00:00:00+03:30"


def test_a_feed_says_where_it_is_and_what_it_shows(client):
    make_article()
    found = feed(client, "/ar/feed/").feed
    assert found.title == "أرشيف الأخبار"
    assert found.id == "tag:testserver,2026:ar/feed/"
    assert found.language == "ar"
    links = {link.rel: (link.href, link.type) for link in found.links}
    assert links == {
        "self": ("http://testserver/ar/feed/", "application/atom+xml"),
        "alternate": ("http://testserver/ar/", "text/html"),
    }


def test_ids_outlive_a_change_of_port_and_language(client, settings):
    make_article()
    settings.ALLOWED_HOSTS = ["archive.example"]
    first = feed(client, "/fa/feed/", host="archive.example:8000").entries[0].id
    second = feed(client, "/ar/feed/", host="archive.example").entries[0].id
    assert first == second


def test_the_newest_articles_stand_first_and_hidden_ones_nowhere(client):
    make_article("پنهان", day=date(2025, 12, 30), status=Article.Status.HIDDEN)
    for day in range(1, 29):
        make_article(f"یک {day}", day=date(2025, 12, day))
        make_article(f"دو {day}", day=date(2025, 11, day))
    found = titles(feed(client))
    assert len(found) == ENTRIES
    assert found[:2] == ["یک 28", "یک 27"] and found[-1] == "دو 7"


def test_a_feed_was_updated_when_its_latest_entry_was(client):
    older, newer = make_article(), make_article()
    for article, year in ((older, 2020), (newer, 2021)):
        moment = datetime(year, 1, 1, tzinfo=UTC)
        Article.objects.filter(pk=article.pk).update(updated_at=moment)
    assert feed(client).feed.updated == "2021-01-01T03:30:00+03:30"


def test_an_empty_feed_does_not_change_by_itself(client):
    assert feed(client).feed.updated == "1970-01-01T00:00:00+00:00"


def test_titles_of_both_directions_are_isolated(client):
    make_article("خبر Reuters از بندر")
    make_article("خبر ساده")
    assert set(titles(feed(client))) == {f"{FSI}خبر Reuters از بندر{PDI}", "خبر ساده"}


def test_a_source_has_a_feed_of_its_own(client):
    source = make_source("بامداد نو", slug="بامداد-نو")
    make_article("از خودش", source=source)
    make_article("از دیگری", source=make_source())
    found = feed(client, "/fa/sources/بامداد-نو/feed/")
    assert titles(found) == ["از خودش"]
    assert found.feed.title == "بامداد نو – آرشیو خبر"
    assert found.feed.link == f"http://testserver/fa/sources/{quote('بامداد-نو')}/"


def test_a_source_of_hidden_articles_has_no_feed(client):
    make_article(source=make_source(slug="x"), status=Article.Status.HIDDEN)
    assert client.get("/fa/sources/x/feed/").status_code == 404
    assert client.get("/fa/sources/nowhere/feed/").status_code == 404


@pytest.fixture
def rain(rebuild_index):
    source = make_source("بامداد نو", slug="bamdad")
    make_article("باران دیروز", day=date(2025, 12, 1), body="باران", source=source)
    make_article("باران امروز", day=date(2025, 12, 2), body="باران باران باران")
    make_article("آفتاب", day=date(2025, 12, 3), body="آفتاب")
    rebuild_index()


def test_any_search_has_a_feed_with_the_newest_first(client, rain):
    found = feed(client, "/fa/search/feed/?q=باران&sort=oldest&page=2&calendar=gregorian")
    assert titles(found) == ["باران امروز", "باران دیروز"]
    assert found.feed.title == "باران – آرشیو خبر"
    query = f"?q={quote('باران')}"
    links = {link.rel: link.href for link in found.feed.links}
    assert links == {
        "self": f"http://testserver/fa/search/feed/{query}",
        "alternate": f"http://testserver/fa/search/{query}",
    }


def test_a_feed_keeps_the_filters_of_its_search(client, rain):
    assert titles(feed(client, "/fa/search/feed/?q=باران&source=bamdad")) == ["باران دیروز"]
    assert titles(feed(client, "/fa/search/feed/?from=1404-09-11&to=2025-12-02")) == ["باران امروز"]


def test_near_matches_are_no_news(client, rain):
    assert titles(feed(client, "/fa/search/feed/?q=باران+کهکشان")) == []


def test_an_article_that_was_hidden_since_is_in_no_feed(client, rain):
    Article.objects.filter(title="باران امروز").update(status=Article.Status.HIDDEN)
    assert titles(feed(client, "/fa/search/feed/?q=باران")) == ["باران دیروز"]


@pytest.mark.parametrize(
    "query", ["q=%00%0B", "q=%ED%A0%80", "q=" + "x" * 5000, "q=\"'<>", "lang=xx&source=a/b", ""]
)
def test_hostile_searches_have_feeds_too(client, rain, query):
    feed(client, f"/fa/search/feed/?{query}")


def test_a_search_feed_says_when_to_come_again_while_the_index_rests(client, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    response = client.get("/ar/search/feed/?q=x")
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert response["Content-Type"] == "text/plain; charset=utf-8"


def test_pages_name_their_feeds_to_programs_and_readers(client, rain):
    expected = {
        "/fa/": ("/fa/feed/", True),
        "/ar/sources/bamdad/": ("/ar/sources/bamdad/feed/", True),
        "/fa/search/?q=باران&page=1&sort=newest": (f"/fa/search/feed/?q={quote('باران')}", True),
        "/fa/search/": ("/fa/search/feed/", False),  # of the whole archive, as in the footer
    }
    for page, (address, is_shown) in expected.items():
        document = JustHTML(client.get(page).text, sanitize=False)
        link, *of_all_languages = document.query('link[type="application/atom+xml"]')
        assert link.attrs["href"] == address
        assert [each.attrs["href"] for each in of_all_languages] == (
            ["/fa/feed/?lang=all"] if page == "/fa/" else []
        )
        assert bool(document.query(f'a[href="{address}"]')) is is_shown
        feed(client, address)


@pytest.mark.parametrize("count", [3, 60])
def test_queries_do_not_grow_with_the_archive(client, rain, django_assert_max_num_queries, count):
    for _ in range(count):
        make_article(source=make_source())
    with django_assert_max_num_queries(2):
        feed(client)
    with django_assert_max_num_queries(4):
        feed(client, "/fa/search/feed/?q=باران&source=bamdad")


TEXTS = st.text(max_size=30) | st.text(
    alphabet="<>&]!-\"'\x00\x0b\ud800\ufffe\u2028خبر\u202e", max_size=30
)


@given(TEXTS, TEXTS, TEXTS)
def test_no_text_of_a_dump_breaks_a_feed(title, author, summary):
    entry = Entry(
        id="tag:x,2026:a",
        title=title,
        address="https://a.example/",
        original=f"https://o.example/{title}",
        author=author,
        homepage=f"http://h{summary}",
        published=None,
        updated=datetime(2026, 1, 1, tzinfo=UTC),
        language="fa",
        summary=summary,
    )
    made = atom(
        Feed("tag:x,2026:f", title, "https://a.example/f", "https://a.example/", "x", "fa",
             datetime(2026, 1, 1, tzinfo=UTC), [entry])
    )  # fmt: skip
    check_rules(made)
    assert not feedparser.parse(made).bozo
