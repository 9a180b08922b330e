"""The other commands: what they take, what they print, how they end."""

import socket

import pytest
from django.contrib.auth import get_user_model

import manage
from articles.dumps import Role
from articles.models import Article, Capture, ImportBatch, SourceProfile, Tombstone
from articles.models.profiles import LineDecision
from tests.command_line import command
from tests.dump_texts import LANTERNS, dump, run, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def imported(tmp_path):
    return run(*write(tmp_path, dump()))


def test_undo_import_undoes_and_says_how_much(imported):
    status, output = command("undo_import", str(imported.batch))
    assert status == 0
    assert "1  captures withdrawn" in output
    assert not Article.objects.exists()


def test_undo_import_dry_run_changes_nothing(imported):
    assert command("undo_import", str(imported.batch), dry_run=True)[0] == 0
    assert Article.objects.exists()


def test_undo_import_names_the_articles_it_keeps(imported):
    Article.objects.get().correct({"title": "x"})
    assert imported.keys[0] in command("undo_import", str(imported.batch))[1]


def test_undo_import_of_no_batch_and_of_an_undone_one_are_status_2(imported):
    assert command("undo_import", "999")[0] == 2
    command("undo_import", str(imported.batch))
    assert command("undo_import", str(imported.batch))[0] == 2


def test_imports_lists_batches_with_state_and_counts(imported):
    ImportBatch.objects.update(label="آذر")
    _, output = command("imports")
    assert f"{imported.batch}  " in output
    assert "created 1" in output
    assert "آذر" in output


def test_a_running_batch_without_a_process_is_marked_failed(imported):
    ImportBatch.objects.update(state="running", host=socket.gethostname())
    command("imports")
    batch = ImportBatch.objects.get()
    assert batch.state == "failed"
    assert batch.error


def test_a_running_batch_of_another_machine_is_left_alone(imported):
    ImportBatch.objects.update(state="running", host="elsewhere.example")
    command("imports")
    assert ImportBatch.objects.get().state == "running"


def test_erase_article_needs_a_key_and_a_reason(imported):
    assert command("erase_article", "nosuchkey", reason="x")[0] == 2
    assert command("erase_article", imported.keys[0], reason=" ")[0] == 2
    assert command("erase_article", imported.keys[0], reason="takedown")[0] == 0
    assert Tombstone.objects.get().reason == "takedown"


def test_verify_archive_is_status_1_when_anything_differs(imported):
    status, output = command("verify_archive")
    assert (status, "1 captures, 1 articles" in output) == (0, True)
    Article.objects.update(body="x")
    status, output = command("verify_archive")
    assert status == 1
    assert f"article_differs {imported.keys[0]}" in output


def test_quickstart_fills_an_empty_archive_with_the_samples_and_makes_one_staff_user(
    settings, tmp_path
):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.DATA_DIR = tmp_path
    status, output = command("quickstart", no_serve=True)
    assert status == 0, output
    assert Article.objects.count() >= 24
    assert {"fa", "ar", "en"} <= set(Article.objects.values_list("language", flat=True))
    assert not Capture.objects.filter(outcome="rejected").exists()
    user = get_user_model().objects.get()
    assert user.is_staff
    password = output.split("password ")[1].split(" ")[0]
    assert user.check_password(password)
    status, output = command("quickstart", no_serve=True)
    assert (status, "password" in output) == (0, False)
    assert ImportBatch.objects.get().label == "نمونه‌ها"  # in the language of the staff pages


def test_quickstart_imports_the_paths_it_is_given_and_no_samples(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.DATA_DIR = tmp_path
    paths = write(tmp_path / "own", dump())
    assert command("quickstart", *paths, no_serve=True)[0] == 0
    assert Article.objects.count() == 1


def test_quickstart_refuses_a_missing_path_before_it_does_anything(tmp_path):
    assert command("quickstart", str(tmp_path / "missing"), no_serve=True)[0] == 2


def test_serve_says_when_its_port_is_taken():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        status, output = command("serve", port=taken.getsockname()[1])
    assert status == 3
    assert "--port" in output


def test_serve_says_when_the_port_of_metrics_is_taken_or_its_own(settings):
    with socket.socket() as taken, socket.socket() as free:
        for each in (taken, free):
            each.bind(("127.0.0.1", 0))
        taken.listen()
        port = free.getsockname()[1]
        free.close()
        settings.METRICS_PORT = taken.getsockname()[1]
        assert "METRICS_PORT" in command("serve", port=port)[1]
        settings.METRICS_PORT = port
        assert "METRICS_PORT" in command("serve", port=port)[1]


@pytest.mark.parametrize(
    ("arguments", "before", "after"),
    [
        (["import_dumps", "x"], 0, 10),
        (["imports"], 0, 10),
        (["imports"], 7, 10),
        (["imports"], 15, 15),
        (["serve"], 0, 0),
        (["quickstart"], 0, 0),
        ([], 0, 0),
    ],
)
def test_all_but_the_server_stands_back_behind_readers_before_it_loads_anything(
    monkeypatch, arguments, before, after
):
    niceness = before
    ran = []

    def nice(more):
        nonlocal niceness
        niceness += more
        return niceness

    monkeypatch.setattr(manage.sys, "argv", ["manage.py", *arguments])
    monkeypatch.setattr(manage.os, "nice", nice)
    monkeypatch.setattr(
        "django.core.management.execute_from_command_line",
        lambda argv: ran.append((argv[1:], niceness)),
    )
    manage.main()
    assert ran == [(arguments, after)]


def test_learn_sources_lists_what_recurs_and_reads_a_source_by_its_rules(tmp_path):
    guests = "بهار تابستان پاییز زمستان باران ابر کوه دریا جنگل کویر ستاره مهتاب".split()
    texts = [
        dump(
            f"خبر {number}",
            (
                *LANTERNS,
                f"کاروان {guest} شب از کنار رود گذشت و مردم {guest} را با چراغ بدرقه کردند.",
                f"از قفسهٔ {number} ما",
                f"پایان خبر {number} در اینجاست.",
            ),
        )
        for number, guest in enumerate(guests)
    ]
    run(*write(tmp_path, *texts))
    status, output = command("learn_sources")
    assert status == 0
    assert "خبرخانه ساحل\n  12/12  از قفسه ‹#› ما\n" in output
    profile = SourceProfile(folded_name="خبرخانه ساحل", version=1)
    rule = LineDecision("از قفسه ‹#› ما", Role.NOISE, "از قفسهٔ 1 ما", True, False)
    profile.lines = profile.with_lines([rule])
    profile.save()
    status, output = command("learn_sources", reread="خبرخانهٔ ساحل")
    assert (status, output.splitlines()[-1]) == (0, "12 articles have changed.")
    assert not Article.objects.filter(body__contains="قفسه").exists()
    assert command("learn_sources", reread="جایی دیگر")[0] == 2


@pytest.mark.processes
def test_a_command_whose_output_nobody_takes_any_more_ends_without_a_traceback(
    archive_in, tmp_path
):
    archive = archive_in(tmp_path / "var", "")
    process = archive.start("import_dumps", "--dry-run", *write(tmp_path, dump()))
    process.stdout.close()
    with process.stderr:
        assert process.stderr.read() == ""
    assert process.wait() == 3
