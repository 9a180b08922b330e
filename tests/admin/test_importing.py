"""Imports in the admin: who may do what; upload, preview, decisions, import, report, undo."""

from __future__ import annotations

import csv
import io
import os
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.display import digits
from articles.importing import running
from articles.importing.uploads import UploadFolder, incoming_folder, remove_old_uploads, shown_name
from articles.jobs.failures import SENTENCES
from articles.jobs.worker import Worker
from articles.models import Article, Capture, ImportBatch, Job
from tests.dump_texts import BAKERY, LANTERNS, changed, dump, run, write
from tests.factories import make_source

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("worker_in_process")]

START = "admin:articles_import"


@pytest.fixture
def client(client):
    client.force_login(User.objects.create_superuser("chief"))
    return client


def work():
    while Worker().work():
        pass


def upload(client, *files, follow=True, **data):
    dumps = [
        SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)
        for name, text in files
    ]
    return client.post(reverse(START), {"dumps": dumps, **data}, follow=follow)


def previewed(client, *texts):
    upload(client, *((f"{number}.txt", text) for number, text in enumerate(texts, 1)))
    work()
    return Job.objects.get(kind="preview")


def page(client, name, *args, **query):
    return client.get(reverse(f"admin:articles_{name}", args=args), query)


# -- who may do what ----------------------------------------------------------------------------


def urls(preview, undo_preview, batch):
    """Every address with its method and the permissions of which one opens it."""
    importing, undoing = {"add_importbatch"}, {"undo_importbatch"}
    reading = {"view_importbatch"} | importing | undoing
    return [
        ("GET", reverse(START), importing),
        ("POST", reverse(START), importing),
        ("GET", reverse("admin:articles_job", args=[preview.pk]), importing),
        ("GET", reverse("admin:articles_job_status", args=[preview.pk]), importing),
        ("POST", reverse("admin:articles_job_cancel", args=[preview.pk]), importing),
        ("POST", reverse("admin:articles_job_again", args=[preview.pk]), importing),
        ("GET", reverse("admin:articles_job_item", args=[preview.pk, 1]), importing),
        ("POST", reverse("admin:articles_job_item", args=[preview.pk, 1]), importing),
        ("POST", reverse("admin:articles_job_many", args=[preview.pk]), importing),
        ("POST", reverse("admin:articles_job_confirm", args=[preview.pk]), importing),
        ("GET", reverse("admin:articles_job", args=[undo_preview.pk]), undoing),
        ("GET", reverse("admin:articles_job_status", args=[undo_preview.pk]), undoing),
        ("POST", reverse("admin:articles_job_cancel", args=[undo_preview.pk]), undoing),
        ("POST", reverse("admin:articles_job_again", args=[undo_preview.pk]), undoing),
        ("POST", reverse("admin:articles_import_undo", args=[batch.pk]), undoing),
        ("POST", reverse("admin:articles_job_confirm", args=[undo_preview.pk]), undoing),
        ("GET", reverse("admin:articles_import_report", args=[batch.pk]), reading),
        ("GET", reverse("admin:articles_import_csv", args=[batch.pk]), reading),
    ]


@pytest.mark.parametrize(
    "permission", ["add_importbatch", "undo_importbatch", "view_importbatch", ""]
)
def test_each_address_opens_for_its_permissions_alone(client, permission, tmp_path):
    imported = run(*write(tmp_path, dump(title="پیش‌تر")))
    preview = previewed(client, dump())
    batch = ImportBatch.objects.get(pk=imported.batch)
    undo_preview = Job.objects.create(kind="undo_preview", batch=batch)
    work()
    staff = User.objects.create_user("staff", is_staff=True)
    if permission:
        staff.user_permissions.add(Permission.objects.get(codename=permission))
    client = Client()
    for method, address, wanted in urls(preview, undo_preview, batch):
        client.logout()
        is_kept = method == "POST" and address != reverse(START)
        assert client.generic(method, address).status_code == (401 if is_kept else 302), address
        client.force_login(staff)
        status = client.generic(method, address).status_code
        assert (status != 403) is (permission in wanted), (method, address)


