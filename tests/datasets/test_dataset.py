"""The dataset: what is written, what is written again, and what is offered."""

from __future__ import annotations

import gzip
import hashlib
import json
from datetime import date

import pytest
from django.urls import reverse
from pyarrow import parquet

from articles.datasets import writing
from articles.datasets.columns import COLUMNS
from articles.importing.erasing import erase
from articles.models import Article
from tests.command_line import command
from tests.factories import make_article, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.DATASET_DIR = tmp_path / "dataset"
    return settings.DATASET_DIR


@pytest.fixture
def articles():
    """Of the end of a Jalali year and the beginning of the next, of the Gregorian year before, and
    of no day; and one that is hidden."""
    source = make_source("بامداد نو", slug="bamdad", name_ar="بامداد نو")
    first = make_article("پایان سال", day=date(2025, 3, 20), source=source, body="یک\n\nدو")
    return [
        first,
        make_article("آغاز سال", day=date(2025, 3, 21), source=source, duplicate_of=first, views=7),
        make_article("کهنه", day=date(2024, 12, 31), language="ar"),
        make_article("بی‌تاریخ", day=None),
        make_article("پنهان", day=date(2025, 3, 21), status="hidden"),
    ]


def export(*arguments):
    status, said = command("export_dataset", *arguments)
    assert status == 0, said
    return said


def lines(folder, path):
    return [json.loads(line) for line in gzip.decompress((folder / path).read_bytes()).splitlines()]


def listed(folder):
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]


def times(folder):
    data = (path for path in folder.rglob("*") if path.suffix in (".gz", ".parquet"))
    return {path: path.stat().st_mtime_ns for path in data}


def changed(folder):
    """Paths that a further run writes."""
    before = times(folder)
    export()
    after = times(folder)
    return {str(path.relative_to(folder)) for path in after if after[path] != before.get(path)}


def test_each_article_is_in_a_year_of_each_calendar(folder, articles):
    export()
    titles = {
        each["path"].removesuffix(".jsonl.gz"): [
            row["title"] for row in lines(folder, each["path"])
        ]
        for each in listed(folder)
        if each["path"].endswith(".jsonl.gz")
    }
    assert titles == {
        "gregorian/2024": ["کهنه"],
        "gregorian/2025": ["پایان سال", "آغاز سال"],
        "jalali/1403": ["کهنه", "پایان سال"],
        "jalali/1404": ["آغاز سال"],
        "undated": ["بی‌تاریخ"],
    }
    [row] = lines(folder, "jalali/1404.jsonl.gz")
    assert list(row) == [column.name for column in COLUMNS]
    assert row["published_on_gregorian"] == "2025-03-21"
    assert row["published_on_jalali"] == "1404-01-01"
    assert (row["duplicate_of"], row["views"]) == (articles[0].key, 7)
    assert lines(folder, "jalali/1403.jsonl.gz")[1]["body"] == "یک\n\nدو"


def test_parquet_has_the_same_rows(folder, articles):
    export()
    for path in ("jalali/1403", "undated"):
        table = parquet.read_table(folder / f"{path}.parquet")
        assert table.to_pylist() == lines(folder, f"{path}.jsonl.gz")


def test_without_pyarrow_there_are_json_lines_alone(folder, articles, monkeypatch):
    monkeypatch.setattr(writing, "find_spec", lambda name: None)
    export()
    assert not list(folder.rglob("*.parquet")) and len(listed(folder)) == 5


def test_the_manifest_tells_what_is_there(folder, articles, settings):
    settings.DATASET_LICENCE = "CC BY 4.0"
    export()
    for each in listed(folder):
        raw = (folder / each["path"]).read_bytes()
        assert (each["bytes"], each["sha256"]) == (len(raw), hashlib.sha256(raw).hexdigest())
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    texts = {"manifest.json", "schema.json", "README.md", "LICENSE.txt"}
    assert there == texts | {each["path"] for each in listed(folder)}
    assert (folder / "LICENSE.txt").read_text() == "CC BY 4.0\n"
    for column in COLUMNS:
        assert f"`{column.name}`" in (folder / "README.md").read_text(encoding="utf-8")


def test_only_what_has_changed_is_written_again(folder, articles):
    assert "10 files written, 0 removed" in export()
    assert changed(folder) == set()
    articles[2].correct({"title": "کهنه‌تر"})
    assert {path.partition(".")[0] for path in changed(folder)} == {"gregorian/2024", "jalali/1403"}
    assert lines(folder, "gregorian/2024.jsonl.gz")[0]["title"] == "کهنه‌تر"


def test_a_new_name_of_a_source_is_in_all_files(folder, articles):
    export()
    source = articles[0].source
    source.name_en = "New Dawn"
    source.save()
    assert len(changed(folder)) == 10


def test_what_is_erased_or_hidden_leaves_at_the_next_run(folder, articles):
    export()
    erase(articles[3], reason="takedown")
    Article.objects.filter(pk=articles[1].pk).update(status="hidden")
    assert "2 files written, 4 removed" in export()
    assert not (folder / "undated.jsonl.gz").exists()
    assert not (folder / "jalali/1404.jsonl.gz").exists()
    assert [row["title"] for row in lines(folder, "gregorian/2025.jsonl.gz")] == ["پایان سال"]


def test_a_file_that_is_gone_is_written_again(folder, articles):
    export()
    (folder / "undated.jsonl.gz").unlink()
    (folder / "jalali/1404.jsonl.gz").write_bytes(b"half")
    assert changed(folder) == {"jalali/1404.jsonl.gz", "undated.jsonl.gz"}


@pytest.mark.parametrize("damaged", ["", "[]", '{"files": [1]}', '{"files": [{"path": "../x"}]}'])
def test_a_damaged_manifest_is_made_anew(folder, articles, damaged):
    export()
    (folder / "manifest.json").write_text(damaged)
    assert "10 files written" in export()


def test_a_folder_that_cannot_be_written_is_said_so(folder, articles, tmp_path):
    (tmp_path / "file").write_text("")
    status, said = command("export_dataset", str(tmp_path / "file"))
    assert (status, "cannot be written" in said) == (3, True)


def test_an_empty_archive_has_an_empty_dataset(folder):
    assert "0 files written" in export()
    assert listed(folder) == []


def test_the_page_and_the_files(folder, articles, client, settings):
    page = reverse("dataset")
    assert "هنوز" in client.get(page).content.decode()
    settings.DATASET_LICENCE = "CC BY 4.0"
    export()
    text = client.get(page).content.decode()
    assert "CC BY 4.0" in text and "/data/jalali/1403.parquet" in text
    response = client.get("/data/jalali/1403.jsonl.gz")
    assert response["Content-Type"] == "application/gzip"
    assert response.getvalue() == (folder / "jalali/1403.jsonl.gz").read_bytes()
    assert json.loads(client.get("/data/manifest.json").getvalue())["licence"] == "CC BY 4.0"
    for path in ("jalali/1390.jsonl.gz", "jalali/1403.exe", "../backup_key.pem", "README.txt"):
        assert client.get(f"/data/{path}").status_code == 404
    (folder / "undated.parquet").unlink()
    assert client.get("/data/undated.parquet").status_code == 404
