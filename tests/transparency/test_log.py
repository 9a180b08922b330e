"""The transparency log: what enters it, what is signed, receipts, and what is named when somebody
changes it."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from articles.importing.erasing import erase
from articles.importing.undoing import undo
from articles.importing.verifying import Problem, verify
from articles.models import Article, Capture, ImportBatch, LogHead, LogLeaf, LogTile
from articles.transparency import verify_receipt
from articles.transparency.auditing import Fault, audit
from articles.transparency.heads import sign, sign_if_due
from articles.transparency.log import append, is_behind, size
from articles.transparency.merkle import TILE_WIDTH
from articles.transparency.receipts import receipt
from tests.dump_texts import BAKERY, dump, run, write
from tests.factories import make_article, make_capture

from .attacks import ATTACKS, change_the_tree

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 21, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def key_of_its_own(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"


@pytest.fixture
def logged():
    """Nine captures, signed at five and at nine."""
    article = make_article()
    for number in range(9):
        make_capture(article, f"بند {number}".encode())
        if number == 4:
            append()
            sign(NOON)
    append()
    sign(NOON + timedelta(days=1))
    return article


def verified(tmp_path, told, raw=None, *options):
    """Exit status and words of the script, in a process that has nothing of the archive."""
    (tmp_path / "told.json").write_bytes(told)
    if raw is not None:
        (tmp_path / "raw").write_bytes(raw)
    files = ["told.json", "raw"] if raw is not None else ["told.json"]
    script = [sys.executable, "-I", verify_receipt.__file__, *files, *options]
    ended = subprocess.run(script, cwd=tmp_path, capture_output=True, text=True)
    return ended.returncode, ended.stdout + ended.stderr


def test_every_capture_enters_once_in_the_order_of_the_imports(tmp_path):
    run(*write(tmp_path, dump(), dump(title="دوم", body=BAKERY), "\x00"))
    assert is_behind()
    assert append() == 3 and append() == 0 and not is_behind()
    run(*write(tmp_path / "later", dump(title="سوم", body=BAKERY[:1])))
    assert append() == 1
    captures = Capture.objects.order_by("pk").values_list("pk", "sha256", "article__key")
    leaves = LogLeaf.objects.order_by("position").values_list(
        "position", "capture", "sha256", "key"
    )
    assert list(leaves) == [
        (number, pk, sha256, key or "") for number, (pk, sha256, key) in enumerate(captures)
    ]
    assert list(audit()) == []


def test_it_is_signed_once_a_day_if_it_has_grown():
    assert sign_if_due(NOON) is None
    article = make_article()
    make_capture(article, b"one")
    append()
    head = sign_if_due(NOON)
    assert head.size == 1
    assert head.note.split("\n")[1:4] == [
        "1",
        head.note.split("\n")[2],
        "2026-03-21T12:00:00.000000Z",
    ]
    assert sign_if_due(NOON + timedelta(days=1)) is None  # nothing new
    make_capture(article, b"two")
    append()
    assert sign_if_due(NOON + timedelta(hours=1)) is None
    assert sign_if_due(NOON + timedelta(hours=12)).size == 2


def test_a_receipt_is_checked_off_line(client, logged, tmp_path):
    capture = logged.captures.order_by("pk")[6]
    response = client.get(reverse("receipt", args=[capture.pk]))
    assert response["Content-Disposition"] == f'attachment; filename="receipt-{capture.pk}.json"'
    assert len(response.content) < 4_096
    raw = client.get(f"{reverse('raw_capture', args=[logged.key])}?capture={capture.pk}&bytes")
    assert raw["Content-Type"] == "application/octet-stream"
    status, said = verified(tmp_path, response.content, raw.content)
    assert (status, said.startswith("Captured ")) == (0, True), said
    assert verified(tmp_path, response.content, b"something else")[0] == 1
    key = json.loads(response.content)["public_key"]
    assert verified(tmp_path, response.content, raw.content, "--key", key)[0] == 0
    assert verified(tmp_path, response.content, raw.content, "--key", "AAAA")[0] == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("captured_at", "2020-01-01T00:00:00.000000Z"),
        ("article", "a" * 16),
        ("position", 5),
        ("position", 99),
        ("size", 8),
        ("signed_at", "2020-01-01T00:00:00.000000Z"),
        ("root", "AAAA"),
        ("proof", []),
        ("public_key", "A" * 43 + "="),
    ],
)
def test_a_forged_receipt_proves_nothing(client, logged, tmp_path, field, value):
    capture = logged.captures.order_by("pk")[6]
    told = json.loads(client.get(reverse("receipt", args=[capture.pk])).content)
    assert told[field] != value
    status, said = verified(
        tmp_path, json.dumps(told | {field: value}).encode(), capture.raw_bytes()
    )
    assert (status, "Not proven" in said) == (1, True), said


@pytest.mark.parametrize("told", [b"", b"[]", b"{}", b'{"first": 1}', b"\xff"])
def test_a_file_that_is_no_receipt_is_said_so(tmp_path, told):
    status, said = verified(tmp_path, told, b"")
    assert (status, "Traceback" in said) == (2, False), said


def test_one_state_of_the_log_begins_with_another(client, logged, tmp_path):
    told = client.get(reverse("consistency", args=[9, 5])).content
    assert verified(tmp_path, told) == (0, "The log of 9 captures begins with that of 5.\n")
    other = json.loads(told)
    other["first"], other["second"] = other["second"], other["first"]
    assert verified(tmp_path, json.dumps(other).encode())[0] == 1
    other = json.loads(told)
    other["proof"][0] = other["proof"][-1]
    assert verified(tmp_path, json.dumps(other).encode())[0] == 1
    assert client.get(reverse("consistency", args=[9, 4])).status_code == 404


def test_heads_are_listed_and_followed(client, logged):
    listed = client.get(reverse("transparency")).json()
    assert [head["size"] for head in listed["heads"]] == [9, 5]
    assert listed["earlier"] is None
    earlier = client.get(reverse("transparency"), {"before": "9"}).json()
    assert [head["size"] for head in earlier["heads"]] == [5]
    feed = client.get(reverse("transparency_feed")).content.decode()
    assert feed.count("<entry") == 2 and listed["heads"][0]["root"] in feed
    assert client.get(reverse("verify_receipt")).content.startswith(b'"""Checks a receipt')


