"""Exports and backups by command: what they write, what they refuse, how they end."""

import gzip
import io
import json
import stat
import sys

import bagit
import pytest

from articles.backup.backups import EXPORT
from articles.backup.loading import is_empty
from articles.models import Article, Capture
from tests.backup.full_archive import empty, exported, fill
from tests.command_line import command
from tests.dump_texts import dump, run, write

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_data_folder(settings, tmp_path):
    """With an index of the test's own."""
    settings.DATA_DIR = tmp_path / "var"


@pytest.fixture
def filled(tmp_path):
    """What the archive exports to; its rows were made by hand and would not verify."""
    fill(tmp_path / "dumps")
    return exported()


@pytest.fixture
def imported(tmp_path):
    run(*write(tmp_path / "dumps", dump(), dump("خبر دوم", ["متن خبر دوم در این سطر است."])))
    return exported()


@pytest.mark.parametrize("name", ["archive.jsonl", "archive.jsonl.gz"])
def test_an_export_is_imported_indexed_and_verified(imported, tmp_path, name):
    file = tmp_path / name
    assert command("export_articles", str(file)) == (0, "")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert (file.read_bytes()[:2] == b"\x1f\x8b") == name.endswith(".gz")
    empty()
    status, output = command("import_articles", str(file))
    assert status == 0, output
    assert "The search index is built: 2 articles." in output
    assert "The archive is intact: 2 captures, 2 articles." in output
    assert exported() == imported
    assert '"total": 1' in command("search_articles", "فانوس‌های تازه", "--json")[1]


def test_standard_output_and_standard_input(imported, monkeypatch):
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written))
    assert command("export_articles")[0] == 0
    assert written.getvalue().splitlines(keepends=True)[1:] == imported
    empty()
    again = io.BufferedReader(io.BytesIO(written.getvalue()))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(again))
    assert command("import_articles", "-")[0] == 0
    assert exported() == imported


def test_an_export_replaces_no_file(filled, tmp_path):
    (tmp_path / "there").write_text("mine")
    status, output = command("export_articles", str(tmp_path / "there"))
    assert (status, "there cannot be written (File exists)" in output) == (2, True)
    assert (tmp_path / "there").read_text() == "mine"
    assert command("export_articles", str(tmp_path / "no" / "folder"))[0] == 2


def test_what_is_no_export_is_status_2_and_changes_nothing(tmp_path):
    (tmp_path / "dump.txt").write_text(dump())
    (tmp_path / "broken.gz").write_bytes(
        gzip.compress(b'{"format":"news-archive","version":1}\n')[:-9]
    )
    for name, sentence in [
        ("missing", "missing cannot be read (No such file or directory)."),
        (".", "cannot be read (Is a directory)."),
        ("dump.txt", "Line 1: This is not a JSON object. Nothing was changed."),
        ("broken.gz", "It is truncated or damaged"),
    ]:
        status, output = command("import_articles", str(tmp_path / name))
        assert (status, sentence in output) == (2, True), output
    assert is_empty()


def test_an_archive_that_is_not_empty_takes_neither_export_nor_backup(imported, tmp_path):
    command("export_articles", str(tmp_path / "export"))
    command("backup_archive", str(tmp_path / "bag"))
    for arguments in (
        ("import_articles", str(tmp_path / "export")),
        ("restore_archive", str(tmp_path / "bag")),
        ("restore_archive", str(tmp_path / "missing")),
    ):
        status, output = command(*arguments)
        assert (status, "This archive is not empty" in output) == (2, True)
    assert exported() == imported


def test_a_backup_is_a_bag_for_its_owner_alone_and_is_restored(imported, tmp_path):
    bag = tmp_path / "bag"
    assert command("backup_archive", str(bag))[0] == 0
    bagit.Bag(str(bag)).validate()
    for path in (bag, *bag.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
    empty()
    status, output = command("restore_archive", str(bag))
    assert (status, "The archive is intact: 2 captures, 2 articles." in output) == (0, True)
    assert exported() == imported


def test_a_backup_holds_every_kind_of_row(filled, tmp_path):
    assert command("backup_archive", str(tmp_path / "bag"))[0] == 0
    with gzip.open(tmp_path / "bag/data" / EXPORT) as file:
        assert file.readlines()[1:] == filled


def test_a_backup_tells_settings_and_no_secrets(imported, tmp_path, settings):
    command("backup_archive", str(tmp_path / "bag"))
    told = json.loads((tmp_path / "bag/data/settings.json").read_text())
    assert told["settings"]["TIME_ZONE"] == "Asia/Tehran"
    with gzip.open(tmp_path / "bag/data" / EXPORT) as file:
        everything = file.read() + json.dumps(told).encode()
    assert settings.SECRET_KEY.encode() not in everything


def test_a_backup_goes_into_a_new_or_an_empty_folder_only(imported, tmp_path):
    bag = tmp_path / "bag"
    bag.mkdir(mode=0o755)
    assert command("backup_archive", str(bag))[0] == 0
    assert stat.S_IMODE(bag.stat().st_mode) == 0o700
    (tmp_path / "file").touch()
    for folder in (bag, tmp_path / "file"):
        status, output = command("backup_archive", str(folder))
        assert (status, "is not an empty folder" in output) == (2, True)
    assert command("backup_archive", str(tmp_path / "no" / "bag"))[0] == 2


def test_a_backup_that_fails_leaves_the_folder_as_it_was(imported, tmp_path, monkeypatch):
    (tmp_path / "empty").mkdir()

    def full(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("articles.backup.bags.seal", full)
    for name in ("empty", "new"):
        status, output = command("backup_archive", str(tmp_path / name))
        assert (status, "(No space left on device)" in output) == (3, True)
    assert not list((tmp_path / "empty").iterdir())
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", [f"data/{EXPORT}", "data/settings.json", "bag-info.txt"])
def test_a_damaged_backup_is_refused_by_the_name_of_the_file(imported, tmp_path, name):
    bag = tmp_path / "bag"
    command("backup_archive", str(bag))
    empty()
    content = bytearray((bag / name).read_bytes())
    content[len(content) // 2] ^= 1
    (bag / name).write_bytes(content)
    status, output = command("restore_archive", str(bag))
    assert (status, output.count(f"{name} has changed since it was written")) == (2, 1)
    (bag / name).unlink()
    status, output = command("restore_archive", str(bag))
    assert (status, f"{name} is missing" in output) == (2, True)
    assert is_empty()


def test_what_is_no_backup_is_status_2(tmp_path):
    (tmp_path / "file").touch()
    (tmp_path / "other").mkdir()
    (tmp_path / "other/letter.txt").touch()
    bagit.make_bag(str(tmp_path / "other"), checksums=["sha256"])
    for name, sentence in [
        (".", "is not a backup, or was not completed"),
        ("file", "is not a backup"),
        ("missing", "is not a backup"),
        ("other", f"data/{EXPORT} is missing"),
    ]:
        status, output = command("restore_archive", str(tmp_path / name), "--unsigned")
        assert (status, sentence in output) == (2, True), output


def test_a_restored_archive_that_does_not_verify_is_told_and_kept(imported, tmp_path):
    Article.objects.filter(pk=Article.objects.first().pk).update(body="دیگر")
    command("backup_archive", str(tmp_path / "bag"))
    empty()
    status, output = command("restore_archive", str(tmp_path / "bag"))
    assert (status, "article_differs" in output) == (1, True)
    assert Capture.objects.count() == 2