def test_reading_never_changes_and_changing_is_never_read(client, tmp_path):
    preview = previewed(client, dump())
    assert page(client, "job_confirm", preview.pk).status_code == 405
    assert page(client, "job_cancel", preview.pk).status_code == 405
    assert page(client, "import_undo", 1).status_code == 405
    assert client.post(reverse("admin:articles_job", args=[preview.pk])).status_code == 405


def test_a_request_from_elsewhere_is_refused(client):
    checking = Client(enforce_csrf_checks=True)
    checking.force_login(User.objects.get())
    assert upload(checking, ("a.txt", dump())).status_code == 403
    assert not Job.objects.exists()


# -- uploads ------------------------------------------------------------------------------------


def uploaded(job):
    """Where a job's uploads lie in the store, which is a folder."""
    return [incoming_folder() / name for name in job.options["paths"]]


def test_files_are_kept_under_names_of_our_own_and_shown_under_theirs(client):
    upload(client, ("../../etc/بامداد.txt", dump()), ("شرّ.TAR.GZ", b"x"), label="آذر")
    job = Job.objects.get()
    paths = uploaded(job)
    assert [os.path.basename(path) for path in paths] == ["1.txt", "2.tar.gz"]
    assert list(job.options["names"].values()) == ["بامداد.txt", "شرّ.TAR.GZ"]
    assert Path(paths[0]).read_text(encoding="utf-8") == dump()
    assert os.stat(paths[0]).st_mtime == 0
    assert (job.label, job.user.username, job.language) == ("آذر", "chief", "fa")
    assert [entry.name for entry in incoming_folder().iterdir()] == [job.folder]


def test_a_script_tells_when_files_were_changed(client):
    upload(client, ("a.txt", dump()), ("b.txt", dump()), changed="[1764000000000, 99999999999999]")
    times = [os.stat(path).st_mtime for path in uploaded(Job.objects.get())]
    assert times == [1_764_000_000, 0]
    work()
    client.post(reverse("admin:articles_job_confirm", args=[Job.objects.get().pk]))
    work()
    moments = Capture.objects.order_by("file_name").values_list("captured_at", flat=True)
    assert [bool(moment) for moment in moments] == [True, False]


@pytest.mark.parametrize("told", ["no json", "{}", "[null]", '["x"]', "5"])
def test_what_no_script_of_ours_tells_is_left_aside(client, told):
    upload(client, ("a.txt", dump()), changed=told)
    assert os.stat(uploaded(Job.objects.get())[0]).st_mtime == 0


def test_more_bytes_than_the_limit_are_refused_and_nothing_is_kept(client, settings):
    settings.MAX_UPLOAD_BYTES = 100_000
    response = upload(client, ("a.txt", bytes(60_000)), ("b.txt", bytes(60_000)))
    assert response.context["form"].non_field_errors()
    assert not Job.objects.exists()
    response.close()
    assert list(incoming_folder().iterdir()) == []


def test_a_script_gets_addresses_and_sentences_as_json(client, settings):
    settings.MAX_UPLOAD_BYTES = 100_000
    data = {"dumps": SimpleUploadedFile("a.txt", bytes(200_000))}
    headers = {"accept": "application/json"}
    answer = client.post(reverse(START), data, headers=headers)
    assert (answer.status_code, len(answer.json()["errors"])) == (400, 1)
    data = {"dumps": SimpleUploadedFile("a.txt", b"x")}
    answer = client.post(reverse(START), data, headers=headers)
    assert answer.json()["address"] == reverse("admin:articles_job", args=[Job.objects.get().pk])


@pytest.mark.parametrize(
    ("state", "words"), [("running", "اگر ادامه یافت"), ("pending", "هیچ پردازشگری")]
)
def test_a_job_that_says_nothing_may_be_storing_much(client, state, words):
    long_ago = timezone.now() - timedelta(minutes=2)
    job = Job.objects.create(kind="preview", state=state)
    Job.objects.filter(pk=job.pk).update(heartbeat=long_ago, created_at=long_ago)
    assert words in client.get(reverse("admin:articles_job", args=[job.pk])).text


