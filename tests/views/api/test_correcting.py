"""Corrections by token: as the form of the staff pages makes them, and by nobody else."""

from __future__ import annotations

import json

import jsonschema_rs
import pytest
from django.contrib.auth.models import Group, User
from django.utils.translation import override

from articles.curation.corrections import correct
from articles.importing.erasing import erase
from articles.models import ApiToken, Article, ArticleChange
from articles.views.api.description import ROOT, description
from tests.dump_texts import dump, run, write
from tests.factories import make_article, make_source

pytestmark = [pytest.mark.django_db, pytest.mark.each_database]


@pytest.fixture(autouse=True)
def languages_of_requests_end_with_the_test():
    """A request leaves its language to what the thread does next."""
    with override("fa"):
        yield


@pytest.fixture
def owner():
    user = User.objects.create_user("pegah", is_staff=True)
    user.groups.add(Group.objects.get(name="Editors"))
    return user


@pytest.fixture
def source():
    return make_source("روزنامهٔ سپیده", slug="sepideh")


@pytest.fixture
def article(source):
    return make_article("پل تازهٔ رودخانه", source=source)


def as_described(told):
    described = description()
    operation = described["paths"][ROOT + "articles/{key}/corrections"]["patch"]
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    jsonschema_rs.validate({**schema, "components": described["components"]}, told)
    return told


class Program:
    """A program with a token."""

    def __init__(self, client, owner, *sources, scopes=("correct",)):
        self.token, text = ApiToken.objects.issue(
            name="a corrector", owner=owner, scopes=list(scopes), all_sources=not sources
        )
        self.token.sources.set(sources)
        self._client = client
        self._headers = {"authorization": f"Bearer {text}", "accept-language": "en"}

    def read(self, article, status=200):
        answer = self._client.get(self._address(article), headers=self._headers)
        assert answer.status_code == status, answer.content
        self.tag = answer.headers.get("ETag", "")
        return as_described(answer.json()) if status == 200 else answer.json()

    def send(self, article, status=200, *, tag=None, body=None, **asked):
        answer = self._client.patch(
            self._address(article),
            body or json.dumps(asked),
            content_type="application/json",
            headers={**self._headers, "if-match": self.tag if tag is None else tag},
        )
        assert answer.status_code == status, answer.content.decode()
        if status == 200:
            self.tag = answer["ETag"]
            assert "no-store" in answer["Cache-Control"]
        else:
            assert answer["Content-Type"] == "application/problem+json"
        return answer.json()

    def _address(self, article):
        return f"{ROOT}articles/{getattr(article, 'key', article)}/corrections"


@pytest.fixture
def program(client, owner):
    return Program(client, owner)


def test_an_article_is_told_as_an_editor_has_it_before_them(program, article):
    told = program.read(article)

    assert program.tag == f'"{told["version"]}"'
    assert told["values"] == {
        "title": "پل تازهٔ رودخانه",
        "source": "sepideh",
        "author": "",
        "language": "fa",
        "published_on": "2025-12-28",
        "published_time": None,
        "url": "",
        "external_id": "",
        "machine_translated": "unknown",
        "body": article.body,
        "figures": [],
        "related": [],
        "duplicate_of": None,
        "status": "published",
        "review": "none",
    }
    assert (told["captured"], told["corrected_fields"]) == (None, [])


def test_every_field_is_corrected_with_its_reason_and_its_history(program, article, owner):
    other = make_article("خبر دیگری", day=None)
    make_source("نمایندهٔ مهر", slug="mehr")
    program.read(article)
    program.send(
        article,
        values={
            "title": "  پل  نو ",
            "source": "نمایندهٔ مهر",
            "author": "پگاه",
            "language": "ar",
            "published_on": "۸ دی ۱۴۰۴",
            "published_time": "۱۴:۰۵",
            "url": "https://mehr.example/1",
            "external_id": "n1",
            "machine_translated": "yes",
            "body": "یک\r\n\r\n\r\nدو",
            "figures": [{"position": 1, "caption": "پل"}, {"position": 0}],
            "related": ["باران", " "],
            "duplicate_of": other.key,
            "review": "done",
        },
        reason="یک   دلیل",
    )

    told = program.read(article)
    assert told["values"] | {"figures": None} == {
        "title": "پل نو",
        "source": "mehr",
        "author": "پگاه",
        "language": "ar",
        "published_on": "2025-12-29",
        "published_time": "14:05:00",
        "url": "https://mehr.example/1",
        "external_id": "n1",
        "machine_translated": "yes",
        "body": "یک\n\nدو",
        "figures": None,
        "related": ["باران"],
        "duplicate_of": other.key,
        "status": "published",
        "review": "done",
    }
    assert told["values"]["figures"] == [{"position": 1, "alt": "", "caption": "پل", "credit": ""}]
    assert set(told["corrected_fields"]) == set(told["values"]) - {"status", "review"}
    version = article.history.latest("history_id")
    assert (version.history_user, version.history_change_reason) == (owner, "یک دلیل")
    assert ArticleChange.objects.filter(article_id=article.pk).exists()


