"""Rows written without instances equal those that bulk_create writes."""

import json
from datetime import UTC, datetime, time

import jdatetime
import pytest

from articles.db.rows import JsonText, insert, reserve_ids, update_column
from articles.models import Article, Capture, ImportBatch

pytestmark = pytest.mark.django_db

FIELDS = {
    "key": "abcdefghijklmnop",
    "title": "عنوان «نخست»\tبا\\نشانه",
    "body": "بند یک\n\nبند دو",
    "published_on": jdatetime.date(1404, 10, 7),
    "published_time": time(14, 30),
    "views": 2**40,
    "corrected_fields": ["title"],
    "title_key": "k",
}


def test_inserted_rows_have_the_values_and_the_defaults_of_their_fields():
    [pk] = reserve_ids(Article, 1)
    insert(Article, ("id", *FIELDS), [(pk, *FIELDS.values())])
    article = Article.objects.get(pk=pk)
    for name, value in FIELDS.items():
        assert getattr(article, name) == value
    assert (article.status, article.review, article.language) == ("published", "none", "und")
    assert article.created_at.year >= 2026
    assert article.source is None


def test_json_bytes_and_moments_come_back_as_they_went_in():
    batch = ImportBatch.objects.create()
    [pk] = reserve_ids(Capture, 1)
    moment = datetime(2025, 12, 28, 11, 0, 0, 5, UTC)
    values = {
        "id": pk,
        "batch_id": batch.pk,
        "file_name": "a\\b\tc.txt",
        "item_number": 1,
        "start": 0,
        "end": 9,
        "captured_at": moment,
        "sha256": "0" * 64,
        "outcome": "created",
        "parsed": {"title": 'با "گیومه" و \\', "views": None},
    }
    insert(Capture, tuple(values), [tuple(values.values())])
    capture = Capture.objects.get(pk=pk)
    assert capture.parsed == values["parsed"]
    assert capture.captured_at == moment
    assert capture.file_name == values["file_name"]
    assert capture.warnings == []


def test_json_that_is_written_already_is_not_written_again():
    parsed = {"title": '«خبر»\t"', "views": None}
    written, name = JsonText(json.dumps(parsed, ensure_ascii=False)), '"'
    rows = [(written,), (parsed,), (name,)]
    insert(ImportBatch, ("options",), rows)
    stored = ImportBatch.objects.order_by("pk").values_list("options", flat=True)
    assert list(stored) == [parsed, parsed, name]
    assert ImportBatch.objects.filter(options__title=parsed["title"]).count() == 2


def test_reserved_ids_are_never_given_twice():
    ids = list(reserve_ids(ImportBatch, 3))
    insert(ImportBatch, ("id",), [(pk,) for pk in ids])
    assert len(set(ids)) == 3
    assert ImportBatch.objects.create().pk > max(ids)
    ImportBatch.objects.all().delete()
    assert min(reserve_ids(ImportBatch, 1)) > max(ids)


def test_a_column_of_many_rows_is_set():
    first, second = ImportBatch.objects.create(), ImportBatch.objects.create()
    update_column(ImportBatch, "options", [(first.pk, {"a": 1}), (second.pk, {})])
    assert ImportBatch.objects.get(pk=first.pk).options == {"a": 1}


def test_no_rows_are_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        insert(ImportBatch, ("id",), [])
        update_column(ImportBatch, "options", [])