def test_too_many_files_and_too_long_a_text_are_refused_with_a_sentence(client, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
    response = upload(client, *((f"{number}.txt", "x") for number in range(3)))
    assert "zip" in str(response.context["form"].non_field_errors())
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000
    response = client.post(reverse(START), {"text": "x" * 2_000})
    assert response.context["form"].non_field_errors()
    assert not Job.objects.exists()


def test_nothing_at_all_is_refused(client):
    assert upload(client).context["form"].non_field_errors()


class CutOff:
    """A body of which the connection breaks after some bytes."""

    def __init__(self):
        self._left = [
            b"--x\r\nContent-Disposition: form-data; name=dumps; filename=a.txt\r\n\r\nabc"
        ]

    def read(self, *size):
        if not self._left:
            raise ConnectionResetError
        return self._left.pop()

    readline = read


def test_an_upload_that_is_cut_off_is_a_bad_request_and_leaves_nothing(client, caplog):
    sent = {
        "wsgi.input": CutOff(),
        "CONTENT_LENGTH": "9000",
        "CONTENT_TYPE": "multipart/form-data; boundary=x",
    }
    response = client.generic("POST", reverse(START), **sent)
    assert response.status_code == 400
    assert not Job.objects.exists()
    assert not incoming_folder().exists() or not list(incoming_folder().iterdir())
    assert [record.exc_info for record in caplog.records] == [None]


def test_a_pasted_text_is_previewed(client):
    client.post(reverse(START), {"text": dump()})
    work()
    job = Job.objects.get()
    assert job.result["counts"] == {"created": 1, "skipped": 0}


def test_a_folder_of_the_server_is_offered_and_never_left(client, settings, tmp_path):
    assert "root" not in page(client, "import").context["form"].fields
    root, outside = tmp_path / "allowed", tmp_path / "outside"
    write(root / "below", dump())
    write(outside, dump())
    (root / "link").symlink_to(outside)
    settings.IMPORT_ROOTS = [root]
    for below in ("../outside", "link", "/etc", "missing", "\0"):
        response = client.post(reverse(START), {"root": str(root), "below": below})
        assert response.context["form"].errors["below"], below
    response = client.post(reverse(START), {"root": str(outside), "below": ""})
    assert response.context["form"].errors["root"]
    assert not Job.objects.exists()
    client.post(reverse(START), {"root": str(root), "below": "below"})
    work()
    assert Job.objects.get().result["counts"]["created"] == 1


@pytest.fixture
def watched(client, settings, tmp_path):
    """A folder of the server with a dump, and the preview of it."""
    settings.IMPORT_ROOTS = [tmp_path / "root"]
    write(tmp_path / "root" / "below", dump())
    client.post(reverse(START), {"root": str(tmp_path / "root"), "below": ""})
    work()
    return tmp_path / "root" / "below", Job.objects.get()


def swapped(folder):
    """Another file under the name, of the same length and time."""
    [path] = folder.iterdir()
    found = path.stat()
    other = path.with_name("other")
    other.write_bytes(path.read_bytes()[::-1])
    os.utime(other, ns=(found.st_atime_ns, found.st_mtime_ns))
    other.rename(path)


CHANGES = {
    "appended": lambda folder: next(folder.iterdir()).write_text(dump() + "\nmore"),
    "swapped": swapped,
    "added": lambda folder: (folder / "new.txt").write_text(dump(title="نان", body=BAKERY)),
    "removed": lambda folder: next(folder.iterdir()).unlink(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_files_of_the_server_that_changed_after_the_preview_are_shown_again(
    client, watched, change
):
    folder, job = watched
    CHANGES[change](folder)
    client.post(reverse("admin:articles_job_confirm", args=[job.pk]))
    job.refresh_from_db()
    assert (Job.objects.count(), job.state) == (1, Job.State.PENDING)
    work()
    client.post(reverse("admin:articles_job_confirm", args=[job.pk]))
    work()
    assert Job.objects.get(kind=Job.Kind.IMPORT).state == Job.State.DONE


@pytest.mark.parametrize("change", CHANGES)
def test_files_that_change_after_the_confirmation_are_not_imported(client, watched, change):
    folder, job = watched
    client.post(reverse("admin:articles_job_confirm", args=[job.pk]))
    CHANGES[change](folder)
    work()
    done = Job.objects.get(kind=Job.Kind.IMPORT)
    assert (done.state, done.error) == (Job.State.FAILED, "changed")
    assert not Article.objects.exists()
    assert (
        str(SENTENCES["changed"])
        in client.get(reverse("admin:articles_job", args=[done.pk])).content.decode()
    )


def test_files_of_the_server_that_are_as_they_were_are_imported(client, watched):
    _, job = watched
    client.post(reverse("admin:articles_job_confirm", args=[job.pk]))
    work()
    assert Article.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("C:\\scrapes\\a.txt", "a.txt"),
        ("a\r\nb\0\u202e.txt", "a b .txt"),
        ("می\u200cخواهم.txt", "می\u200cخواهم.txt"),
        ("x" * 300, "x" * 200),
    ],
)
def test_names_of_clients_are_shown_as_one_line_without_a_path(name, shown):
    assert shown_name(name) == shown


def test_old_uploads_are_removed_but_for_those_that_are_waited_for():
    kept, old, new = UploadFolder.new(), UploadFolder.new(), UploadFolder.new()
    for folder in (kept, old):
        os.utime(folder.path, (0, 0))
    remove_old_uploads(keep={kept.name})
    assert [folder.path.exists() for folder in (kept, old, new)] == [True, False, True]


# -- previews -----------------------------------------------------------------------------------


def test_a_preview_counts_lists_and_filters(client, tmp_path, django_assert_max_num_queries):
    run(*write(tmp_path, dump()))
    preview = previewed(client, dump(), dump(title="<b>تنور</b>", body=BAKERY, date=None), "")
    response = page(client, "job", preview.pk)
    assert [each["name"] for each in response.context["lists"]] == [
        "",
        "created",
        "unchanged",
        "rejected",
        "doubtful",
    ]
    assert not Article.objects.filter(title__contains="تنور").exists()
    for which in ("created", "doubtful"):
        items = page(client, "job", preview.pk, show=which).context["items"]
        assert [item.number for item in items] == [2]
    with django_assert_max_num_queries(8):
        page(client, "job", preview.pk, show="no such list", page="999")


def test_a_preview_that_has_been_removed_says_so(client):
    preview = previewed(client, dump())
    UploadFolder(preview.folder).remove()
    assert page(client, "job", preview.pk).status_code == 200
    assert page(client, "job_item", preview.pk, 1).status_code == 302
    client.post(reverse("admin:articles_job_confirm", args=[preview.pk]))
    assert not ImportBatch.objects.exists()


def test_an_updated_item_is_shown_beside_its_article(client, tmp_path):
    run(*write(tmp_path, dump()))
    Article.objects.get().correct({"author": "مهتاب"})
    preview = previewed(client, dump(body=changed(LANTERNS, last="پایانی دیگر و تازه."), views=40))
    response = page(client, "job_item", preview.pk, 1)
    changes = {each.name: is_corrected for each, is_corrected in response.context["changes"]}
    assert changes == {"author": True, "views": False, "body": False}
    assert "<ins>" in response.text
    assert response.context["is_latest"]


def test_the_lines_of_an_item_are_labelled_escaped_and_isolated(client):
    preview = previewed(client, dump(title="<script>x</script> فانوس", date="1404/13/44"))
    response = page(client, "job_item", preview.pk, 1)
    roles = [line.role.value for line in response.context["lines"] if line.text]
    assert roles == ["title", "title", "source", "date", "views", "body", "body"]
    own = [line.text for line in response.context["lines"] if not line.has_direction and line.text]
    assert own == ["1404/13/44"]
    [doubtful] = [line for line in response.context["lines"] if line.warnings]
    assert doubtful.role == "date"
    assert "<script>x" not in response.text


def decide(client, preview, number=1, **data):
    lines = page(client, "job_item", preview.pk, number).context["lines"]
    roles = {f"role-{line.index}": line.role.value for line in lines if line.choices}
    address = reverse("admin:articles_job_item", args=[preview.pk, number])
    response = client.post(address, {**roles, **data})
    preview.refresh_from_db()
    return response


def test_only_what_differs_from_the_parser_is_kept(client):
    preview = previewed(client, dump(source="", date=None))
    decide(client, preview)
    assert preview.decisions == {}
    decide(client, preview, **{"role-6": "noise", "source": " بامداد نو ", "day": "۱۴ آذر ۱۴۰۴"})
    assert list(preview.decisions.values()) == [
        {"roles": {"6": "noise"}, "source": "بامداد نو", "day": "۱۴ آذر ۱۴۰۴"}
    ]
    decide(client, preview, **{"role-6": "body"})
    assert preview.decisions == {}


def test_what_is_no_day_and_no_role_is_not_taken(client):
    preview = previewed(client, dump())
    assert decide(client, preview, day="هرگز").context["form"].errors["day"]
    decide(client, preview, **{"role-0": "no such role", "role-999": "title"})
    assert preview.decisions == {}


def test_a_bad_day_loses_no_other_decision(client):
    preview = previewed(client, dump())
    typed = {"role-6": "noise", "source": "بامداد نو", "day": "هرگز", "dropped": "on"}
    answer = decide(client, preview, **typed)
    [line] = [line for line in answer.context["lines"] if line.index == 6]
    assert line.role == "noise"
    shown = answer.context["form"]
    assert [shown[name].value() for name in ("source", "day", "dropped")] == [
        "بامداد نو",
        "هرگز",
        True,
    ]
    assert preview.decisions == {}


def test_a_source_that_is_new_is_told_with_those_that_may_be_meant(client):
    make_source("خبرگزاری ایسنا")
    preview = previewed(client, dump(source="خبرگزاری ایسنآ"))
    found = page(client, "job_item", preview.pk, 1).context["new_source"]
    assert found["like"] == ["خبرگزاری ایسنا"]
    decide(client, preview, source="خبرگزاری ایسنا")
    assert page(client, "job_item", preview.pk, 1).context["new_source"] is None


def test_what_was_decided_is_imported_and_shown_in_the_report(client):
    preview = previewed(client, dump(), dump(title="تنور", body=BAKERY))
    decide(client, preview, 1, dropped="on")
    decide(client, preview, 2, **{"role-10": "noise", "source": "بامداد نو"})
    client.post(reverse("admin:articles_job_confirm", args=[preview.pk]))
    work()
    article = Article.objects.get()
    assert str(article.source) == "بامداد نو"
    assert article.body == BAKERY[0]
    response = page(client, "import_report", ImportBatch.objects.get().pk)
    assert response.context["dropped"] == 1


def test_an_item_that_the_archive_has_cannot_be_changed_here(client, tmp_path):
    run(*write(tmp_path, dump()))
    preview = previewed(client, dump())
    response = page(client, "job_item", preview.pk, 1)
    assert not response.context["may_decide"]
    assert response.context["article"] == Article.objects.get()


# -- confirming, progress, report, undo ---------------------------------------------------------


def test_a_confirmation_that_is_sent_twice_imports_once(client):
    preview = previewed(client, dump())
    confirm = reverse("admin:articles_job_confirm", args=[preview.pk])
    first, second = client.post(confirm), client.post(confirm)
    assert first.url == second.url
    work()
    assert client.post(confirm).url == first.url
    work()
    assert ImportBatch.objects.get().counts == {"created": 1, "skipped": 0}


def test_only_a_finished_preview_can_be_confirmed(client):
    upload(client, ("a.txt", dump()))
    job = Job.objects.get()
    client.post(reverse("admin:articles_job_confirm", args=[job.pk]))
    assert not ImportBatch.objects.exists()


def test_nothing_is_changed_once_it_is_confirmed(client):
    preview = previewed(client, dump())
    client.post(reverse("admin:articles_job_confirm", args=[preview.pk]))
    client.post(reverse("admin:articles_job_item", args=[preview.pk, 1]), {"dropped": "on"})
    preview.refresh_from_db()
    assert preview.decisions == {}


def test_the_progress_of_a_job_is_told_to_its_page_and_to_scripts(client):
    upload(client, ("a.txt", dump()))
    job = Job.objects.get()
    assert "progress" in page(client, "job", job.pk).text
    result = {"counts": {"created": 6, "rejected": 1}}
    Job.objects.update(state="running", done=30, total=40, items=7, result=result)
    status = page(client, "job_status", job.pk).json()
    assert (status["unfinished"], status["percent"], status["items"]) == (True, 75, 7)
    assert [(each["name"], each["count"]) for each in status["outcomes"]] == [
        ("created", 6),
        ("rejected", 1),
    ]
    client.post(reverse("admin:articles_job_cancel", args=[job.pk]))
    work()
    assert page(client, "job_status", job.pk).json()["unfinished"] is False
    assert page(client, "job", job.pk).status_code == 200


def test_the_report_has_every_outcome_and_no_formula(
    client, tmp_path, django_assert_max_num_queries
):
    texts = [dump(title="=HYPERLINK(1)"), dump(title="@تنور", body=BAKERY, source="+بامداد"), ""]
    imported = run(*write(tmp_path, *texts))
    with django_assert_max_num_queries(9):
        response = page(client, "import_report", imported.batch)
    assert len(response.context["rows"]) == 3
    assert len(page(client, "import_report", imported.batch, show="rejected").context["rows"]) == 1
    content = b"".join(page(client, "import_csv", imported.batch).streaming_content).decode()
    rows = list(csv.reader(io.StringIO(content.removeprefix("\ufeff"))))
    assert [row[2] for row in rows[1:]] == ["تازه", "تازه", "ردشده"]
    assert not [cell for row in rows for cell in row if cell.startswith(tuple("=+-@"))]
    assert "'=HYPERLINK(1)" in content


def test_an_undo_is_shown_confirmed_and_done_once(client, tmp_path):
    imported = run(*write(tmp_path, dump(), dump(title="تنور", body=BAKERY)))
    kept = Article.objects.get(title="تنور")
    kept.correct({"author": "مهتاب"})
    asked = reverse("admin:articles_import_undo", args=[imported.batch])
    assert client.post(asked).url == client.post(asked).url
    work()
    preview = Job.objects.get()
    effects = page(client, "job", preview.pk).context["effects"]
    assert [each.count for each in effects] == [1, 0, 0, 1]
    assert Article.objects.count() == 2
    confirm = reverse("admin:articles_job_confirm", args=[preview.pk])
    assert client.post(confirm).url == client.post(confirm).url
    work()
    assert list(Article.objects.all()) == [kept]
    assert page(client, "job", preview.pk).status_code == 302
    client.post(asked)
    assert Job.objects.count() == 2


def test_an_undo_says_which_other_imports_have_what_stays(client, tmp_path):
    first = run(*write(tmp_path / "1", dump(), dump(title="تنور", body=BAKERY)))
    again = run(*write(tmp_path / "2", dump(), dump(title="برف", body=[*BAKERY, "پایان تازه."])))
    client.post(reverse("admin:articles_import_undo", args=[again.batch]))
    work()
    preview = Job.objects.get()
    shown = page(client, "job", preview.pk)
    removed, restored, stays, kept = shown.context["effects"]
    assert [each.count for each in (removed, restored, stays, kept)] == [1, 0, 1, 0]
    assert [each.batches for each in stays.articles] == [[first.batch]]
    assert "چون در درون‌ریزی دیگری هم هستند" in shown.text
    for article in Article.objects.exclude(title="تنور"):
        assert reverse("admin:articles_article_change", args=[article.pk]) in shown.text
    assert f"پیش‌نمایش لغو درون‌ریزی {digits(again.batch)}" in shown.text
    client.post(reverse("admin:articles_job_confirm", args=[preview.pk]))
    work()
    assert "دست‌نخورده ماندند" in page(client, "job", Job.objects.get(kind="undo").pk).text


def test_an_import_and_its_job_have_one_number_and_the_state_that_is_so_now(client):
    preview = previewed(client, dump())
    client.post(reverse("admin:articles_job_confirm", args=[preview.pk]))
    work()
    batch = ImportBatch.objects.get()
    assert Job.objects.get(kind="import").pk != batch.pk
    for state in ("done", "undone"):
        ImportBatch.objects.update(state=state)
        [shown] = page(client, "import").context["recent"]
        assert (shown.name, shown.state) == (f"درون‌ریزی {digits(batch.pk)}", state)


def test_the_button_says_what_the_import_brings_and_what_not(client, tmp_path):
    run(*write(tmp_path, dump()))
    preview = previewed(client, dump(), dump(title="تنور", body=BAKERY), "بی‌متن")
    assert "درون‌ریزی ۱ تازه (۱ ردشده، ۱ بی‌تغییر)" in " ".join(
        page(client, "job", preview.pk).text.split()
    )


def test_skipped_files_are_named_before_and_after_the_import(client):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", dump())
        archive.writestr("photos/<b>.bin", b"\0\1\2\3" * 100)
    upload(client, ("scrapes.zip", packed.getvalue()))
    work()
    preview = Job.objects.get()
    name = "<bdi>scrapes.zip</bdi>/<bdi>photos</bdi>/<bdi>&lt;b&gt;.bin</bdi>"
    assert name in page(client, "job", preview.pk).text
    client.post(reverse("admin:articles_job_confirm", args=[preview.pk]))
    work()
    assert name in page(client, "import_report", ImportBatch.objects.get().pk).text


def test_a_waiting_job_names_what_is_before_it(client):
    first = Job.objects.create(kind="preview", label="یک")
    batch = ImportBatch.objects.create(label="دو")
    Job.objects.create(kind="import", batch=batch)
    last = Job.objects.create(kind="preview")
    assert first.pk < last.pk
    sentence = page(client, "job", last.pk).context["sentence"]
    assert sentence == f"در صف است، پس از: پیش‌نمایش درون‌ریزی، درون‌ریزی {digits(batch.pk)}."


def test_a_failed_job_says_why_in_the_language_of_the_page(client, settings):
    settings.MAX_UNPACKED_BYTES = 100
    upload(client, ("a.txt", dump().encode()))
    work()
    assert Job.objects.get().error == "too_much"
    assert page(client, "job", Job.objects.get().pk).status_code == 200


def test_an_import_that_failed_is_started_again_and_completed_once(client, monkeypatch):
    monkeypatch.setattr("articles.importing.pipeline.CHUNK_ITEMS", 1)
    preview = previewed(client, dump(), dump(title="تنور", body=BAKERY))
    client.post(reverse("admin:articles_job_confirm", args=[preview.pk]))
    store, stored = running.store_chunk, []

    def full_disk_at_the_second_chunk(batch, items):
        if stored:
            raise OSError(28, "No space left on device")
        stored.append(items)
        return store(batch, items)

    monkeypatch.setattr(running, "store_chunk", full_disk_at_the_second_chunk)
    work()
    job = Job.objects.get(kind="import")
    assert (job.state, job.error, job.batch.state) == ("failed", "files", "failed")
    again = reverse("admin:articles_job_again", args=[job.pk])
    ended = page(client, "job", job.pk)
    assert again in ended.text
    assert "No space left on device" in ended.text
    assert [each["count"] for each in ended.context["stored"]] == [1]

    monkeypatch.setattr(running, "store_chunk", store)
    assert client.post(again).url == client.post(again).url
    status = page(client, "job_status", job.pk).json()
    assert status["unfinished"]
    assert status["sentence"] == "در صف است."
    work()
    job = Job.objects.get(kind="import")
    assert (job.state, job.items, job.batch.state) == ("done", 2, "done")
    assert (Article.objects.count(), Capture.objects.count()) == (2, 2)
    client.post(again)
    work()
    assert Capture.objects.count() == 2


def test_what_cannot_be_completed_is_not_started_again(client, tmp_path, settings):
    settings.MAX_UNPACKED_BYTES = 100
    upload(client, ("a.txt", dump().encode()))
    work()
    preview = Job.objects.get()
    assert page(client, "job", preview.pk).context["may_start_again"]
    UploadFolder(preview.folder).remove()
    assert not page(client, "job", preview.pk).context["may_start_again"]
    undone = ImportBatch.objects.get(pk=run(*write(tmp_path, dump())).batch)
    ImportBatch.objects.update(state="undone")
    jobs = [preview]
    for kind in ("import", "undo"):
        folder = UploadFolder.new().name
        jobs.append(Job.objects.create(kind=kind, state="failed", batch=undone, folder=folder))
    for job in jobs:
        client.post(reverse("admin:articles_job_again", args=[job.pk]))
        job.refresh_from_db()
        assert job.state == "failed"
    assert not jobs[1].start_again(by=job.user)


def test_a_zip_of_hostile_names_stays_where_it_is(client, tmp_path):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("../../evil.txt", dump())
    upload(client, ("a.zip", stream.getvalue()))
    work()
    assert Job.objects.get().result["counts"]["created"] == 1
    assert not list(tmp_path.rglob("evil.txt"))


def test_lists_lead_to_the_import_and_to_the_report(client, tmp_path):
    imported = run(*write(tmp_path, dump()))
    assert reverse(START) in page(client, "importbatch_changelist").text
    text = page(client, "importbatch_change", imported.batch).text
    assert reverse("admin:articles_import_report", args=[imported.batch]) in text
    assert page(client, "importbatch_add").url == reverse(START)


# -- what has changed since a preview ------------------------------------------------------------


def test_a_preview_says_that_the_archive_has_changed_and_is_made_anew(client, tmp_path):
    preview = previewed(client, dump(), dump(title="تنور", body=BAKERY))
    decide(client, preview, 2, dropped="on")
    assert "از نو ساختن پیش‌نمایش" not in page(client, "job", preview.pk).text
    run(*write(tmp_path, dump()))
    changed_since = page(client, "job", preview.pk)
    assert "آرشیو پس از این پیش‌نمایش تغییر کرده است" in changed_since.text
    client.post(reverse("admin:articles_job_again", args=[preview.pk]))
    work()
    again = page(client, "job", preview.pk)
    assert "از نو ساختن پیش‌نمایش" not in again.text
    assert [item.outcome.value for item in again.context["items"]] == ["unchanged", "created"]
    preview.refresh_from_db()
    assert [each["dropped"] for each in preview.decisions.values()] == [True]


def test_a_preview_says_that_files_have_changed(client, watched):
    folder, job = watched
    CHANGES["appended"](folder)
    assert "فایل‌های روی سرور پس از این پیش‌نمایش تغییر کرده‌اند" in page(client, "job", job.pk).text


# -- one bad file -------------------------------------------------------------------------------


def packed(**members):
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return found.getvalue()


BAD_FILES = {
    "cut.zip": packed(**{"a.txt": dump()})[:-40],
    "no.zip": b"this is no archive at all",
    "empty.zip": b"",
    "cut.tar.gz": b"\x1f\x8b\x08\x00" + b"\x00" * 12,
    "no.gz": b"plain",
    "photo.jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 20,
    "photo.png": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
    "rows.json": b'[{"aa": "x", "bb": "y"}]',
    "rows.jsonl": b'{"aa": "x", "bb": "y"}\n',
    "cut.json": b'[{"title": "x", "bo',
    "report.pdf": b"%PDF-1.7\n" + bytes(range(256)) * 20,
    "book.xlsx": b"PK\x03\x04" + bytes(range(256)) * 4,
    "empty.txt": b"",
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_of_an_upload_is_one_refused_item_by_its_name(client, name):
    upload(
        client,
        ("a.txt", dump()),
        (name, BAD_FILES[name]),
        ("b.txt", dump(title="تنور", body=BAKERY)),
    )
    work()
    preview = Job.objects.get()
    assert preview.state == Job.State.DONE, preview.message
    items = page(client, "job", preview.pk).context["items"]
    assert [item.outcome.value for item in items] == ["created", "rejected", "created"]
    assert items[1].place.file.startswith(name)
    client.post(reverse("admin:articles_job_confirm", args=[preview.pk]))
    work()
    assert Article.objects.count() == 2
    report = page(client, "import_report", ImportBatch.objects.get().pk).text
    assert name in report
