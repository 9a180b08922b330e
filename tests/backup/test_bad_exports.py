"""Exports that are cut, changed or of another release: a sentence, and an archive still empty."""

import json

import pytest
from django.db import transaction
from django.utils import translation

from articles.backup.loading import BadExportError, is_empty, load
from articles.backup.unloading import export_lines
from tests.backup.full_archive import fill

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture(scope="module")
def lines(tmp_path_factory, django_db_setup, django_db_blocker):
    """An export; the archive that it was made of is gone."""
    with django_db_blocker.unblock(), transaction.atomic():
        fill(tmp_path_factory.mktemp("dumps"))
        lines = list(export_lines())
        transaction.set_rollback(True)
    return lines


def refusal(lines) -> str:
    with translation.override("en"), pytest.raises(BadExportError) as caught:
        load(lines)
    assert is_empty()
    return str(caught.value)


def changed(lines, label, **values):
    """The lines with values of the first row of a table changed, and that row's line number."""
    number = next(n for n, line in enumerate(lines) if f'"{label}"'.encode() in line)
    row = json.loads(lines[number])
    row["values"] |= values
    return [*lines[:number], json.dumps(row).encode(), *lines[number + 1 :]], number + 1


def test_an_empty_file_and_a_cut_one(lines):
    assert "truncated" in refusal([])
    assert "truncated" in refusal(lines[:-1])
    assert "not a JSON object" in refusal([*lines[:9], lines[9][:20]])


def test_lines_after_the_end(lines):
    assert "after the end" in refusal([*lines, lines[5]])


def test_a_row_too_few_and_a_row_twice(lines):
    number = next(n for n, line in enumerate(lines) if b'"articles.figure"' in line)
    assert "does not match its last line" in refusal([*lines[:number], *lines[number + 1 :]])
    assert "does not take" in refusal([*lines[: number + 1], *lines[number:]])


@pytest.mark.django_db(transaction=True)  # such links are checked when a transaction ends
def test_a_row_that_names_a_missing_row(lines):
    bad, _ = changed(lines, "articles.figure", article_id=987654)
    assert "does not take" in refusal(bad)


@pytest.mark.parametrize(
    ("label", "values"),
    [
        ("articles.source", {"slug": 5}),
        ("articles.source", {"slug": "\ud800"}),
        ("articles.source", {"needs_review": 1}),
        ("articles.source", {"id": True}),
        ("articles.article", {"views": 2**63}),
        ("articles.article", {"published_on": "1404-13-01"}),
        ("articles.article", {"title": None}),
        ("articles.importbatch", {"created_at": "2025-12-28T00:00:00"}),
        ("articles.importbatch", {"user": "nobody"}),
        ("articles.importbatch", {"user": ["sahar"]}),
        ("articles.rawbytes", {"compressed": "x"}),
        ("auth.user", {"username": None}),
        ("auth.user", {"password": "x"}),
        ("auth.user", {"groups": [5]}),
        ("auth.user", {"permissions": [5]}),
        ("auth.group", {"permissions": ["sahar"]}),
        ("auth.group", {"permissions": "sahar"}),
        ("auth.group", {"name": None}),
        ("auth.group", {"colour": "blue"}),
        ("admin.logentry", {"user": None}),
        ("admin.logentry", {"user": "nobody"}),
        ("admin.logentry", {"action_flag": "x"}),
        ("admin.logentry", {"content_type": "sahar"}),
        ("admin.logentry", {"content_type": ["sahar"]}),
    ],
)
def test_a_value_that_its_column_cannot_have_is_named_with_its_line(lines, label, values):
    bad, number = changed(lines, label, **values)
    sentence = refusal(bad)
    assert sentence.startswith(f"Line {number}:")
    assert next(iter(values)) in sentence or "nobody" in sentence or "sahar" in sentence


def test_tables_and_columns_of_a_newer_release(lines):
    bad, _ = changed(lines, "articles.source", shape="round")
    assert "articles.source.shape" in refusal(bad)
    row = json.dumps({"model": "articles.podcast", "values": {"id": 1}}).encode()
    assert "articles.podcast" in refusal([*lines[:-1], row, lines[-1]])


def test_other_formats_and_versions(lines):
    assert "not the beginning" in refusal([b'{"format": "other"}'])
    assert "version 2" in refusal([b'{"format": "news-archive", "version": 2}', *lines[1:]])
    assert "not a JSON object" in refusal([b"\x00\xff"])
    assert "not a JSON object" in refusal([b"[" * 100_000])
    assert "not a row" in refusal([lines[0], b"{}"])
    assert "does not match its last line" in refusal([lines[0], b'{"end": 7}'])
