"""Series of backups: which are kept, that each was restored, and what a failure leaves."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from articles.backup import series, trials
from articles.backup.bags import check
from articles.backup.keeping import kept, read_rules
from articles.backup.known_backups import known_backups, last_backup
from articles.jobs import scheduled_backups
from articles.jobs.scheduled_backups import ScheduledBackups
from tests.command_line import command
from tests.dump_texts import dump, run, write

NOW = datetime(2025, 12, 28, 3, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "7", "d", "0d", "7d,", "7x", "-1d", "7d;4w", "99999d"])
def test_what_is_no_list_of_rules(text):
    with pytest.raises(ValueError):
        read_rules(text)


def test_the_newest_of_days_weeks_and_months_are_kept():
    moments = [NOW - timedelta(hours=12 * number) for number in range(2 * 500)]
    stay = sorted(kept(moments, read_rules("7d, 4w,12m")), reverse=True)
    days = [moment.date().isoformat() for moment in stay]
    assert days[:8] == ["2025-12-28", "2025-12-27", "2025-12-26", "2025-12-25", "2025-12-24",
                        "2025-12-23", "2025-12-22", "2025-12-21"]  # fmt: skip
    assert days[8:10] == ["2025-12-14", "2025-12-07"] and len(days) == 10 + 11
    assert all(moment.hour == 15 for moment in stay[1:])  # the later one of each day


def test_what_stopped_long_ago_is_not_removed_for_its_age():
    old = [NOW - timedelta(days=300 + number) for number in range(3)]
    assert kept(old, read_rules("7d")) == set(old)
    assert kept(old, read_rules("1m")) == {old[0]}
    assert kept([], read_rules("7d")) == set()


@pytest.fixture
def clock(monkeypatch):
    """Each backup is made a day after the one before."""
    moments = iter(NOW + timedelta(days=number) for number in range(10))
    monkeypatch.setattr(series, "timezone", SimpleNamespace(now=lambda: next(moments)))


@pytest.fixture
def archive(settings, tmp_path, db):
    settings.DATA_DIR = tmp_path / "var"
    run(*write(tmp_path / "dumps", dump()))


@pytest.fixture
def store(settings, tmp_path):
    kind = "django.core.files.storage.FileSystemStorage"
    options = {"location": str(tmp_path / "store")}
    settings.STORAGES = {
        **settings.STORAGES,
        "backups": {"BACKEND": kind, "OPTIONS": options},
    }
    return tmp_path / "store"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("where", ["folder", "store"])
def test_a_series_keeps_what_the_rules_say(archive, store, tmp_path, clock, where):
    folder = store if where == "store" else tmp_path / "backups"
    arguments = [] if where == "store" else [str(folder)]
    for _ in range(3):
        status, output = command("backup_archive", *arguments, "--keep", "2d", "--no-trial")
        assert status == 0, output
    assert names(folder) == ["2025-12-29T03-00-00Z", "2025-12-30T03-00-00Z"]
    assert "2025-12-28T03-00-00Z" in output  # told as removed
    assert len(known_backups()) == 2 and last_backup() is not None
    check(folder / "2025-12-30T03-00-00Z")


def test_other_folders_are_left_alone(archive, tmp_path, clock):
    folder = tmp_path / "backups"
    (folder / "2025-12-28").mkdir(parents=True)
    (folder / "2025-12-28" / "bagit.txt").touch()
    (folder / "2020-01-01T00-00-00Z").mkdir()
    for _ in range(2):
        assert command("backup_archive", str(folder), "--keep", "1d", "--no-trial")[0] == 0
    assert names(folder) == ["2020-01-01T00-00-00Z", "2025-12-28", "2025-12-29T03-00-00Z"]


def test_what_cannot_be_restored_removes_nothing(archive, tmp_path, clock, monkeypatch):
    folder = tmp_path / "backups"
    assert command("backup_archive", str(folder), "--keep", "1d", "--no-trial")[0] == 0
    monkeypatch.setattr(trials.subprocess, "run", _fails)
    status, output = command("backup_archive", str(folder), "--keep", "1d")
    assert status == 3 and "no room" in output
    assert names(folder) == ["2025-12-28T03-00-00Z", "2025-12-29T03-00-00Z.unfinished"]
    assert len(known_backups()) == 1


def _fails(*args, **kwargs):
    return subprocess.CompletedProcess(args, 1, "", "no room")


@pytest.mark.parametrize(
    "arguments", [["--keep", "x", "DIR"], ["--keep", "7d"], []], ids=["rules", "store", "nothing"]
)
def test_arguments_that_cannot_be_used(archive, arguments, tmp_path):
    arguments = [str(tmp_path / "b") if each == "DIR" else each for each in arguments]
    assert command("backup_archive", *arguments)[0] == 2


@pytest.mark.processes
def test_a_backup_is_restored_for_trial(archive_in, tmp_path):
    archive = archive_in(tmp_path / "data", "")
    write(tmp_path / "dumps", dump())
    assert archive.run("import_dumps", str(tmp_path / "dumps"))[0] == 0
    status, output = archive.run("backup_archive", str(tmp_path / "series"), "--keep", "7d")
    assert status == 0, output
    [backup] = (tmp_path / "series").iterdir()
    damaged = backup / "data" / "archive.jsonl.gz"
    damaged.write_bytes(damaged.read_bytes()[:-20])
    status, output = archive.run("restore_archive", str(backup))
    assert status != 0
    assert not [each for each in (tmp_path / "data").iterdir() if each.name.startswith("trial-")]


# -- by the worker ---------------------------------------------------------------------------------


class Program:
    """Stands for the process of a backup."""

    def __init__(self, status=None):
        self.returncode, self.ended = status, False

    def poll(self):
        return self.returncode

    def communicate(self):
        return "", "no room"

    def terminate(self):
        self.ended = True


@pytest.fixture
def programs(settings, tmp_path, monkeypatch):
    settings.DATA_DIR, settings.BACKUP_DIR = tmp_path, tmp_path / "backups"
    settings.BACKUP_KEEP, settings.BACKUP_HOURS = "7d", 24
    made = []

    def begin(arguments, **options):
        made.append((arguments, Program()))
        return made[-1][1]

    monkeypatch.setattr(scheduled_backups.subprocess, "Popen", begin)
    return made


def test_the_worker_makes_one_when_it_is_time(programs, settings, tmp_path):
    backups = ScheduledBackups()
    backups.look()
    backups.look()
    [(arguments, program)] = programs
    assert arguments[-4:] == ["backup_archive", str(tmp_path / "backups"), "--keep", "7d"]
    (tmp_path / "x").mkdir()
    series.remember(str(tmp_path / "x"))
    program.returncode = 0
    backups.look()
    backups.look()
    assert len(programs) == 1
    settings.BACKUP_KEEP = ""
    (tmp_path / "x").rmdir()
    backups.look()
    assert len(programs) == 1


def test_one_that_failed_is_tried_again_later(programs, caplog):
    backups = ScheduledBackups()
    backups.look()
    programs[0][1].returncode = 3
    backups.look()
    backups.look()
    assert len(programs) == 1 and "no room" in caplog.text


def test_one_that_runs_ends_with_the_worker(programs):
    backups = ScheduledBackups()
    backups.look()
    backups.stop()
    assert programs[0][1].ended
