"""What programs read by ``/api/v1/``: whole, in two calendars, and only what readers may see."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import jsonschema_rs
import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.importing.erasing import erase
from articles.models import ApiToken, Article, ArticleChange, ArticleIdentity, NameSet
from articles.views.api import changes
from articles.views.api.articles import _list_of_all
from articles.views.api.description import ROOT, description
from articles.views.api.items import FIELDS, USUAL
from articles.views.search.choices import CHOICES
from newsarchive.rate_limits import uses_on
from tests.factories import make_article, make_capture, make_figure, make_related, make_source

pytestmark = pytest.mark.django_db

DAY = date(2025, 12, 28)


def body_of(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def asked(client, path, status=200, **headers):
    answer = client.get(path if path.startswith("http") else ROOT + path, headers=headers)
    assert answer.status_code == status, body_of(answer)
    return answer


def read(client, path, **headers):
    return json.loads(asked(client, path, **headers).content)


def problem(client, path, status=400, **headers):
    answer = asked(client, path, status, **headers)
    assert answer["Content-Type"] == "application/problem+json"
    told = json.loads(answer.content)
    assert told["status"] == status
    return told


def keys(found):
    return [each["key"] for each in found["items"]]


def logged(*articles, kind=ArticleChange.Kind.CREATED):
    ArticleChange.objects.log(kind, [each.pk for each in articles])


@pytest.fixture(autouse=True)
def languages_of_requests_end_with_the_test():
    """A request leaves its language to what the thread does next."""
    with override("fa"):
        yield


@pytest.fixture
def source():
    return make_source("روزنامهٔ سپیده", slug="sepideh", homepage="https://sepideh.example/")


@pytest.fixture
def token(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    owner = User.objects.create_superuser("owner")

    def issue(*scopes):
        _token, text = ApiToken.objects.issue(name="x", owner=owner, scopes=scopes)
        return {"authorization": f"Bearer {text}"}

    return issue


# -- what is answered ------------------------------------------------------------------------------


def test_an_article_of_a_list_has_the_days_of_both_calendars(client, source):
    article = make_article(
        "پل تازهٔ رودخانه", source=source, url="https://sepideh.example/7", date_text="۷ دی"
    )

    assert read(client, "articles") == {
        "items": [
            {
                "number": article.pk,
                "key": article.key,
                "title": "پل تازهٔ رودخانه",
                "lead": "باران دیروز خیابان‌های شهر ساختگی را شست.",
                "language": "fa",
                "source": {
                    "slug": "sepideh",
                    "names": {"fa": "روزنامهٔ سپیده"},
                    "homepage": "https://sepideh.example/",
                    "url": "http://testserver/fa/sources/sepideh/",
                },
                "published": {
                    "gregorian": "2025-12-28",
                    "jalali": "1404-10-07",
                    "time": None,
                    "text": "۷ دی",
                    "calendar": "",
                },
                "url": "https://sepideh.example/7",
                "links": {
                    "self": f"http://testserver/api/v1/articles/{article.key}",
                    "page": f"http://testserver/fa/articles/{article.key}/",
                },
            }
        ],
        "next": None,
    }


def everything(client, rebuild_index):
    """Every address that has an answer, with an archive that has something of everything."""
    source = make_source(slug="sepideh")
    original = make_article("برف در کوهستان", source=source, day=date(2025, 3, 20))
    article = make_article("پل تازهٔ رودخانه", source=source, duplicate_of=original)
    make_figure(article, caption="نمای پل")
    make_related(article, original.title, original)
    capture = make_capture(article, "پل تازهٔ رودخانه".encode(), views=7, parsed={})
    article.correct({"author": "مینا راد"}, reason="ساختگی")
    make_article("خبر بی‌تاریخ", day=None, language="ar")
    NameSet.objects.create(names="شهرک نمونه\nNemooneh")
    logged(article)
    rebuild_index()
    key = article.key
    return {
        "/api/v1/articles": ["", f"?fields={','.join(FIELDS)}", "?from=1404&to=۱۴۰۴&source=-"],
        "/api/v1/articles/{key}": [key, f"{key}?fields=key,title"],
        "/api/v1/articles/{key}/captures": [f"{key}/captures"],
        "/api/v1/articles/{key}/history": [f"{key}/history"],
        "/api/v1/articles/{key}/raw": [f"{key}/raw", f"{key}/raw?capture={capture.pk}"],
        "/api/v1/search": ["?q=پل", '?q=پل -"برف', "?lang=fa&sort=oldest&limit=1"],
        "/api/v1/stats/months": ["", "?from=1404/10&lang=fa"],
        "/api/v1/sources": ["", "?format=ndjson"],
        "/api/v1/sources/{slug}": ["sepideh"],
        "/api/v1/names": [""],
        "/api/v1/changes": ["", "?since=1", "?format=ndjson"],
    }


def test_every_answer_is_as_the_description_says(client, rebuild_index):
    described = description()
    tried = everything(client, rebuild_index)
    open_to_all = {
        path
        for path, methods in described["paths"].items()
        if "security" not in methods["get"]  # of others: test_correcting.py
    }
    assert tried.keys() == open_to_all
    for path, endings in tried.items():
        told = described["paths"][path]["get"]["responses"]["200"]["content"]
        for ending in endings:
            answer = asked(client, f"http://testserver{path.partition('{')[0]}{ending}")
            kind = answer["Content-Type"].partition(";")[0]
            assert kind in told
            if kind == "application/json":
                schema = {**told[kind]["schema"], "components": described["components"]}
                jsonschema_rs.validate(schema, json.loads(answer.content))


def test_everything_that_the_search_page_is_narrowed_by_narrows_the_api():
    asked = {each["name"] for each in description()["paths"][f"{ROOT}search"]["get"]["parameters"]}

    assert {each.parameter for each in CHOICES} <= asked


def test_the_description_is_openapi_and_names_only_what_there_is(client):
    told = json.loads(asked(client, "openapi.json").content)

    assert told["openapi"].startswith("3.1.")
    assert told == json.loads(json.dumps(description()))
    references = set(re.findall(r"#/components/schemas/(\w+)", json.dumps(told)))
    assert references <= told["components"]["schemas"].keys()


def test_one_article_is_told_whole_and_its_raw_text_as_it_was_scraped(client, source):
    article = make_article("پل تازهٔ رودخانه", source=source)
    make_capture(article, "پل تازه، نخستین بار".encode())
    latest = make_capture(article, "پل تازه، بار دوم".encode(), views=9)

    whole = read(client, f"articles/{article.key}")
    captures = read(client, f"articles/{article.key}/captures")["items"]

    assert whole["paragraphs"] == article.paragraphs
    assert whole["captures"] == captures
    assert [body_of(client.get(each["url"])).decode() for each in captures] == [
        "پل تازه، نخستین بار",
        "پل تازه، بار دوم",
    ]
    assert asked(client, f"articles/{article.key}/raw")["Memento-Datetime"]
    raw = body_of(asked(client, f"articles/{article.key}/raw")).decode()
    assert raw == "پل تازه، بار دوم"
    told = read(client, f"articles/{article.key}/history")["captures"]
    assert (told[0]["number"], told[0]["capture"]) == (2, latest.pk)


def test_only_the_fields_that_are_asked_for_are_given(client):
    article = make_article("پل تازهٔ رودخانه")

    assert read(client, "articles?fields=title, key")["items"] == [
        {"title": article.title, "key": article.key}
    ]
    assert read(client, f"articles/{article.key}?fields=paragraphs") == {
        "paragraphs": article.paragraphs
    }
    assert list(read(client, "articles")["items"][0]) == [*USUAL]
    told = problem(client, "articles?fields=key,body")
    assert (told["parameter"], "paragraphs" in told["detail"]) == ("fields", True)


# -- lists -----------------------------------------------------------------------------------------


def test_a_list_gives_every_article_once_also_where_one_comes_meanwhile(client):
    made = [make_article(day=DAY - timedelta(days=number // 3)) for number in range(7)]
    made += [make_article(day=None) for _number in range(4)]
    found, page = [], read(client, "articles?limit=2&fields=key")
    while page["next"]:
        found += keys(page)
        make_article(day=DAY + timedelta(days=1))
        page = read(client, page["next"])
    found += keys(page)

    assert sorted(found) == sorted(each.key for each in made)
    assert len(found) == len(made)


def test_lines_are_streamed_and_say_where_they_go_on(client, monkeypatch):
    monkeypatch.setattr("articles.views.api.lists._READ_AT_ONCE", 2)
    made = {make_article(day=DAY).key for _number in range(7)}

    answer = asked(client, "articles?format=ndjson&limit=5&fields=key")
    *lines, last = map(json.loads, body_of(answer).splitlines())
    rest = list(map(json.loads, body_of(client.get(last["next"])).splitlines()))

    assert answer.streaming
    assert answer["Content-Type"] == "application/x-ndjson; charset=utf-8"
    assert len(lines) == 5
    assert {each["key"] for each in [*lines, *rest]} == made


def test_articles_are_limited_as_on_the_search_page(client, source):
    ours = make_article(source=source, language="ar", day=date(2025, 12, 27))
    make_article(source=source, day=date(2025, 12, 20))
    unknown = make_article(day=None)

    assert keys(read(client, "articles?source=sepideh&lang=ar")) == [ours.key]
    assert keys(read(client, "articles?source=-")) == [unknown.key]
    assert keys(read(client, "articles?from=۶ دی ۱۴۰۴&to=2025-12-28")) == [ours.key]
    assert keys(read(client, "articles?from=7 رجب 1447")) == [ours.key]
    assert keys(read(client, "articles?from=1404/10/06..1404/10/08")) == [ours.key]
    assert len(keys(read(client, "articles?lang=ar&lang=fa&to=1404"))) == 2


def test_a_search_gives_what_the_page_finds_with_its_numbers(client, source, rebuild_index):
    made = {make_article(f"پل {number}", source=source).key for number in range(3)}
    make_article("برف در کوهستان", language="ar")
    rebuild_index()

    found, page = [], read(client, "search?q=پل&limit=2")
    assert page["total"] == 3
    assert page["numbers"]["sources"][0] == {
        "slug": "sepideh",
        "names": {"fa": "روزنامهٔ سپیده"},
        "count": 3,
    }
    assert page["numbers"]["months"]["jalali"] == [{"year": 1404, "month": 10, "count": 3}]
    assert page["numbers"]["months"]["gregorian"] == [{"year": 2025, "month": 12, "count": 3}]
    found = keys(page) + keys(read(client, page["next"]))
    assert set(found) == made
    lines = body_of(asked(client, "search?q=پل&format=ndjson&fields=key")).splitlines()
    assert {json.loads(each)["key"] for each in lines} == made
    assert read(client, "stats/months?lang=ar")["total"] == 1
    assert read(client, "search?q=پل&copies=no&copies=yes")["numbers"]["copies"] == 0
    assert read(client, "stats/months?copies=yes")["total"] == 0
    assert read(client, "sources")["items"][0]["articles"] == 3


def test_sets_of_equal_names_are_those_in_use(client):
    first, second = (
        NameSet.objects.create(names=f"نام {number}\nName {number}", note="تنها برای کارکنان")
        for number in range(2)
    )
    NameSet.objects.create(names="کنار\nAside", is_active=False)

    page = read(client, "names?limit=1")
    rest = read(client, page["next"])
    assert page["items"] == [{"number": first.pk, "names": ["نام 0", "Name 0"]}]
    assert rest == {"items": [{"number": second.pk, "names": ["نام 1", "Name 1"]}], "next": None}


def test_sources_are_given_line_by_line_too(client, source):
    make_article("پل تازهٔ رودخانه", source=source)
    make_article("برف", source=make_source(slug="pegah"))
    lines = body_of(asked(client, "sources?format=ndjson")).splitlines()
    assert [json.loads(line) for line in lines] == read(client, "sources")["items"]
    assert problem(client, "sources?format=csv")["parameter"] == "format"


def test_changes_are_told_from_a_position_on(client, monkeypatch):
    first, second, hidden = make_article(), make_article(), make_article(status="hidden")
    logged(first, second, hidden)
    monkeypatch.setattr(changes, "AT_ONCE", 2)

    page = read(client, "changes")
    rest = read(client, f"changes?since={page['position']}")

    assert keys(page) == [first.key, second.key]
    assert not page["is_complete"]
    assert rest["items"] == [
        {"position": rest["position"], "kind": "removed", "number": hidden.pk, "key": None}
    ]
    assert rest["is_complete"]
    assert read(client, f"changes?since={rest['position']}")["items"] == []
    lines = body_of(asked(client, "changes?format=ndjson")).splitlines()
    end = {"position": page["position"], "is_complete": False}
    assert [json.loads(line) for line in lines] == [*page["items"], end]
    assert problem(client, f"changes?since={rest['position'] + 1}")["parameter"] == "since"
    ArticleChange.objects.filter(pk=page["items"][0]["position"]).delete()
    ArticleChange.objects.filter(pk=page["position"]).update(kind=ArticleChange.Kind.PRUNED)
    assert problem(client, f"changes?since={page['position'] - 1}", 410)["code"] == "pruned"


def test_what_only_indexes_are_told_is_no_change(client):
    article = make_article()
    logged(article)
    position = read(client, "changes")["position"]
    ArticleChange.objects.log(ArticleChange.Kind.INDEXED, [article.pk])
    page = read(client, f"changes?since={position}")
    assert (page["items"], page["is_complete"]) == ([], True)
    assert page["position"] == ArticleChange.objects.last_sequence() > position


# -- what nobody may see ---------------------------------------------------------------------------


def test_what_readers_may_not_see_is_nowhere(client, source, rebuild_index):
    hidden = make_article("رازی پنهان", source=source)
    make_capture(hidden, "رازی پنهان".encode())
    shown = make_article("پل تازه", duplicate_of=hidden)
    make_related(shown, "رازی دیگر", hidden)
    logged(hidden, shown)
    rebuild_index()
    Article.objects.filter(pk=hidden.pk).update(status=Article.Status.HIDDEN)

    for path in ("articles", "search?q=رازی", "sources", "changes", f"articles/{shown.key}"):
        said = body_of(asked(client, path)).decode()
        assert hidden.key not in said, path
        assert "رازی پنهان" not in said, path
        assert "sepideh" not in said or path == "search?q=رازی", path
    for ending in ("", "/captures", "/history", "/raw"):
        assert problem(client, f"articles/{hidden.key}{ending}", 404)["code"] == "no_article"
    assert problem(client, "sources/sepideh", 404)["code"] == "no_source"


def test_an_erased_article_is_gone_and_a_merged_one_has_moved(client):
    gone, kept = make_article("خبر حذف‌شدنی"), make_article()
    erase(gone, reason="ساختگی")
    ArticleIdentity.objects.create(article=kept, hash="b" * 32, absorbed=True)

    assert problem(client, f"articles/{gone.key}", 410)["code"] == "erased"
    moved = asked(client, f"articles/{'b' * 16}/history", 301)
    assert moved["Location"] == f"/api/v1/articles/{kept.key}/history"


# -- what is refused -------------------------------------------------------------------------------


WRONG = {
    "articles?limit=0": "limit",
    "articles?limit=101": "limit",
    "articles?limit=1001&format=ndjson": "limit",
    "articles?limit=x": "limit",
    "articles?limit=9999999": "limit",
    "articles?lang=xx": "lang",
    "articles?source=nobody": "source",
    "articles?source=no body!": "source",
    "articles?" + "source=-&" * 21: "source",
    "articles?from=yesteryear": "from",
    "articles?to=1404/13/01": "to",
    "articles?format=xml": "format",
    "articles?cursor=2025-12-28.abcdefgh23456789": "cursor",
    "articles?cursor=x:y": "cursor",
    "articles?offset=3": "offset",
    "articles/x": "key",
    "articles/abcdefgh23456789?format=json": "format",
    "changes?since=-1": "since",
    "changes?since=99999999999999999999": "since",
    "search?q=" + "a" * 1001: "q",
    "search?sort=random": "sort",
    "search?names=perhaps": "names",
    "stats/months?from=x": "from",
}
"""Requests, and the parameter that is wrong in each."""


def test_a_parameter_out_of_its_range_is_named(client):
    for path, parameter in WRONG.items():
        told = problem(client, path)
        assert (told["code"], told["parameter"]) == ("bad_parameter", parameter), path
        assert told["detail"]


def test_a_cursor_is_of_its_list_and_of_nobody_else(client, rebuild_index):
    for _number in range(3):
        make_article()
    rebuild_index()
    address = read(client, "articles?limit=1")["next"]
    (cursor,) = parse_qs(urlsplit(address).query)["cursor"]

    assert read(client, address)["items"]
    changed = cursor.replace("2025", "2024")
    for path in (f"articles?cursor={changed}", f"search?cursor={cursor}"):
        assert problem(client, path)["parameter"] == "cursor"


@pytest.mark.parametrize(
    ("asked_for", "language", "words"),
    [("ar;q=0.8, fa;q=0.5", "ar", "لا"), ("en-GB", "en", "There"), ("de", "fa", "نیست")],
)
def test_a_problem_is_told_in_the_language_of_the_caller(client, asked_for, language, words):
    answer = asked(client, "articles?x=1", 400, accept_language=asked_for)

    assert answer["Content-Language"] == language
    assert words in json.loads(answer.content)["detail"]


def test_only_reading_is_answered_and_pages_of_other_sites_may_read(client):
    make_article()

    answer = asked(client, "articles")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert client.head(ROOT + "articles").content == b""
    assert client.head(ROOT + "articles")["ETag"] == answer["ETag"]
    preflight = client.options(ROOT + "articles")
    assert (preflight.status_code, preflight["Access-Control-Allow-Methods"]) == (
        204,
        "GET, HEAD, OPTIONS",
    )
    refused = client.post(ROOT + "articles")
    assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD")
    assert json.loads(refused.content)["code"] == "method_not_allowed"
    assert problem(client, "articles?x=1")
    assert asked(client, "articles?x=1", 400)["Access-Control-Allow-Origin"] == "*"


def test_what_has_not_changed_is_not_sent_again(client):
    logged(make_article())
    tag = asked(client, "articles")["ETag"]

    assert asked(client, "articles", 304, if_none_match=tag).content == b""
    logged(make_article())
    assert asked(client, "articles", if_none_match=tag)["ETag"] != tag


def test_a_token_raises_the_limit(client, token, settings):
    settings.API_READS_PER_MINUTE = 1
    settings.API_TOKEN_READS_PER_MINUTE = 4
    for _number in range(3):
        make_article()

    asked(client, "articles")
    refused = asked(client, "articles", 429)
    assert int(refused["Retry-After"]) > 0
    assert json.loads(refused.content)["code"] == "too_many_requests"
    reader = token("read")
    lines = asked(client, "articles?format=ndjson&limit=5000", **reader)
    assert len(body_of(lines).splitlines()) == 3
    assert problem(client, "articles", 403, **token("import"))["code"] == "not_allowed"
    wrong = {"authorization": "Bearer nat_made-up"}
    assert problem(client, "articles", 401, **wrong)["code"] == "no_token"


def test_a_token_has_so_many_requests_a_day(client, token, settings):
    reader = token("read")
    ApiToken.objects.update(daily_quota=2)

    asked(client, "articles", **reader)
    asked(client, "sources", **reader)
    refused = asked(client, "articles", 429, **reader)
    assert 0 < int(refused["Retry-After"]) <= 24 * 60 * 60
    told = json.loads(refused.content)
    assert (told["code"], "2" in told["detail"]) == ("quota_used", True)
    asked(client, "articles")  # as everybody may
    ApiToken.objects.update(daily_quota=None)
    asked(client, "articles", **reader)


def test_what_is_refused_is_no_use_of_a_token(client, token, settings):
    other = token("import")
    ApiToken.objects.update(daily_quota=1)

    problem(client, "articles", 403, **other)
    assert uses_on(ApiToken.objects.get().pk, timezone.localdate()) == 0


def test_without_an_index_search_says_when_to_come_again(client, archive_folder):
    make_article()

    for path in ("search?q=x", "search?q=x&format=ndjson", "stats/months"):
        assert problem(client, path, 503)["code"] == "no_index"
    assert read(client, "articles")["items"]
    assert read(client, "sources")["items"] == []


# -- what it costs ---------------------------------------------------------------------------------


COSTS = {
    "articles": 3,
    "articles?fields=key,paragraphs&format=ndjson": 3,
    "articles?source=sepideh&lang=fa&from=1404": 4,
    "articles/{key}": 8,
    "articles/{key}/captures": 3,
    "articles/{key}/history": 3,
    "articles/{key}/raw": 4,
    "search?q=خبر": 6,
    "stats/months?source=sepideh": 3,
    "sources": 2,
    "names": 2,
    "changes": 5,
}
"""The most queries of each answer."""


@pytest.mark.each_database
def test_an_answer_costs_as_many_queries_whatever_it_has(
    client, source, rebuild_index, django_assert_max_num_queries
):
    for number in range(5):
        article = make_article(f"خبر {number}", source=source)
        make_capture(article, f"خبر {number}".encode())
        make_article(source=make_source(f"روزنامهٔ {number}"))
    logged(article)
    rebuild_index()
    _list_of_all.cache_clear()

    for path, queries in COSTS.items():
        with django_assert_max_num_queries(queries):
            body_of(asked(client, path.format(key=article.key)))


VALUES = st.text(max_size=12) | st.sampled_from(
    [
        "1404",
        "۷ دی ۱۴۰۴",
        "..",
        "1404..",
        "9999-12-31",
        "0001-01-01",
        "-",
        "fa",
        "1" * 30,
        "\0",
        "on",
    ]
)


@given(
    st.sampled_from(["articles", "search", "stats/months", "changes", "articles/abcdefgh23456789"]),
    st.dictionaries(
        st.sampled_from("q source lang from to sort match names limit cursor fields since".split()),
        VALUES,
        max_size=4,
    ),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_any_parameters_are_answered(client, rebuild_index, path, parameters):
    answer = client.get(ROOT + path, parameters)

    assert answer.status_code in (200, 400, 404, 503)
    if answer.status_code != 200:
        assert json.loads(answer.content)["detail"]


# -- the page --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "words"), [("fa", "خبرها"), ("ar", "الأخبار")])
def test_the_page_tells_every_address_in_the_language_of_the_reader(client, language, words):
    page = client.get(f"/{language}/api/").content.decode()

    for path in description()["paths"]:
        assert path in page
    assert words in page
    assert "<script" not in page.partition("<main")[2]
    assert "Articles, the newest first" not in page