def test_what_is_told_can_be_sent_back_and_corrects_nothing(program, tmp_path):
    run(*write(tmp_path, dump(related=["برف در مهررود"])))
    article = Article.objects.get()
    told = program.read(article)

    assert told["captured"]["title"] == "فانوس‌های تازه بر پل چوبی"
    kept = article.history.count()
    again = program.send(article, values=told["values"])
    assert again == told
    assert article.history.count() == kept


def test_without_a_reason_the_history_names_the_program(program, article):
    program.read(article)
    program.send(article, values={"author": "پگاه"})

    assert article.history.latest("history_id").history_change_reason == "a corrector"


def test_a_released_field_says_what_the_captures_say(program, tmp_path):
    run(*write(tmp_path, dump()))
    article = Article.objects.get()
    program.read(article)
    program.send(article, values={"title": "فانوس‌های من", "author": "پگاه"})
    told = program.send(article, release=["title", "url"])

    assert told["values"]["title"] == "فانوس‌های تازه بر پل چوبی"
    assert told["corrected_fields"] == ["author"]


def test_what_was_changed_meanwhile_is_not_overwritten_and_told(program, article):
    program.read(article)
    seen = program.tag
    correct(article, {"title": "عنوان دیگری"})

    told = program.send(article, 412, values={"author": "پگاه"})
    assert told["code"] == "changed"
    assert told["article"]["values"]["title"] == "عنوان دیگری"
    assert Article.objects.get(pk=article.pk).author == ""
    program.send(article, tag=told["article"]["version"], values={"author": "پگاه"})
    assert program.send(article, 428, tag="", values={})["code"] == "no_version"
    assert program.send(article, 412, tag="*", values={})["code"] == "changed"
    assert program.send(article, 412, tag=seen, values={})["code"] == "changed"


def test_each_part_of_an_article_makes_another_version(program, article):
    program.read(article)
    seen = {program.tag}
    for number, values in enumerate(
        (
            {"related": ["باران"]},
            {"figures": [{"position": 0, "alt": "پل"}]},
            {"review": "needed"},
            {"published_on": None},
        )
    ):
        program.send(article, values=values)
        seen.add(program.tag)
        assert len(seen) == number + 2


@pytest.mark.parametrize(
    ("asked", "parameter", "words"),
    [
        ({"values": {"titel": "x"}}, "titel", "no such field"),
        ({"values": {"views": 7}}, "views", "no such field"),
        ({"value": {}}, "value", "no such field"),
        ({"values": {"title": " "}}, "title", "blank"),
        ({"values": {"title": None}}, "title", "description"),
        ({"values": {"title": "a\0b"}}, "title", "description"),
        ({"values": {"language": "de"}}, "language", "fa, ar, en, und"),
        ({"values": {"source": "nowhere"}}, "source", "No source is called"),
        ({"values": {"source": "x" * 301}}, "source", "too long"),
        ({"values": {"published_on": "someday"}}, "published_on", "not a day"),
        ({"values": {"published_on": "2068-01-01"}}, "published_on", "is_sure"),
        ({"values": {"published_time": "25:00"}}, "published_time", "valid time"),
        ({"values": {"duplicate_of": "x"}}, "duplicate_of", "There is no article"),
        ({"values": {"figures": [{"position": -1}]}}, "position", "0 or more"),
        ({"values": {"related": "x"}}, "related", "description"),
        ({"values": {"title": "x"}, "release": ["title"]}, "title", "not both"),
        ({"release": ["views"]}, "release", "title, source"),
        ({"reason": "x" * 101}, "reason", "at most 100"),
    ],
)
def test_what_cannot_be_stored_is_named_and_nothing_is_stored(
    program, article, asked, parameter, words
):
    program.read(article)
    kept = article.history.count()
    told = program.send(article, 400, **asked)

    assert told["parameter"] == parameter
    assert words in told["detail"]
    assert article.history.count() == kept


