"""ETag, Last-Modified and Cache-Control: pages are new when anything on them is, and only then."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import caches
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone
from django.utils.http import parse_http_date

from articles.curation.source_merging import merge
from articles.importing.erasing import erase
from articles.importing.undoing import undo
from articles.models import Article, ArticleIdentity, ImportBatch, NameSet, Source, Tombstone
from articles.views.site import http_cache as freshness
from articles.views.site.http_cache import SECONDS_KEPT, archive_state, public_page
from tests.dump_texts import dump, run, write
from tests.factories import make_article, make_capture, make_source

pytestmark = [pytest.mark.django_db, pytest.mark.each_database]

PAGES = {
    "home": "/fa/",
    "article": "/fa/articles/{key}/",
    "raw": "/fa/articles/{key}/raw/",
    "scraped": "/fa/articles/{key}/scraped/",
    "history": "/fa/articles/{key}/history/",
    "difference": "/fa/articles/{key}/history/?from={capture}&to={capture}",
    "json": "/fa/articles/{key}.json",
    "text": "/fa/articles/{key}.txt",
    "BibTeX": "/fa/articles/{key}.bib",
    "RIS": "/fa/articles/{key}.ris",
    "CSL-JSON": "/fa/articles/{key}.csl.json",
    "sources": "/ar/sources/",
    "source": "/ar/sources/bamdad/",
    "search": "/fa/search/?q=باران",
    "help": "/fa/help/search/",
    "about": "/ar/about/",
    "years": "/fa/archive/",
    "year": "/fa/archive/jalali/1404/",
    "month": "/ar/archive/gregorian/2025/12/",
    "day": "/ar/archive/gregorian/2025/12/28/",
    "feed": "/fa/feed/",
    "source feed": "/fa/sources/bamdad/feed/",
    "search feed": "/fa/search/feed/?q=باران",
    "sitemap": "/sitemap.xml",
    "sitemap of pages": "/sitemap-pages.xml",
    "sitemap of a year": "/sitemap-2025-1.xml",
    "robots": "/robots.txt",
    "OpenSearch": "/opensearch.xml?l=fa",
}


@pytest.fixture
def archive(rebuild_index):
    article = make_article("باران در بندر", source=make_source("بامداد", slug="bamdad"))
    make_capture(article, "باران".encode())
    rebuild_index()
    return article


@pytest.fixture
def later(monkeypatch):
    """Moves the clock on; a page has a time only when the second has passed in which it came."""
    moved = [0.0]
    clock = time.time
    monkeypatch.setattr(freshness.time, "time", lambda: clock() + moved[0])
    monkeypatch.setattr(freshness, "_first_seen", freshness._FirstSeen())

    def move(seconds: float) -> None:
        moved[0] += seconds

    return move


@pytest.fixture
def paths(archive) -> dict[str, str]:
    """Addresses of all kinds of pages, by name."""
    return {
        name: path.format(key=archive.key, capture=archive.captures.get().pk)
        for name, path in PAGES.items()
    }


def test_every_public_page_has_the_headers_of_caches(client, paths, later):
    client.get(paths["help"])
    later(1)
    for name, path in paths.items():
        response = client.get(path)
        assert response.status_code == 200, name
        assert response["ETag"].startswith('W/"'), name
        assert response["Cache-Control"] == f"public, max-age={SECONDS_KEPT}", name
        assert parse_http_date(response["Last-Modified"]) <= freshness.time.time(), name
        assert not response.cookies, name


def test_a_page_that_is_known_is_not_sent_again(client, paths, later, django_assert_num_queries):
    client.get(paths["help"])
    later(1)
    for name, path in paths.items():
        first = client.get(path)
        with django_assert_num_queries(1):
            known = client.get(path, headers={"if-none-match": first["ETag"]})
        assert known.status_code == 304, name
        assert known.content == b"", name
        for header in ("ETag", "Cache-Control", "Last-Modified"):
            assert known[header] == first[header], name
        assert client.get(path, headers={"if-none-match": 'W/"other"'}).status_code == 200, name


def test_a_page_known_by_its_time_alone_is_not_sent_again(client, paths, later):
    client.get(paths["help"])
    later(1)
    long_ago = "Mon, 01 Jan 2001 00:00:00 GMT"
    for name, path in paths.items():
        moment = client.get(path)["Last-Modified"]
        assert client.get(path, headers={"if-modified-since": moment}).status_code == 304, name
        assert client.get(path, headers={"if-modified-since": long_ago}).status_code == 200, name


def test_head_says_what_get_does_without_the_page(client, paths, later):
    client.get(paths["help"])
    later(1)
    for name, path in paths.items():
        got, head = client.get(path), client.head(path)
        assert head.status_code == 200, name
        assert b"".join(head) == b"", name
        for header in ("ETag", "Last-Modified", "Content-Type", "Cache-Control"):
            assert head[header] == got[header], name
        headers = {"if-none-match": got["ETag"]}
        assert client.head(path, headers=headers).status_code == 304, name


def correct(article):
    article.correct({"title": "عنوان درست"})


def hide(article):
    article.correct({}, decisions={"status": Article.Status.HIDDEN})


def rename_source(article):
    article.source.name_fa = "بامداد نو"
    article.source.save()


def delete_source_without_articles(article):
    make_source(slug="empty").delete()


def merge_source(article):
    merge(article.source, make_source("دیگر"))


def add_names(article):
    NameSet.objects.create(names="بندر\nمرفأ")


def capture_again(article):
    make_capture(article, b"again")


@pytest.mark.parametrize(
    "change",
    [
        correct,
        hide,
        rename_source,
        delete_source_without_articles,
        merge_source,
        add_names,
        capture_again,
        lambda article: erase(article, reason="takedown"),
    ],
)
def test_any_change_of_the_archive_changes_its_state(archive, change):
    before = archive_state()
    assert archive_state() == before
    change(archive)
    assert archive_state() != before


def test_imports_and_their_undoing_change_the_state(tmp_path, settings):
    settings.DATA_DIR = tmp_path / "data"
    states = [archive_state()]
    text = dump(source="خبرخانه ساحل")
    for name in ("first", "second"):
        # The second brings the same bytes: nothing but a capture is new.
        run(*write(tmp_path / name, text))
        states.append(archive_state())
    for batch in ImportBatch.objects.order_by("-pk"):
        undo(batch)
        states.append(archive_state())
    assert len(set(states)) == len(states) == 5


def test_a_page_is_made_once_for_all_readers_until_something_changes(
    client, paths, archive, later, django_assert_num_queries
):
    client.get(paths["help"])
    later(1)
    kept = {name: path for name, path in paths.items() if not client.get(path).streaming}
    assert len(kept) > 20
    for name, path in kept.items():
        first = client.get(path)
        with django_assert_num_queries(1):
            again = client.get(path)
        assert (again.status_code, again.content) == (200, first.content), name
        differing = set(again.headers.items()) ^ set(first.headers.items())
        assert {header for header, _value in differing} == {"X-Request-ID"}, name
    pages = [kept["home"], kept["article"], kept["day"], kept["feed"]]
    assert all(archive.title in client.get(path).text for path in pages)
    correct(archive)
    assert all("عنوان درست" in client.get(path).text for path in pages)
    hide(archive)
    assert not any("عنوان درست" in client.get(path).text for path in pages)


def test_a_page_names_the_host_by_which_it_was_asked_for(client, paths, settings):
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]
    for host in settings.ALLOWED_HOSTS:
        assert f"http://{host}/" in client.get(paths["article"], headers={"host": host}).text


def test_another_index_changes_the_state(archive, rebuild_index):
    before = archive_state()
    rebuild_index()
    assert archive_state() != before


def test_a_changed_archive_is_sent_again(client, paths, archive, later):
    client.get(paths["help"])
    for change in (correct, rename_source, add_names, capture_again):
        later(5)
        first = {name: client.get(path) for name, path in paths.items()}
        change(archive)
        for name, path in paths.items():
            headers = {"if-none-match": first[name]["ETag"]}
            assert client.get(path, headers=headers).status_code == 200, name
            headers = {"if-modified-since": first[name]["Last-Modified"]}
            assert client.get(path, headers=headers).status_code == 200, name
        later(1)
        for name, path in paths.items():
            again = client.get(path)
            assert again["ETag"] != first[name]["ETag"], name
            times = [parse_http_date(each["Last-Modified"]) for each in (first[name], again)]
            assert times == sorted(set(times)), name


def test_a_page_has_no_time_in_the_second_in_which_it_came(client, paths, later):
    assert "Last-Modified" not in client.get(paths["help"])
    later(1)
    assert "Last-Modified" in client.get(paths["help"])


def test_a_new_day_and_a_new_release_make_pages_new(client, paths, monkeypatch):
    def tags():
        return {client.get(path)["ETag"] for path in paths.values()}

    found = tags()
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr(freshness.timezone, "localdate", lambda: tomorrow)
    found |= tags()
    monkeypatch.setattr(freshness, "release", lambda: "the next one")
    found |= tags()
    assert len(found) == 3 * len(paths)


def test_each_address_has_a_tag_of_its_own(client, paths):
    asked = [*paths.values(), "/fa/search/?q=باران&sort=newest", "/ar/feed/"]
    assert len({client.get(path)["ETag"] for path in asked}) == len(asked)


def test_a_tag_of_before_brings_no_hidden_article_back(client, archive):
    path = f"/fa/articles/{archive.key}/"
    tag = client.get(path)["ETag"]
    hide(archive)
    response = client.get(path, headers={"if-none-match": tag})
    assert response.status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"if-none-match": "*"},
        {"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"},
        {"if-none-match": 'W/"x"'},
    ],
)
def test_what_is_not_there_is_never_unchanged(client, archive, headers):
    Tombstone.objects.create(key="c" * 16, reason="takedown")
    for key, status in (("a" * 16, 404), ("c" * 16, 410)):
        assert client.get(f"/fa/articles/{key}/", headers=headers).status_code == status
    assert client.get("/fa/sources/nowhere/", headers=headers).status_code == 404


def test_a_star_matches_any_page_that_is_there(client, archive):
    path = f"/fa/articles/{archive.key}/"
    assert client.get(path, headers={"if-none-match": "*"}).status_code == 304


def test_redirects_of_keys_and_tombstones_are_not_kept_for_ever(client, archive):
    ArticleIdentity.objects.create(article=archive, hash="b" * 32, absorbed=True)
    Tombstone.objects.create(key="c" * 16, reason="takedown")
    for key, status in (("b" * 16, 301), ("c" * 16, 410)):
        response = client.get(f"/fa/articles/{key}.json")
        assert response.status_code == status
        assert response["Cache-Control"] == f"public, max-age={SECONDS_KEPT}"
        assert "ETag" not in response


def test_an_index_that_rests_is_not_remembered(client, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    for path in ("/fa/search/?q=x", "/fa/search/feed/?q=x"):
        response = client.get(path)
        assert response.status_code == 503
        assert not {"ETag", "Last-Modified"} & set(response.headers)
        assert "public" not in response.get("Cache-Control", "")


def test_pages_of_staff_stay_with_them(client, paths):
    anonymous = {name: client.get(path)["ETag"] for name, path in paths.items()}
    user = get_user_model().objects.create_user("editor", password="x", is_staff=True)
    client.force_login(user)
    for name, path in paths.items():
        response = client.get(path, headers={"if-none-match": anonymous[name]})
        assert response.status_code == 200, name
        assert response["Cache-Control"] == "private, no-cache", name
        assert not {"ETag", "Last-Modified"} & set(response.headers), name


def test_what_is_too_large_is_made_anew_each_time(monkeypatch):
    monkeypatch.setattr(freshness, "LARGEST_KEPT", 10)
    for size, times in ((10, 1), (11, 2)):
        bodies = [b"a" * size, b"b" * size]
        answers = [made(lambda _request, body=body: HttpResponse(body)) for body in bodies]
        assert len({answer.content for answer in answers}) == times
        caches["pages"].clear()


def made(view, **headers):
    request = RequestFactory().get("/x/", headers=headers)
    return public_page()(view)(request)


def test_an_answer_with_a_cookie_is_kept_by_nobody_else():
    def view(request):
        response = HttpResponse("x")
        response.set_cookie("a", "b")
        return response

    response = made(view)
    assert response["Cache-Control"] == "private, no-cache"
    assert "ETag" not in response


def test_an_answer_with_a_form_of_ones_own_is_kept_by_nobody_else():
    def view(request):
        request.META["CSRF_COOKIE_NEEDS_UPDATE"] = True
        return HttpResponse("x")

    assert made(view)["Cache-Control"] == "private, no-cache"


def test_the_state_is_read_before_the_page():
    """What changes while a page is made must not be hidden behind the tag of the page before."""
    article = make_article()

    def view(request):
        article.correct({"title": f"{article.title}؟"})
        return HttpResponse("x")

    assert made(view)["ETag"] != made(view)["ETag"]


def test_while_templates_are_written_nothing_is_remembered(client, archive, settings):
    settings.DEBUG = True
    response = client.get("/fa/help/search/")
    assert response["Cache-Control"] == "private, no-cache"
    assert "ETag" not in response


def test_pages_below_a_language_do_not_vary_by_it(client, paths):
    for name, path in paths.items():
        if path.startswith(("/fa/", "/ar/")) and name != "home":
            assert client.get(path)["Vary"] == "Accept-Encoding", name


def test_home_varies_by_what_decides_whether_its_language_is_remembered(client, archive):
    persian, arabic = {"accept-language": "fa"}, {"accept-language": "ar"}
    plain = client.get("/fa/", headers=persian)
    assert set(plain["Vary"].split(", ")) == {"Accept-Encoding", "Accept-Language", "Cookie"}
    assert "public" in plain["Cache-Control"]
    other = client.get("/fa/", headers={**arabic, "if-none-match": plain["ETag"]})
    assert other.status_code == 200 and other.cookies
    assert other["Cache-Control"] == "private, no-cache"


def test_the_root_varies_by_language_and_is_kept_by_nobody(client):
    response = client.get("/", headers={"accept-language": "ar"})
    assert response.status_code == 302
    assert {"Accept-Language", "Cookie"} <= set(response["Vary"].split(", "))
    assert "public" not in response.get("Cache-Control", "")


def test_the_history_of_sources_is_counted_whatever_the_clocks_say(archive):
    before = archive_state()
    source = Source.objects.get(slug="bamdad")
    source._history_date = timezone.now() - timedelta(days=365)
    source.save()
    assert archive_state() != before


def test_a_cookie_of_no_session_is_answered_from_memory_and_kept_by_nobody(
    client, archive, settings, django_assert_num_queries, later
):
    """Anybody can send one: it must not cost a page each time."""
    path = f"/fa/articles/{archive.key}/"
    client.get(path)
    client.cookies[settings.SESSION_COOKIE_NAME] = "x" * 32
    with django_assert_num_queries(2):  # the state of the archive, and the session that is none
        answer = client.get(path)
    assert answer.status_code == 200
    assert "private" in answer["Cache-Control"]
