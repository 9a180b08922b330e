"""The worker: one job at a time, whatever becomes of it."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile

import pytest
from filelock import Timeout

from articles.importing.uploads import UploadFolder
from articles.jobs import tasks, worker
from articles.jobs.failures import SENTENCES, Failure
from articles.jobs.locks import own_turn
from articles.jobs.worker import MOST_ATTEMPTS, Worker, perform
from articles.models import Article, ImportBatch, Job
from tests.dump_texts import BAKERY, dump, run, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("worker_in_process")]


def ask(*paths, **fields):
    folder = UploadFolder.new()
    return Job.objects.create(
        kind="preview",
        folder=folder.name,
        options={"paths": [str(path) for path in paths]},
        **fields,
    )


def confirmed(preview):
    return Job.objects.create(
        kind="import",
        basis=preview,
        folder=preview.folder,
        batch=ImportBatch.objects.create(label=preview.label),
    )


def done(job):
    perform(job)
    job.refresh_from_db()
    return job


def test_a_preview_and_its_import_are_done_and_their_files_go(tmp_path):
    preview = done(ask(*write(tmp_path, dump(), dump(title="تنور", body=BAKERY))))
    assert (preview.state, preview.result["counts"]["created"]) == ("done", 2)
    assert not Article.objects.exists()
    job = done(confirmed(preview))
    assert (job.state, job.result["counts"]["created"], job.items) == ("done", 2, 2)
    assert job.batch.state == "done"
    assert Article.objects.count() == 2
    assert not UploadFolder(preview.folder).path.exists()


def test_an_undo_is_previewed_and_done(tmp_path):
    imported = run(*write(tmp_path, dump()))
    batch = ImportBatch.objects.get()
    preview = done(Job.objects.create(kind="undo_preview", batch=batch))
    assert preview.result["keys"]["removed"] == imported.keys
    assert Article.objects.exists()
    job = done(Job.objects.create(kind="undo", batch=batch, basis=preview))
    assert job.result == preview.result
    assert not Article.objects.exists()
    again = done(Job.objects.create(kind="undo_preview", batch=batch))
    assert (again.state, again.error) == ("failed", Failure.NOT_UNDOABLE)


def test_jobs_are_done_in_their_order(tmp_path):
    paths = write(tmp_path, dump())
    asked = [ask(*paths).pk, ask(*paths).pk]
    seen = []
    one = Worker(lambda job: seen.append(job.pk))
    while one.work():
        pass
    assert seen == asked


def test_a_waiting_job_that_is_cancelled_is_never_begun(tmp_path):
    preview = done(ask(*write(tmp_path, dump())))
    job = confirmed(preview)
    Job.objects.filter(pk=job.pk).update(cancel_requested=True)
    assert Worker().work() is False
    job.refresh_from_db()
    assert (job.state, job.batch.state) == ("cancelled", "cancelled")
    assert not Article.objects.exists()


def test_a_running_job_that_is_cancelled_ends(tmp_path, monkeypatch):
    preview = done(ask(*write(tmp_path, dump())))
    job = confirmed(preview)
    Job.objects.filter(pk=job.pk).update(cancel_requested=True)
    done(job)
    assert (job.state, job.batch.state) == ("cancelled", "cancelled")


def test_a_worker_that_is_to_end_puts_its_job_back_and_the_next_completes_it(tmp_path):
    preview = done(ask(*write(tmp_path, dump())))
    job = confirmed(preview)
    perform(job, is_stopping=lambda: True)
    job.refresh_from_db()
    assert (job.state, job.batch.state) == ("pending", "pending")
    assert Worker().work()
    job.refresh_from_db()
    assert (job.state, job.batch.state) == ("done", "done")
    assert ImportBatch.objects.count() == 1


def test_a_job_whose_worker_died_is_done_again_and_given_up_after_a_while(tmp_path):
    job = ask(*write(tmp_path, dump()))
    Job.objects.update(state="running", attempts=1)
    assert Worker().work()
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("done", 2)
    Job.objects.update(state="running", attempts=MOST_ATTEMPTS)
    assert not Worker().work()
    job.refresh_from_db()
    assert (job.state, job.error) == ("failed", Failure.WORKER_DIED)


def test_one_process_at_a_time_works(tmp_path, monkeypatch):
    monkeypatch.setattr(worker, "_LOOK_EVERY_SECONDS", 0.1)
    job = ask(*write(tmp_path, dump()))
    with own_turn():
        with pytest.raises(Timeout), own_turn(wait=0):
            pass
        assert not Worker().work()
    job.refresh_from_db()
    assert job.state == "pending"


def zipped(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def failed(*paths):
    job = done(ask(*paths))
    assert job.state == "failed"
    assert SENTENCES[job.error]
    assert not Article.objects.exists()
    return job.error


def test_what_is_no_archive_is_one_rejected_item_beside_the_others(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(b"no archive")
    [good] = write(tmp_path, dump())
    assert done(ask(path, good)).result["counts"] == {"rejected": 1, "created": 1, "skipped": 0}


def tarred(path, members):
    with tarfile.open(path, "w:gz") as archive:
        for name, data in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            if name.endswith("/"):
                member.type = tarfile.DIRTYPE
            archive.addfile(member, io.BytesIO(data))
    return path


def test_a_bomb_of_one_member_fails(tmp_path, settings):
    settings.MAX_UNPACKED_BYTES = 1_000_000
    zeros = bytes(9_000_000)
    one = tmp_path / "a.gz"
    one.write_bytes(gzip.compress(zeros))
    for path in (
        zipped(tmp_path / "a.zip", {"a.txt": zeros}),
        tarred(tmp_path / "dump.tgz", {"a.txt": zeros}),
        tarred(tmp_path / "picture.tgz", {"a.jpg": zeros}),
        one,
    ):
        assert path.stat().st_size * 900 < len(zeros)
        assert failed(path) == Failure.TOO_MUCH, path


def test_a_bomb_of_a_million_empty_members_is_refused_before_it_is_read(
    tmp_path, settings, monkeypatch
):
    settings.MAX_UPLOAD_FILES = 50
    million = tmp_path / "million.zip"
    million.write_bytes(zip_of_empty_members(1_000_000))
    with monkeypatch.context() as patch:
        patch.setattr(zipfile, "ZipInfo", None)  # no object is made of any entry
        assert failed(million) == Failure.TOO_MUCH
    folders = tarred(tmp_path / "folders.tgz", {f"{number}/": b"" for number in range(60)})
    assert failed(folders) == Failure.TOO_MUCH


def zip_of_empty_members(count):
    """A directory of entries that all lead to one member, and its two ends (ZIP64's, and the one
    whose count of entries has 16 bits)."""
    member = b"PK\x03\x04" + bytes(22) + struct.pack("<2H", 5, 0) + b"a.txt"
    entries = (b"PK\x01\x02" + bytes(24) + struct.pack("<H", 5) + bytes(16) + b"a.txt") * count
    start, size = len(member), len(entries)
    end = b"PK\x06\x06" + struct.pack("<Q2H2L4Q", 44, 45, 45, 0, 0, count, count, size, start)
    locator = b"PK\x06\x07" + struct.pack("<LQL", 0, start + size, 1)
    old_end = b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, 2**16 - 1, 2**16 - 1, size, start, 0)
    return member + entries + end + locator + old_end


def test_what_a_bomb_of_names_is_made_of_is_a_zip(tmp_path):
    (tmp_path / "a.zip").write_bytes(zip_of_empty_members(3))
    assert zipfile.ZipFile(tmp_path / "a.zip").namelist() == ["a.txt"] * 3


def test_an_archive_in_an_archive_is_not_opened(tmp_path):
    inner = zipped(tmp_path / "inner.zip", {"a.txt": dump()}).read_bytes()
    job = done(ask(zipped(tmp_path / "a.zip", {"inner.zip": inner})))
    assert job.result["counts"] == {"skipped": 1}


def test_an_encrypted_member_is_rejected_with_a_sentence(tmp_path):
    path = zipped(tmp_path / "a.zip", {"a.txt": dump()})
    data = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature) + offset
        data[at : at + 2] = struct.pack("<H", 1)
    path.write_bytes(data)
    assert done(ask(path)).result["counts"] == {"rejected": 1, "skipped": 0}


def test_a_cut_gzip_is_rejected(tmp_path):
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(dump().encode())[:-20])
    assert done(ask(path)).result["counts"] == {"rejected": 1, "skipped": 0}


def test_a_link_in_a_folder_of_the_server_is_not_followed(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text(dump(), encoding="utf-8")
    (tmp_path / "in").mkdir()
    (tmp_path / "in/link.txt").symlink_to(secret)
    assert done(ask(tmp_path / "in")).result["counts"] == {"skipped": 1}


def test_the_same_dump_asked_for_twice_is_unchanged_the_second_time(tmp_path):
    paths = write(tmp_path, dump())
    first, second = done(ask(*paths)), done(ask(*paths))
    assert first.result["counts"] == second.result["counts"] == {"created": 1, "skipped": 0}
    done(confirmed(first))
    assert done(confirmed(second)).result["counts"] == {"unchanged": 1, "skipped": 0}
    assert Article.objects.count() == 1


def test_what_is_unforeseen_fails_with_a_sentence(tmp_path, monkeypatch, caplog):
    def break_down(*args):
        raise ValueError("x")

    monkeypatch.setitem(tasks.TASKS, "preview", break_down)
    assert failed(*write(tmp_path, dump())) == Failure.UNEXPECTED
    assert "ValueError" in caplog.text
