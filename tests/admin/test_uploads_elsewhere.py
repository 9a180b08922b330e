"""Uploads in a store that is no folder: web machines and workers share nothing else."""

from __future__ import annotations

import logging
import time

import pytest
from django.contrib.auth.models import User
from django.core.files.storage import FileSystemStorage
from django.urls import reverse

from articles.importing import uploads
from articles.importing.kept_previews import kept_preview
from articles.importing.uploads import UploadFolder, remove_old_uploads
from articles.models import Article, Capture, Job
from articles.stores import check_stores
from tests.admin.test_importing import page, previewed, upload, work
from tests.dump_texts import BAKERY, dump
from tests.stores import LOST, far_store

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("worker_in_process")]


@pytest.fixture
def client(client):
    client.force_login(User.objects.create_superuser("chief"))
    return client


@pytest.fixture
def store(settings, tmp_path):
    """The folder that stands for a store elsewhere."""
    settings.STORAGES = {**settings.STORAGES, "uploads": far_store(tmp_path / "store")}
    return tmp_path / "store"


@pytest.fixture
def machine(settings, tmp_path):
    """Goes on as another machine, whose data folder has nothing of the others'."""

    def turn_to(name):
        settings.DATA_DIR = tmp_path / name

    turn_to("web")
    return turn_to


def test_a_worker_elsewhere_previews_and_imports_what_a_web_machine_got(client, store, machine):
    upload(
        client, ("a.txt", dump()), ("b.txt", dump(title="تنور", body=BAKERY)),
        changed="[1764000000000, 0]",
    )  # fmt: skip
    machine("worker")
    work()
    preview = Job.objects.get()
    assert (preview.state, preview.result["counts"]["created"]) == ("done", 2)

    machine("web")
    assert page(client, "job", preview.pk).context["found"] == 2
    client.post(reverse("admin:articles_job_item", args=[preview.pk, 1]), {"dropped": "on"})
    machine("web 2")
    with kept_preview(preview) as shown:
        assert [each.is_dropped for each in shown.items()] == [True, False]
    assert len([name for name in UploadFolder(preview.folder).listed() if "preview" in name]) == 1
    client.post(reverse("admin:articles_job_confirm", args=[preview.pk]))

    machine("worker 2")
    work()
    assert [article.title for article in Article.objects.all()] == ["تنور"]
    assert Capture.objects.get().file_name == "b.txt"
    assert UploadFolder(preview.folder).listed() == []


def test_what_nobody_changed_is_not_put_into_the_store_again(client, store, machine):
    preview = previewed(client, dump())
    before = UploadFolder(preview.folder).listed()
    client.post(reverse("admin:articles_job_item", args=[preview.pk, 1]), {"day": "no day"})
    page(client, "job", preview.pk)
    assert UploadFolder(preview.folder).listed() == before


def test_a_preview_whose_files_are_gone_says_so(client, store, machine):
    preview = previewed(client, dump())
    UploadFolder(preview.folder).remove()
    assert page(client, "job", preview.pk).context["sentence"]
    client.post(reverse("admin:articles_job_confirm", args=[preview.pk]))
    assert not Job.objects.filter(kind="import").exists()


def test_old_uploads_are_removed_but_for_those_that_are_waited_for(client, store, monkeypatch):
    for _ in range(3):
        upload(client, ("a.txt", dump()))
    kept, old, new = (UploadFolder(job.folder) for job in Job.objects.order_by("pk"))
    usual = FileSystemStorage.get_modified_time
    monkeypatch.setattr(
        FileSystemStorage,
        "get_modified_time",
        lambda self, name: usual(self, name).replace(year=2020 if new.name not in name else 2999),
    )
    monkeypatch.setattr(uploads.time, "time", lambda: time.mktime((2026, 11, 20) + 6 * (0,)))
    remove_old_uploads(keep={kept.name})
    assert [bool(folder.listed()) for folder in (kept, old, new)] == [True, False, True]


def test_too_much_reaches_no_store(client, store, settings):
    settings.MAX_UPLOAD_BYTES = 1_000
    upload(client, ("a.txt", bytes(60_000)))
    assert not store.exists()


def test_a_lost_store_is_told_where_it_is_needed(client, settings, caplog):
    preview = previewed(client, dump())
    settings.STORAGES = {**settings.STORAGES, "uploads": LOST}
    response = upload(client, ("a.txt", dump()))
    assert "connection refused" in str(response.context["form"].non_field_errors())
    assert Job.objects.count() == 1
    with caplog.at_level(logging.WARNING):
        assert page(client, "job", preview.pk).status_code == 503
    assert "UPLOADS_STORAGE" in caplog.text
    Job.objects.update(state="pending")
    work()
    preview.refresh_from_db()
    assert (preview.state, preview.error) == ("failed", "files")
    assert "connection refused" in preview.message


@pytest.mark.parametrize(
    ("stores", "said"),
    [
        ({"uploads": {"BACKEND": "storages.backends.none.None"}}, "UPLOADS_STORAGE"),
        ({"uploads": {"BACKEND": "tests.stores.FarStore"}}, "location"),
        ({"uploads": {"BACKEND": "tests.stores.Nothing"}}, "tests.stores.Nothing"),
    ],
)
def test_the_start_refuses_a_store_that_cannot_be_used(settings, stores, said):
    settings.STORAGES = {**settings.STORAGES, **stores}
    [error] = check_stores()
    assert said in error.msg
    assert error.hint


def test_the_start_takes_a_store_that_can_be_used(store):
    assert check_stores() == []
