"""Items that programs push: the token, the answers, what is refused, and what is stored once."""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import os
import re
import subprocess
import zlib
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as project
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from articles.importing import pushing
from articles.importing.undoing import undo
from articles.models import (
    AnsweredPush,
    ApiToken,
    Article,
    Capture,
    ImportBatch,
    ImportMapping,
    RawBytes,
    Source,
)

pytestmark = pytest.mark.django_db

PATH = "/api/v1/imports/items"
BODY = "کارگاه سفالگری شهر پس از سه سال خاموشی از دیروز دوباره کوره‌های خود را روشن کرد."
SAMPLES = Path(__file__).parent.parent / "golden_forms"


def record(title: str = "کوره‌ها روشن شد", **fields: object) -> dict[str, object]:
    return {
        "title": title,
        "body": f"{title} و {BODY}",
        "source": "روزنامهٔ کوزه",
        "date": "1404/10/06",
        **fields,
    }


def lines(*records: dict[str, object]) -> bytes:
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in records).encode()


@pytest.fixture
def owner():
    owner = get_user_model().objects.create_user("scraper", is_staff=True)
    owner.groups.add(Group.objects.get(name="Importers"))
    return owner


@pytest.fixture
def token(owner, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return ApiToken.objects.issue(name="crawl", owner=owner, scopes=["import"], all_sources=True)


@pytest.fixture
def push(token, client):
    """Pushes a body; returns the answer."""

    def send(body: bytes, query: str = "", text: str = token[1], **headers: str):
        content_type = headers.pop("content_type", "application/x-ndjson")
        asked = {"authorization": f"Bearer {text}", **headers}
        return client.post(PATH + query, body, content_type=content_type, headers=asked)

    return send


def told(response) -> list[dict[str, object]]:
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "application/x-ndjson; charset=utf-8"
    return [json.loads(line) for line in response.content.splitlines()]


def problem(response) -> tuple[int, str]:
    assert response["Content-Type"] == "application/problem+json"
    found = response.json()
    assert set(found) == {"type", "title", "status", "code", "detail"}
    assert found["status"] == response.status_code
    assert re.search("[\u0600-\u06ff]", found["detail"])
    return response.status_code, found["code"]


# -- what is answered and stored ------------------------------------------------------------------


def test_each_item_is_answered_with_its_outcome_and_key(push, token):
    answers = told(push(lines(record(), {"title": "تنها"}, record("بازار باز شد"))))
    assert [each["outcome"] for each in answers] == ["created", "rejected", "created"]
    assert [each["item"] for each in answers] == [1, 2, 3]
    assert answers[1]["error"] == "no_mapping"
    article = Article.objects.get(key=answers[0]["key"])
    assert article.title == "کوره‌ها روشن شد"
    assert {*answers[0]} == {*pushing.ANSWERED, "batch"}
    batch = ImportBatch.objects.get(pk=answers[0]["batch"])
    assert (batch.label, batch.user, batch.state) == ("crawl", token[0].owner, "done")
    assert batch.counts == {"created": 2, "rejected": 1, "skipped": 0}
    token[0].refresh_from_db()
    assert token[0].last_used_at


def test_the_bytes_of_each_item_are_kept_with_their_place(push):
    body = lines(record(), {"title": "تنها"})
    told(push(body))
    for capture in Capture.objects.all():
        assert capture.raw_bytes().strip() == body[capture.start : capture.end].strip()
        assert capture.file_name.startswith("crawl/")


@pytest.mark.parametrize(
    "name", ["page_semantic_fa.html", "crawl.warc.gz", "feed.rss", "excel.csv", "result.json"]
)
def test_every_form_is_taken_as_from_a_file(name, push):
    answers = told(push((SAMPLES / name).read_bytes(), "?preview=1", content_type="x/y"))
    with contextlib.suppress(CommandError):  # some items are rejected
        call_command("import_dumps", str(SAMPLES / name), workers=0)
    stored = Capture.objects.order_by("pk").values_list("outcome", "article__key")
    assert [(each["outcome"], each["key"]) for each in answers] == [*stored]


def test_a_gzipped_body_is_unpacked(push):
    body = gzip.compress(lines(record()))
    assert told(push(body, content_type="application/gzip"))[0]["outcome"] == "created"


def test_a_preview_stores_nothing_and_tells_the_same(push, owner):
    body = lines(record(), record("بازار باز شد"))
    shown = told(push(body, "?preview=1", **{"idempotency-key": "a"}))
    assert not Capture.objects.exists() and not AnsweredPush.objects.exists()
    stored = told(push(body, **{"idempotency-key": "a"}))
    assert [each | {"batch": None} for each in stored] == shown


def test_messages_are_in_the_language_that_is_asked_for(push):
    body = lines({"title": "تنها"})
    persian = told(push(body, **{"accept-language": "fa"}))[0]["message"]
    arabic = told(push(body, **{"accept-language": "ar"}))[0]["message"]
    assert persian and arabic and persian != arabic


# -- imports of a day -----------------------------------------------------------------------------


def test_pushes_of_a_day_are_one_import_for_each_label(push, monkeypatch):
    today = timezone.localdate()
    batches = [told(push(lines(record(f"خبر {n}"))))[0]["batch"] for n in range(2)]
    other = told(push(lines(record("خبر دیگر")), "?label=night"))[0]["batch"]
    monkeypatch.setattr(
        "articles.importing.daily_batches.timezone.localdate", lambda: today + timedelta(days=1)
    )
    tomorrow = told(push(lines(record("خبر فردا"))))[0]["batch"]
    assert batches[0] == batches[1]
    assert len({batches[0], other, tomorrow}) == 3
    assert ImportBatch.objects.get(pk=batches[0]).counts["created"] == 2


def test_an_import_of_a_day_is_undone_and_the_next_push_begins_another(push):
    first = told(push(lines(record())))[0]
    undo(ImportBatch.objects.get(pk=first["batch"]))
    assert not Article.objects.exists()
    again = told(push(lines(record())))[0]
    assert (again["outcome"], again["key"]) == ("created", first["key"])
    assert again["batch"] != first["batch"]


# -- once ------------------------------------------------------------------------------------------


def test_a_repeated_key_is_answered_as_before_and_stores_nothing(push):
    first = push(lines(record()), **{"idempotency-key": "a"})
    assert push(lines(record()), **{"idempotency-key": "a"}).content == first.content
    assert Capture.objects.count() == 1


def test_a_key_for_something_else_is_refused(push):
    push(lines(record()), **{"idempotency-key": "a"})
    for response in (
        push(lines(record("دیگر")), **{"idempotency-key": "a"}),
        push(lines(record()), "?label=other", **{"idempotency-key": "a"}),
    ):
        assert problem(response) == (422, "key_reused")
    assert Capture.objects.count() == 1


def test_keys_are_those_of_a_token(push, owner):
    push(lines(record()), **{"idempotency-key": "a"})
    _, text = ApiToken.objects.issue(name="b", owner=owner, scopes=["import"], all_sources=True)
    answer = told(push(lines(record()), text=text, **{"idempotency-key": "a"}))
    assert answer[0]["outcome"] == "unchanged"


def test_an_answer_is_forgotten_after_a_week(push):
    push(lines(record()), **{"idempotency-key": "a"})
    AnsweredPush.objects.update(created_at=timezone.now() - timedelta(days=8))
    assert told(push(lines(record()), **{"idempotency-key": "a"}))[0]["outcome"] == "unchanged"
    assert AnsweredPush.objects.count() == 1


@pytest.mark.parametrize("key", [{}, {"idempotency-key": "a"}])
@pytest.mark.parametrize("place", ["store_chunk", "ImportBatch.save"])
def test_a_push_that_is_killed_in_the_middle_and_repeated_doubles_nothing(
    push, client, key, place, monkeypatch
):
    body = lines(*(record(f"خبر شمارهٔ {number}") for number in range(3)))
    where = f"articles.importing.daily_batches.{place}"
    with monkeypatch.context() as patched:
        patched.setattr(where, killed)
        client.raise_request_exception = False
        assert push(body, **key).status_code == 500
    assert not Capture.objects.exists() and not RawBytes.objects.exists()
    assert [each["outcome"] for each in told(push(body, **key))] == ["created"] * 3
    repeated = told(push(body, **key))
    assert {each["outcome"] for each in repeated} == {"created" if key else "unchanged"}
    assert Article.objects.count() == 3


def killed(*_: object, **__: object) -> None:
    raise OSError("killed")


def test_less_than_was_announced_stores_nothing(token):
    body = lines(record())
    asked = pushing.Push(token=token[0], length=len(body) + 1)
    with pytest.raises(pushing.PushRefusedError, match="incomplete"):
        pushing.push(asked, io.BytesIO(body).read)
    assert not Capture.objects.exists()


# -- who may ---------------------------------------------------------------------------------------


def test_only_a_hash_of_a_token_is_stored(token):
    stored = ApiToken.objects.values().get()
    assert token[1] not in str(stored)
    assert token[1].startswith(stored["beginning"])


def test_without_a_token_in_force_nothing_is_read(push, token, owner):
    assert problem(push(lines(record()), text="nat_x")) == (401, "no_token")
    assert problem(push(lines(record()), authorization="Basic eDp5")) == (401, "no_token")
    ApiToken.objects.update(is_active=False)
    assert problem(push(lines(record()))) == (401, "no_token")
    ApiToken.objects.update(is_active=True)
    owner.is_active = False
    owner.save()
    assert problem(push(lines(record()))) == (401, "no_token")
    assert not Capture.objects.exists()


def test_a_token_has_no_more_rights_than_its_owner(push, owner):
    owner.groups.clear()
    assert problem(push(lines(record()))) == (403, "not_allowed")
    owner.groups.add(Group.objects.get(name="Importers"))
    ApiToken.objects.update(scopes=[])
    assert problem(push(lines(record()))) == (403, "not_allowed")


def test_a_token_takes_only_the_items_of_its_sources(push, token):
    told(push(lines(record())))
    ApiToken.objects.update(all_sources=False)
    token[0].sources.add(Source.objects.get())
    answers = told(
        push(lines(record("یک"), record("دو", source="جای دیگر"), record("سه", source="")))
    )
    assert [each["error"] for each in answers] == [None, "not_allowed", "not_allowed"]
    assert answers[1]["message"]
    assert {*Source.objects.values_list("name_fa", flat=True)} == {"روزنامهٔ کوزه"}
    kept = Capture.objects.filter(error="not_allowed")
    assert all(capture.raw_bytes() for capture in kept)
    token[0].sources.clear()  # as when its last source is deleted: not all are allowed then
    assert told(push(lines(record("چهار"))))[0]["error"] == "not_allowed"


def test_undoing_keeps_a_source_that_a_token_is_for(push, token):
    batch = told(push(lines(record())))[0]["batch"]
    token[0].sources.add(Source.objects.get())
    undo(ImportBatch.objects.get(pk=batch))
    assert Source.objects.exists()


# -- bounds and bad input --------------------------------------------------------------------------


def test_pushes_are_counted_for_each_token(push, settings, owner):
    settings.PUSHES_PER_MINUTE = 2
    assert [push(lines(record())).status_code for _ in range(2)] == [200, 200]
    refused = push(lines(record()))
    assert problem(refused) == (429, "too_many_requests")
    assert 0 < int(refused["Retry-After"]) <= 30
    _, text = ApiToken.objects.issue(name="b", owner=owner, scopes=["import"], all_sources=True)
    assert push(lines(record()), text=text).status_code == 200
    tries = [push(b"", text=f"nat_{number}").status_code for number in range(3)]
    assert tries == [401, 401, 429]


def test_bodies_are_bounded_also_unpacked(push, settings, monkeypatch):
    settings.MAX_PUSH_BYTES = 2000
    assert problem(push(b"x" * 2001)) == (413, "too_large")
    bomb = gzip.compress(lines(record()) + b" " * 3000)
    assert problem(push(bomb, content_type="application/gzip")) == (413, "too_large")
    monkeypatch.setattr(pushing, "MOST_ITEMS", 2)
    many = lines({"a": 1}, {"a": 2}, {"a": 3})
    assert problem(push(many)) == (413, "too_many_items")
    assert problem(push(many, "?preview=1")) == (413, "too_many_items")
    assert not Capture.objects.exists()


def test_an_item_larger_than_items_may_be_is_rejected_and_kept(push, settings):
    settings.MAX_ITEM_BYTES = 4096
    body = lines(record(body=BODY * 60), record())
    answers = told(push(body))
    assert [each["error"] for each in answers] == ["too_large", None]
    large = Capture.objects.get(error="too_large")
    assert large.raw_bytes() == body[large.start : large.end]


@pytest.mark.parametrize(
    ("query", "headers", "expected"),
    [
        ("", {"idempotency-key": "x" * 256}, (400, "bad_key")),
        ("?label=" + "x" * 301, {}, (400, "bad_label")),
        ("?label=a%0Ab", {}, (400, "bad_label")),
        ("?label=a%00b", {}, (400, "bad_label")),
        ("?mapping=none", {}, (422, "unknown_mapping")),
        ("?mapping=%00", {}, (200, "")),
    ],
)
def test_parameters_that_cannot_be_used_are_named(push, query, headers, expected):
    response = push(lines(record()), query, **headers)
    found = problem(response) if response.status_code != 200 else (200, "")
    assert found == expected


@pytest.mark.parametrize("body", [b"\n", b"\0", b"{", b"\xff\xfe", zlib.compress(b"x")])
@pytest.mark.parametrize("content_type", ["application/x-ndjson", "text/html", "application/gzip"])
def test_what_is_no_item_is_refused_or_rejected(push, body, content_type):
    response = push(body, content_type=content_type)
    if response.status_code == 200:
        assert {each["outcome"] for each in told(response)} == {"rejected"}
    else:
        assert problem(response) == (400, "nothing")


def test_other_methods_are_told_which_are_taken(client):
    for method in ("get", "put", "delete"):
        response = getattr(client, method)(PATH)
        assert problem(response) == (405, "method_not_allowed")
        assert response["Allow"] == "POST"


def test_a_body_without_length_is_refused(token, client):
    response = client.generic(
        "POST", PATH, headers={"authorization": f"Bearer {token[1]}"}, CONTENT_LENGTH=""
    )
    assert problem(response) == (411, "length_required")


def test_a_mapping_is_used_by_its_name(push):
    ImportMapping.objects.keep("نگاشت", {"title": "x1", "body": "x2"}, by=None)
    body = lines({"x1": "کوره‌ها روشن شد", "x2": BODY})
    assert told(push(body, "?mapping=نگاشت"))[0]["outcome"] == "created"


# -- staff -----------------------------------------------------------------------------------------


def test_staff_see_how_often_a_token_is_used(push, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    ApiToken.objects.update(daily_quota=1_000)
    push(lines(record()))
    push(lines(record()))
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("chief"))

    assert "۲ از ۱٬۰۰۰" in client.get("/admin/articles/apitoken/").content.decode()
    ApiToken.objects.update(daily_quota=2)
    refused = push(lines(record()))
    assert problem(refused) == (429, "quota_used")
    assert refused["Retry-After"]


def test_staff_make_a_token_that_is_shown_once(db):
    chief = get_user_model().objects.create_superuser("chief")
    client = Client()
    client.force_login(chief)
    add = "/admin/articles/apitoken/add/"
    form = {"name": "crawl", "scopes": ["import"], "all_sources": "on", "is_active": "on"}
    assert client.post(add, form | {"all_sources": ""}).status_code == 200
    assert not ApiToken.objects.exists()
    shown = client.post(add, form, follow=True).content.decode()
    [text] = set(re.findall(r"nat_[\w-]{43}", shown))
    token = ApiToken.objects.of(text)
    assert token.owner == chief
    page = client.get(f"/admin/articles/apitoken/{token.pk}/change/").content.decode()
    assert text not in page and token.beginning in page
    client.post(f"/admin/articles/apitoken/{token.pk}/change/", form | {"is_active": ""})
    assert ApiToken.objects.of(text) is None


# -- the documentation -----------------------------------------------------------------------------


def documented(language: str) -> str:
    page = (project.BASE_DIR / "docs/import-formats.md").read_text(encoding="utf-8")
    section = page.partition("\n## Pushing items\n")[2].partition("\n## ")[0]
    [block] = re.findall(rf"^```{language}\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    return block


@pytest.mark.django_db(transaction=True)
def test_the_documented_ways_to_push_work(token, live_server, tmp_path):
    (tmp_path / "items.jsonl").write_bytes(lines(record()))
    (tmp_path / "uuidgen").write_text("#!/bin/sh\necho invented\n")
    (tmp_path / "uuidgen").chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"
    variables = {"PATH": path, "TOKEN": token[1], "ARCHIVE": live_server.url}
    shell = subprocess.run(
        ["sh", "-c", documented("sh")], env=variables, cwd=tmp_path, capture_output=True
    )
    assert shell.returncode == 0, shell
    assert json.loads(shell.stdout)["outcome"] == "created"
    names: dict[str, object] = {}
    exec(documented("python"), names)
    pipeline = names["ArchivePipeline"](live_server.url, token[1], "spider", most=2, pause=0)
    for number in range(3):
        pipeline.process_item(record(f"خبر شمارهٔ {number}"), None)
    pipeline.close_spider(None)
    assert [each["outcome"] for each in pipeline.answers] == ["created"] * 3
    pipeline.headers["Authorization"] = "Bearer none"
    pipeline.process_item(record("بی‌نشان"), None)
    with pytest.raises(OSError, match="401"):
        pipeline.close_spider(None)
    assert Article.objects.count() == 4
