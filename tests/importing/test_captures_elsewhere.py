"""Captures in a store beside the database: never lost, never left, read and kept as in it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.backup.loading import load
from articles.backup.unloading import export_lines
from articles.importing import storing
from articles.importing.erasing import erase
from articles.importing.verifying import verify
from articles.models import Article, Capture, RawBytes
from articles.stores import StoreError
from articles.stores.captures import Part
from tests.backup.full_archive import empty
from tests.dump_texts import BAKERY, dump, run, write
from tests.stores import LOST, far_store

pytestmark = pytest.mark.django_db


@pytest.fixture
def store(settings, tmp_path) -> Path:
    """The folder that stands for a store elsewhere."""
    settings.STORAGES = {**settings.STORAGES, "captures": far_store(tmp_path / "captures")}
    return tmp_path / "captures"


def without_store(settings):
    settings.STORAGES = {
        name: each for name, each in settings.STORAGES.items() if name != "captures"
    }


def files(store):
    return sorted(path.name for path in store.rglob("*") if path.is_file())


def found():
    return {finding.problem.value for finding in verify()}


def test_the_store_has_the_bytes_and_the_database_has_none(store, tmp_path):
    run(*write(tmp_path, dump(), dump(title="تنور", body=BAKERY)))
    captures = Capture.objects.order_by("pk")
    assert files(store) == sorted(f"{capture.sha256}.0" for capture in captures)
    assert {bytes(row.compressed) for row in RawBytes.objects.all()} == {b""}
    assert captures[0].raw_bytes().decode() == dump()
    assert captures[0].text() == dump()
    assert found() == set()


def test_a_folder_is_a_store_too(tmp_path, settings, monkeypatch):
    location = tmp_path / "captures"
    files = "django.core.files.storage.FileSystemStorage"
    chosen = {"BACKEND": files, "OPTIONS": {"location": str(location)}}
    settings.STORAGES = {**settings.STORAGES, "captures": chosen}
    synced = []
    monkeypatch.setattr("articles.stores.captures._sync", synced.append)
    run(*write(tmp_path, dump()))
    assert synced == [str(path) for path in location.rglob("*.0")]
    assert Capture.objects.get().raw_bytes().decode() == dump()
    assert found() == set()


def test_what_is_imported_again_is_stored_once(store, tmp_path):
    paths = write(tmp_path, dump())
    run(*paths)
    assert run(*paths).counts == {"unchanged": 1, "skipped": 0}
    assert len(files(store)) == RawBytes.objects.count() == 1


def test_the_parts_of_a_long_item_are_files_of_their_own(store, tmp_path, settings, monkeypatch):
    settings.MAX_ITEM_BYTES = 1_024
    monkeypatch.setattr("articles.importing.pipeline._STORED_PART", 5_000)
    long = "سطر بلند\n" * 2_000
    run(*write(tmp_path, long))
    capture = Capture.objects.get()
    assert capture.error == "too_large"
    assert files(store) == [f"{capture.sha256}.{number}" for number in range(len(files(store)))]
    assert capture.raw_bytes().decode() == long
    assert found() == set()


def test_bytes_are_in_the_store_before_their_row_is_committed(store, tmp_path, monkeypatch):
    monkeypatch.setattr(storing, "_count", lambda *arguments: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run(*write(tmp_path, dump()))
    assert not RawBytes.objects.exists()
    assert len(files(store)) == 1
    assert found() == {"raw_unlisted"}
    monkeypatch.undo()
    run(*write(tmp_path, dump()))
    assert found() == set()


def test_damaged_and_lost_bytes_are_found_and_mended_by_importing_again(store, tmp_path):
    texts = (dump(), dump(title="تنور", body=BAKERY))
    run(*write(tmp_path, *texts))
    first, second = sorted(path for path in store.rglob("*") if path.is_file())
    first.write_bytes(b"rubbish")
    second.unlink()
    assert found() == {"raw_damaged"}
    with pytest.raises(ValueError, match="not in the store"):
        Capture.objects.get(sha256=second.name.partition(".")[0]).raw_bytes()
    run(*write(tmp_path, *texts))
    assert found() == set()
    assert len(files(store)) == 2


def test_an_erasure_leaves_nothing_in_the_store(store, tmp_path):
    paths = write(tmp_path, dump())
    run(*paths)
    erase(Article.objects.get(), reason="به درخواست صاحب اثر")
    assert files(store) == []
    run(*paths)
    assert files(store) == []
    assert found() == set()


def test_nothing_is_erased_while_the_store_is_lost(store, tmp_path, settings):
    run(*write(tmp_path, dump()))
    settings.STORAGES = {**settings.STORAGES, "captures": LOST}
    with pytest.raises(StoreError, match="connection refused"):
        erase(Article.objects.get(), reason="takedown")
    assert Article.objects.exists()


def test_a_lost_store_ends_an_import_with_a_sentence(tmp_path, settings):
    settings.STORAGES = {**settings.STORAGES, "captures": LOST}
    with pytest.raises(CommandError, match=r"CAPTURES_STORAGE: .*connection refused") as caught:
        call_command("import_dumps", *write(tmp_path, dump()), workers=0)
    assert caught.value.returncode == 3
    assert not Article.objects.exists()


def test_pages_say_503_while_the_store_is_lost(store, tmp_path, settings, client):
    run(*write(tmp_path, dump()))
    key = Article.objects.get().key
    settings.STORAGES = {**settings.STORAGES, "captures": LOST}
    assert client.get(f"/fa/articles/{key}/").status_code == 200
    assert client.get(f"/fa/articles/{key}/raw/").status_code == 503


def test_a_setting_that_was_taken_away_is_told(store, tmp_path, settings):
    run(*write(tmp_path, dump()))
    without_store(settings)
    with pytest.raises(StoreError, match="CAPTURES_STORAGE"):
        Capture.objects.get().raw_bytes()


def test_captures_are_moved_there_and_back(store, tmp_path, settings):
    there = settings.STORAGES
    without_store(settings)
    texts = (dump(), dump(title="تنور", body=BAKERY))
    run(*write(tmp_path, texts[0]))
    with pytest.raises(CommandError, match="CAPTURES_STORAGE"):
        call_command("move_captures", "store")
    settings.STORAGES = there
    run(*write(tmp_path, texts[1], name="b"))
    assert (RawBytes.objects.in_database().count(), RawBytes.objects.in_store().count()) == (1, 1)
    assert found() == set()

    for _ in range(2):
        call_command("move_captures", "store", stdout=io.StringIO())
        assert not RawBytes.objects.in_database().exists()
        assert len(files(store)) == 2
        assert found() == set()

    call_command("move_captures", "database", stdout=io.StringIO())
    assert not RawBytes.objects.in_store().exists()
    assert files(store) == []
    without_store(settings)
    assert found() == set()
    assert sorted(each.raw_bytes().decode() for each in Capture.objects.all()) == sorted(texts)


def test_what_the_store_has_lost_is_told_when_it_is_moved_back(store, tmp_path):
    run(*write(tmp_path, dump()))
    for path in store.rglob("*.0"):
        path.unlink()
    with pytest.raises(CommandError, match="verify_archive"):
        call_command("move_captures", "database")
    assert found() == {"raw_damaged"}


@pytest.mark.parametrize("into_store", [True, False])
def test_a_backup_holds_the_bytes_and_goes_into_either_place(store, tmp_path, settings, into_store):
    run(*write(tmp_path, dump(), dump(title="تنور", body=BAKERY)))
    lines = list(export_lines())
    empty()
    for path in store.rglob("*.0"):
        path.unlink()
    if not into_store:
        without_store(settings)
    load(lines)
    assert len(files(store)) == (2 if into_store else 0)
    assert found() == set()
    assert list(export_lines())[1:] == lines[1:]


def test_a_backup_goes_on_without_what_the_store_has_lost(store, tmp_path, settings):
    run(*write(tmp_path, dump(), dump(title="تنور", body=BAKERY)))
    next(store.rglob("*.0")).unlink()
    lines = list(export_lines())
    empty()
    load(lines)
    assert found() == {"raw_missing"}


def test_files_of_others_in_the_store_are_left_alone(store, tmp_path):
    run(*write(tmp_path, dump()))
    (store / "ab").mkdir(exist_ok=True)
    (store / "ab" / "notes.txt").write_text("x")
    assert found() == set()
    assert Part("ab" * 32, 0).name == f"ab/{'ab' * 32}.0"