def test_before_it_is_signed_there_is_no_receipt(client, logged):
    capture = make_capture(logged, b"new")
    assert client.get(reverse("receipt", args=[capture.pk])).status_code == 404
    append()
    assert client.get(reverse("receipt", args=[capture.pk])).status_code == 404
    sign(NOON + timedelta(days=2))
    assert client.get(reverse("receipt", args=[capture.pk])).json()["size"] == 10


def test_an_erased_article_is_proven_without_its_text(client, logged, tmp_path):
    capture = logged.captures.order_by("pk")[0]
    raw = capture.raw_bytes()
    before = client.get(reverse("receipt", args=[capture.pk])).json()
    erase(logged, reason="takedown")
    after = client.get(reverse("receipt", args=[capture.pk])).json()
    assert before.pop("erased_at") is None and after.pop("erased_at")
    assert after == before
    assert list(audit()) == []
    assert verified(tmp_path, json.dumps(after).encode(), raw)[0] == 0


def test_an_undone_import_stays_in_the_log(tmp_path):
    run(*write(tmp_path, dump()))
    append()
    undo(ImportBatch.objects.get())
    assert not Article.objects.exists()
    assert (size(), list(audit())) == (1, [])


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_whoever_changes_the_log_is_found(logged, attack):
    if attack is change_the_tree:
        LogTile.objects.create(level=1, number=0, hashes=b"\0" * 32)
    draw = random.Random(1)
    for _ in range(4):
        with transaction.atomic():
            expected = attack(draw)
            assert expected in {fault for fault, _ in audit()}
            transaction.set_rollback(True)


def test_a_capture_that_was_slipped_in_between_is_found(logged):
    made = make_capture(logged, b"slipped in")
    first = Capture.objects.order_by("pk").first()
    LogLeaf.objects.filter(capture=first.pk).update(capture=made.pk)
    found = set(audit())
    assert (Fault.CAPTURE_UNLISTED, str(first.pk)) in found
    assert (Fault.CAPTURE_CHANGED, str(made.pk)) in found


def test_verification_names_what_differs(logged):
    LogHead.objects.filter(size=9).update(root=b"\1" * 32)
    assert [(each.problem, each.where) for each in verify() if "log" in each.problem] == [
        (Problem.LOG_HEAD_CHANGED, "9")
    ]


def test_many_captures_fill_tiles(logged, django_assert_max_num_queries):
    batch = ImportBatch.objects.first()
    Capture.objects.bulk_create(
        Capture(
            batch=batch,
            file_name="many.txt",
            item_number=number,
            start=0,
            end=0,
            sha256=f"{number:064x}",
            outcome=Capture.Outcome.REJECTED,
        )
        for number in range(2 * TILE_WIDTH)
    )
    append()
    head = sign(NOON + timedelta(days=2))
    assert LogTile.objects.filter(level=1).count() == 1
    assert list(audit()) == []
    leaf = LogLeaf.objects.get(position=300)
    with django_assert_max_num_queries(12):
        told = receipt(leaf)
    assert told["size"] == head.size