@pytest.mark.parametrize("body", ["{", "[" * 100_000, '"\\ud800"', "[]", '{"values": []}'])
def test_what_is_no_correction_is_a_problem(program, article, body):
    program.read(article)

    assert program.send(article, 400, body=body)["code"] in ("bad_body", "bad_parameter")


def test_a_day_that_is_hard_to_believe_can_be_meant_so(program, article):
    program.read(article)
    told = program.send(article, values={"published_on": "2068-01-01"}, is_sure=True)

    assert told["values"]["published_on"] == "2068-01-01"


def test_a_field_without_a_capture_cannot_be_released(program, article):
    program.read(article)
    program.send(article, values={"author": "پگاه"})

    assert program.send(article, 409, release=["author"])["code"] == "no_capture"


def test_a_token_has_the_rights_of_its_owner_and_its_use(client, owner, program, article):
    Program(client, owner, scopes=["read", "import"]).read(article, 403)
    assert client.get(f"{ROOT}articles/{article.key}/corrections").status_code == 401
    owner.groups.clear()
    program.read(article, 403)
    program.send(article, 403, tag="x", values={})
    owner.is_active = False
    owner.save()
    program.send(article, 401, tag="x", values={})


def test_a_token_corrects_only_the_articles_of_its_sources(client, owner, source, article):
    make_source("مهر", slug="mehr")
    program = Program(client, owner, source)
    program.read(article)
    program.send(article, values={"author": "پگاه"})
    for elsewhere in ("mehr", None):
        told = program.send(article, 403, values={"source": elsewhere})
        assert told["code"] == "not_allowed"
    correct(article, {"source": None})
    program.read(article, 403)
    program.send(article, 403, tag="x", values={})


def test_a_hidden_article_is_brought_back(program, article):
    program.read(article)
    program.send(article, values={"status": "hidden"})
    assert program.read(article)["values"]["status"] == "hidden"
    assert not Article.objects.visible().exists()
    program.send(article, values={"status": "published"})
    assert Article.objects.visible().exists()


def test_an_article_that_is_gone_is_a_problem(program, article):
    program.read(article)
    erase(article, reason="takedown")

    assert program.send(article, 410, values={"title": "x"})["code"] == "erased"
    assert program.send("a" * 16, 404, values={"title": "x"})["code"] == "no_article"


def test_only_its_methods_are_taken_and_no_page_of_another_site(client, article):
    refused = client.post(f"{ROOT}articles/{article.key}/corrections")
    assert (refused.status_code, refused["Allow"]) == (405, "GET, PATCH")
    answer = client.get(f"{ROOT}articles/{article.key}/corrections")
    assert "Access-Control-Allow-Origin" not in answer


def test_problems_are_in_the_language_of_the_caller(client, owner, program, article):
    program._headers["accept-language"] = "ar"
    program.read(article)

    assert "هذا الخبر" in program.send(article, 412, tag="x", values={})["detail"]


def test_corrections_are_counted_for_each_token(program, article, settings, tmp_path):
    settings.DATA_DIR, settings.PUSHES_PER_MINUTE = tmp_path, 1
    program.read(article)

    assert program.send(article, 429, values={})["code"] == "too_many_requests"


def test_a_correction_costs_as_many_queries_whatever_it_has(
    program, article, django_assert_max_num_queries
):
    program.read(article)
    with django_assert_max_num_queries(12):
        program.read(article)
    with django_assert_max_num_queries(50):
        program.send(
            article,
            values={
                "title": "یک",
                "related": [f"خبر {number}" for number in range(40)],
                "figures": [{"position": number, "alt": "پل"} for number in range(40)],
            },
        )
