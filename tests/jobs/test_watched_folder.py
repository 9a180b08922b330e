"""The watched folder: what is taken, when, and where it is found afterwards."""

from __future__ import annotations

import csv
import io
import signal
import zipfile

import pytest
from django.core.management import CommandError, call_command

from articles.jobs import watched_folder as watching
from articles.models import Article, ImportBatch
from tests.dump_texts import BAKERY, dump, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path, settings):
    settings.DATA_DIR = tmp_path / "data"
    (tmp_path / "in").mkdir()
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield tmp_path / "in"
    for number, handler in handlers.items():  # which the command takes over
        signal.signal(number, handler)


def look(folder, **options):
    out = io.StringIO()
    options = {"once": True, "interval": 0.01, "workers": 0, "stdout": out, **options}
    call_command("watch_dumps", str(folder), **options)
    return sorted(out.getvalue().splitlines())


def report_of(path):
    text = path.with_name(f"{path.name}.report.csv").read_text(encoding="utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_a_complete_file_is_imported_and_moved_with_its_report(folder):
    write(folder, dump())
    assert look(folder) == ["done/dump-001.txt"]
    article = Article.objects.get()
    _heading, row = report_of(folder / "done/dump-001.txt")
    assert row[5] == article.title
    assert row[-1] == article.key
    assert look(folder) == []
    assert ImportBatch.objects.count() == 1


def test_files_that_arrive_together_are_one_import(folder):
    write(folder, dump(), dump(title="تنور سنگی", body=BAKERY))
    look(folder)
    assert ImportBatch.objects.get().counts["created"] == 2


def test_a_file_with_a_rejected_item_goes_to_rejected_and_its_good_items_stay(folder):
    with zipfile.ZipFile(folder / "scraped.zip", "w") as archive:
        archive.writestr("good.txt", dump())
        archive.writestr("bad.txt", "")
    assert look(folder) == ["rejected/scraped.zip"]
    assert {row[2] for row in report_of(folder / "rejected/scraped.zip")[1:]} == {
        "created",
        "rejected",
    }
    assert Article.objects.count() == 1


def test_a_file_that_cannot_be_opened_holds_up_no_other(folder):
    (folder / "a.zip").write_bytes(b"no archive")
    write(folder, dump())
    assert look(folder) == ["done/dump-001.txt", "rejected/a.zip"]


def test_a_file_that_is_still_being_written_is_left_for_the_next_look(folder, monkeypatch):
    [path] = write(folder, dump())
    before = watching.arrivals(folder)
    with open(path, "a", encoding="utf-8") as stream:
        stream.write("بند تازه‌ای که هنوز می‌آید.\n")
    assert watching.complete(before, watching.arrivals(folder)) == {}


def test_a_file_that_is_written_to_during_its_import_is_taken_again(folder, monkeypatch):
    [path] = write(folder, dump())
    real = watching.run_import

    def writing(*args, **options):
        result = real(*args, **options)
        with open(path, "a", encoding="utf-8") as stream:
            stream.write("\nبند تازه‌ای که دیرتر آمد و بخشی از همان خبر است.\n")
        return result

    monkeypatch.setattr(watching, "run_import", writing)
    assert look(folder) == []
    monkeypatch.undo()
    assert look(folder) == ["done/dump-001.txt"]
    assert "دیرتر آمد" in Article.objects.get().body


def test_hidden_partial_and_linked_files_and_folders_are_left_alone(folder, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text(dump(), encoding="utf-8")
    (folder / "link.txt").symlink_to(secret)
    for name in (".hidden.txt", "half.txt.part"):
        (folder / name).write_text(dump(), encoding="utf-8")
    write(folder / "below", dump())
    assert look(folder) == []
    assert not ImportBatch.objects.exists()


def test_a_name_that_is_taken_in_done_gets_a_number(folder):
    write(folder, dump())
    look(folder)
    write(folder, dump(title="خبر دیگر", body=BAKERY))
    assert look(folder) == ["done/dump-001-2.txt"]
    assert (folder / "done/dump-001-2.txt.report.csv").exists()


def test_what_is_no_folder_is_status_2(folder):
    with pytest.raises(CommandError) as caught:
        look(folder / "missing")
    assert caught.value.returncode == 2


def test_a_file_on_which_reading_raises_is_moved_and_the_others_are_taken(folder, monkeypatch):
    """Whatever it is that nobody thought of."""
    write(folder, dump(), dump(title="تنور سنگی", body=BAKERY))
    (folder / "bad.txt").write_text("bad")
    honest = watching.run_import

    def run(paths, options, **callbacks):
        if any(path.endswith("bad.txt") for path in paths):
            raise ZeroDivisionError("unforeseen")
        return honest(paths, options, **callbacks)

    monkeypatch.setattr(watching, "run_import", run)
    moved = look(folder)
    assert moved == ["done/dump-001.txt", "done/dump-002.txt", "rejected/bad.txt"]
    assert "unforeseen" in (folder / "rejected/bad.txt.report.csv").read_text(encoding="utf-8")
    assert Article.objects.count() == 2


def test_a_file_that_is_beyond_the_limits_is_moved_and_the_others_are_taken(
    folder, settings, caplog
):
    settings.MAX_UNPACKED_BYTES = 2_000_000
    write(folder, dump())
    with zipfile.ZipFile(folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", bytes(3_000_000))
    assert look(folder) == ["done/dump-001.txt", "rejected/bomb.zip"]
    assert [(record.levelname, record.exc_info) for record in caplog.records] == [
        ("WARNING", False)
    ]


def test_a_file_that_is_swapped_after_the_look_is_not_published(folder, monkeypatch, tmp_path):
    """A link in its place: what it leads to is somebody else's."""
    secret = tmp_path / "secret.txt"
    secret.write_text(dump(title="راز"), encoding="utf-8")
    [path] = write(folder, dump())
    honest = watching.run_import

    def run(paths, options, **callbacks):
        (folder / "dump-001.txt").unlink()
        (folder / "dump-001.txt").symlink_to(secret)
        return honest(paths, options, **callbacks)

    monkeypatch.setattr(watching, "run_import", run)
    look(folder)
    assert path
    assert not Article.objects.exists()
