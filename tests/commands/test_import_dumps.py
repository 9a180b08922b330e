"""What import_dumps promises: options, JSON keys, exit statuses."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, Capture, ImportBatch
from tests.command_line import command
from tests.dump_texts import LANTERNS, dump, write

pytestmark = pytest.mark.django_db

KEYS = [
    "file",
    "item",
    "outcome",
    "key",
    "error",
    "message",
    "warnings",
    "unsure",
    "language",
    "title",
    "source",
    "author",
    "url",
    "external_id",
    "published_gregorian",
    "jalali",
    "time",
    "views",
    "paragraphs",
    "figures",
    "related",
    "banner",
    "noise",
]


def import_dumps(*paths, **options):
    """Exit status, standard output."""
    out = io.StringIO()
    try:
        call_command("import_dumps", *paths, workers=0, stdout=out, stderr=out, **options)
    except CommandError as error:
        return error.returncode, f"{out.getvalue()}{error}"
    return 0, out.getvalue()


def lines(output):
    return [json.loads(line) for line in output.splitlines() if line.startswith("{")]


def test_json_has_every_promised_key_in_order(tmp_path):
    status, output = import_dumps(*write(tmp_path, dump()), json=True)
    item, last = lines(output)
    assert status == 0
    assert list(item) == KEYS
    assert item["outcome"] == "created"
    assert item["key"] == Article.objects.get().key
    assert (item["published_gregorian"], item["jalali"]) == ("2025-12-05", "1404-09-14")
    assert item["paragraphs"] == list(LANTERNS)
    assert last == {
        "batch": ImportBatch.objects.get().pk,
        "counts": {"created": 1, "skipped": 0},
    }


def test_a_rejected_item_makes_the_exit_status_1_and_has_every_key(tmp_path):
    status, output = import_dumps(*write(tmp_path, "", dump()), json=True)
    rejected, created, last = lines(output)
    assert status == 1
    assert list(rejected) == KEYS
    assert (rejected["outcome"], rejected["error"]) == ("rejected", "empty")
    assert created["outcome"] == "created"
    assert last["counts"] == {"rejected": 1, "created": 1, "skipped": 0}


def test_items_come_in_input_order(tmp_path):
    paths = write(tmp_path, *(dump(title=f"خبر {number}") for number in range(40)))
    _, output = import_dumps(*reversed(paths), json=True)
    assert [item["file"] for item in lines(output)[:-1]] == paths[::-1]


def test_a_dry_run_prints_the_same_with_no_batch(tmp_path):
    paths = write(tmp_path, dump(), "")
    _, dry = import_dumps(*paths, json=True, dry_run=True)
    assert not Capture.objects.exists()
    _, real = import_dumps(*paths, json=True)
    assert lines(dry)[:-1] == lines(real)[:-1]
    assert lines(dry)[-1] == {**lines(real)[-1], "batch": None}


def test_a_missing_path_is_status_2_and_nothing_is_written(tmp_path):
    paths = write(tmp_path, dump())
    status, output = import_dumps(*paths, str(tmp_path / "missing.txt"))
    assert status == 2
    assert "missing.txt" in output
    assert not ImportBatch.objects.exists()


def test_negative_workers_are_status_2(tmp_path):
    with pytest.raises(CommandError) as caught:
        call_command("import_dumps", *write(tmp_path, dump()), workers=-1)
    assert caught.value.returncode == 2


def test_the_summary_names_every_rejected_and_warned_item_with_its_place(tmp_path):
    paths = write(tmp_path, "", dump(), dump(title="بی‌تاریخ", date=None))
    _, output = import_dumps(*paths)
    assert f"{paths[0]} (1): empty: " in output
    assert f"{paths[2]} (1): no_date: " in output
    assert paths[1] not in output


def test_the_label_is_kept(tmp_path):
    import_dumps(*write(tmp_path, dump()), label="آذر ۱۴۰۴")
    assert ImportBatch.objects.get().label == "آذر ۱۴۰۴"


def test_an_item_over_the_limit_is_rejected_whole_with_its_bytes(tmp_path, settings):
    settings.MAX_ITEM_BYTES = 2048
    large = dump(body=[*LANTERNS, "واژه " * 2000])
    status, output = import_dumps(*write(tmp_path, large, dump()), json=True)
    items = lines(output)
    assert status == 1
    assert [item["error"] for item in items[:2]] == ["too_large", None]
    assert Capture.objects.get(error="too_large").raw_bytes() == large.encode()


def test_an_unreadable_archive_member_is_rejected_with_what_came_out(tmp_path):
    import gzip

    path = tmp_path / "cut.gz"
    path.write_bytes(gzip.compress(dump().encode())[:-9])
    status, output = import_dumps(str(path), json=True)
    assert status == 1
    assert lines(output)[0]["error"] == "unreadable"
    assert Capture.objects.get().raw_bytes() == dump().encode()


def test_sentences_come_in_the_terminals_language(tmp_path, monkeypatch):
    paths = write(tmp_path, "")
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    _, english = import_dumps(*paths, json=True, dry_run=True)
    monkeypatch.setenv("LC_ALL", "fa_IR.UTF-8")
    _, persian = import_dumps(*paths, json=True, dry_run=True)
    assert lines(english)[0]["message"].startswith("The item is empty.")
    assert not lines(persian)[0]["message"].isascii()


@pytest.mark.parametrize("label", ["x" * 301, "two\nlines", "\udcff"])
def test_a_label_that_cannot_be_kept_is_refused_with_a_sentence(tmp_path, label):
    status, output = command("import_dumps", *write(tmp_path, dump()), label=label)
    assert status == 2
    assert "--label" in output
    assert not ImportBatch.objects.exists()


def test_a_closed_standard_input_is_told(monkeypatch):
    monkeypatch.setattr("sys.stdin", None)
    status, output = command("import_dumps", "-")
    assert status == 2
    assert "standard input" in output


def test_links_in_a_folder_are_followed_only_by_an_option(tmp_path):
    write(tmp_path / "elsewhere", dump())
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link.txt").symlink_to(tmp_path / "elsewhere" / "dump-001.txt")
    assert command("import_dumps", str(folder))[0] == 0
    assert not Article.objects.exists()
    assert command("import_dumps", str(folder), follow_links=True)[0] == 0
    assert Article.objects.count() == 1


def test_more_than_the_limits_allow_ends_with_a_sentence(tmp_path):
    status, output = command("import_dumps", *write(tmp_path, dump(), dump()), max_files=1)
    assert status == 3
    assert "--max-files" in output
    assert command("import_dumps", *write(tmp_path, dump()), max_files=0)[0] == 2
