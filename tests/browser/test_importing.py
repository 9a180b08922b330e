"""The whole way of an import in the admin, as staff go it in a browser with a worker beside it."""

from __future__ import annotations

import json
import threading

import pytest
from django.contrib.auth.models import User
from django.db import connections
from playwright.sync_api import expect

from articles.jobs.worker import Worker
from articles.models import Article, ImportBatch, Job
from tests.dump_texts import BAKERY, LANTERNS, dump, write

from .test_accessibility import complaints
from .test_pages import opened

pytestmark = pytest.mark.usefixtures("worker_in_process")


@pytest.fixture
def staff(transactional_db):
    User.objects.create_superuser("chief", password="lanterns over the river")


@pytest.fixture
def working(staff):
    """A worker in a thread of its own, until the test ends."""
    worker = Worker()

    def run():
        try:
            worker.run()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    yield
    worker.stop()
    thread.join(30)


def sign_in(page, server):
    page.goto(f"{server.url}/admin/login/")
    page.fill("[name=username]", "chief")
    page.fill("[name=password]", "lanterns over the river")
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/admin/")


def is_tidy(page):
    """Whether the page is no wider than the screen, and axe-core finds nothing in its content."""
    assert complaints(page, "#content") == []
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize(
    ("locale", "size", "scheme"), [("fa", "desktop", "light"), ("ar", "phone", "dark")]
)
def test_from_the_upload_to_the_undo(
    chromium, live_server, working, tmp_path, locale, size, scheme
):
    files = write(tmp_path, dump(), dump(title="تنور سنگی روشن شد", body=BAKERY))
    with opened(chromium, live_server.url, size, scheme, locale=locale) as (page, said):
        sign_in(page, live_server)
        page.goto(f"{live_server.url}/admin/articles/importbatch/import/")
        assert page.evaluate("document.documentElement.lang") == locale
        assert is_tidy(page)
        page.set_input_files("[name=dumps]", files)
        page.fill("[name=label]", "آذر")
        page.click(".import-button--main")

        page.wait_for_selector(".import-confirm")
        expect(page.locator(".import-item")).to_have_count(2)
        assert is_tidy(page)
        page.locator(".import-item a").first.click()

        last = page.locator(".import-line--body").last
        assert last.locator(".import-line__text").inner_text() == LANTERNS[1]
        assert last.locator("select").evaluate("e => e.labels.length") == 1
        last.locator("select").select_option("noise")
        page.fill("[name=source]", "بامداد نو")
        assert is_tidy(page)
        page.click(".import-actions button")
        assert page.locator(".import-line--noise .import-line__text").inner_text() == LANTERNS[1]
        assert "بامداد نو" in page.locator(".import-facts").inner_text()

        page.locator(".import-pager a:not([rel])").click()
        page.click(".import-confirm button")
        page.wait_for_url("**/report/")
        expect(page.locator(".import-item")).to_have_count(2)
        assert is_tidy(page)
        assert Article.objects.get(body=LANTERNS[0]).source.name_fa == "بامداد نو"
        with page.expect_download() as saved:
            page.click("a[href$='report.csv']")
        assert LANTERNS[0][:5] not in saved.value.path().read_text(encoding="utf-8-sig")

        page.click("form[action$='/undo/'] button")
        page.wait_for_selector(".import-confirm")
        expect(page.locator(".import-keys li")).to_have_count(2)
        assert Article.objects.count() == 2
        assert is_tidy(page)
        page.click(".import-confirm button")
        page.wait_for_selector(".import-confirm", state="detached")
        page.wait_for_selector(".import-keys")
        assert not Article.objects.exists()
        assert [text for text in said if "favicon" not in text] == []


def test_the_same_way_without_scripts(chromium, live_server, staff, tmp_path):
    [file] = write(tmp_path, dump())
    with opened(chromium, live_server.url, java_script_enabled=False, locale="fa") as (page, _):
        sign_in(page, live_server)
        page.goto(f"{live_server.url}/admin/articles/importbatch/import/")
        page.set_input_files("[name=dumps]", file)
        page.click(".import-button--main")
        assert page.locator("progress").is_visible()
        Worker().work()
        page.click(".import-reload a")
        page.click(".import-confirm button")
        Worker().work()
        page.click(".import-reload a")
        expect(page.locator(".import-item")).to_have_count(1)


def test_a_progress_page_tells_how_far_it_is_and_cancels(chromium, live_server, staff):
    job = Job.objects.create(
        kind="preview", state="running", done=1, total=4, user=User.objects.get()
    )
    with opened(chromium, live_server.url, locale="fa") as (page, said):
        sign_in(page, live_server)
        page.goto(f"{live_server.url}/admin/articles/importbatch/jobs/{job.pk}/")
        assert page.locator("progress").get_attribute("value") == "25"
        Job.objects.update(done=3, items=1234, result={"counts": {"created": 1230, "updated": 4}})
        page.wait_for_selector("progress[value='75']")
        assert page.locator("[data-items]").inner_text() == "۱٬۲۳۴"
        assert page.locator("[data-outcomes] li").all_inner_texts() == ["تازه ۱٬۲۳۰", "به‌روزشده ۴"]
        page.click("form button:has-text('توقف')")
        job.refresh_from_db()
        assert job.cancel_requested
        Job.objects.get().end("cancelled")
        page.wait_for_selector(".import-tag--cancelled")
        assert said == []


def test_more_than_the_limit_is_not_even_sent(chromium, live_server, staff, settings, tmp_path):
    settings.MAX_UPLOAD_BYTES = 1_024
    (tmp_path / "a.txt").write_bytes(bytes(2_000))
    with opened(chromium, live_server.url, locale="fa") as (page, said):
        sign_in(page, live_server)
        page.goto(f"{live_server.url}/admin/articles/importbatch/import/")
        page.set_input_files("[name=dumps]", str(tmp_path / "a.txt"))
        sent = []
        page.on("request", lambda request: sent.append(request.method))
        page.click(".import-button--main")
        assert page.locator(".import-errors li").is_visible()
        assert sent == []
        assert said == []


RECORDS = [
    {"x1": "کوره‌ها روشن شد", "x2": LANTERNS[0], "x3": "1404/10/06", "x4": "روزنامه کوزه"},
    {"x1": "بازار باز شد", "x2": BAKERY[0], "x3": "1404/10/05", "x4": "روزنامه کوزه"},
]


@pytest.mark.parametrize(
    ("locale", "size", "scheme"), [("fa", "phone", "dark"), ("ar", "desktop", "light")]
)
def test_records_of_unknown_names_are_mapped_once_and_imported_unasked(
    chromium, live_server, working, tmp_path, locale, size, scheme
):
    path = tmp_path / "items.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in RECORDS), encoding="utf-8")
    with opened(chromium, live_server.url, size, scheme, locale=locale) as (page, said):
        sign_in(page, live_server)
        upload(page, live_server, path)
        expect(page.locator(".import-item")).to_have_count(2)
        expect(page.locator(".import-doubt")).to_have_count(2)

        page.click("a[href$='/mapping/']")
        assert is_tidy(page)
        expect(page.locator(".import-doubt")).to_have_count(2)
        for field, name in {"title": "x1", "body": "x2", "date": "x3", "source": "x4"}.items():
            page.select_option(f"[name={field}]", name)
        page.fill("[name=name]", "کوزه")
        page.click(".import-button--main")
        page.wait_for_selector(f".import-item:has-text('{RECORDS[0]['x1']}')")
        assert is_tidy(page)
        page.click("a[href$='/mapping/']")
        assert page.locator("[name=title]").input_value() == "x1"
        titles = page.locator(".import-items .import-item strong")
        expect(titles).to_have_text([each["x1"] for each in RECORDS])
        assert is_tidy(page)
        page.go_back()

        page.click(".import-confirm button")
        page.wait_for_url("**/report/")
        [first, second] = Article.objects.order_by("published_on")
        assert (first.title, second.title) == (RECORDS[1]["x1"], RECORDS[0]["x1"])
        assert first.source.name_fa == "روزنامه کوزه"

        upload(page, live_server, path)
        expect(page.locator(f".import-item:has-text('{RECORDS[0]['x1']}')")).to_have_count(1)
        page.click(".import-confirm button")
        page.wait_for_url("**/report/")
        assert ImportBatch.objects.first().counts == {"unchanged": 2, "skipped": 0}

        for batch in ImportBatch.objects.all():
            page.goto(f"{live_server.url}/admin/articles/importbatch/{batch.pk}/report/")
            page.click("form[action$='/undo/'] button")
            page.click(".import-confirm button")
            page.wait_for_selector(".import-confirm", state="detached")
            page.wait_for_selector(".import-keys", state="attached")
        assert not Article.objects.exists()
        assert [text for text in said if "favicon" not in text] == []


def upload(page, server, path):
    page.goto(f"{server.url}/admin/articles/importbatch/import/")
    page.set_input_files("[name=dumps]", str(path))
    page.click(".import-button--main")
    page.wait_for_selector(".import-confirm")


def test_files_are_dropped_on_the_form_and_previewed(chromium, live_server, working):
    with opened(chromium, "about:blank") as (page, said):
        sign_in(page, live_server)
        page.goto(f"{live_server.url}/admin/articles/importbatch/import/")
        for name in ("first.txt", "second.txt"):
            dropped = page.evaluate_handle(
                """([name, text]) => {
                    const dropped = new DataTransfer();
                    dropped.items.add(new File([text], name));
                    return dropped;
                }""",
                [name, dump(title=f"خبر {name}")],
            )
            for event in ("dragover", "drop"):
                page.dispatch_event("[data-upload]", event, {"dataTransfer": dropped})
        page.click("[data-upload] [type=submit]")
        expect(page.locator(".import-item")).to_have_count(2)
        page.check("[name=all]")
        page.fill("#id_source", "نسیم شرق")
        page.click("button[value=source]")
        expect(page.locator(".messagelist .success")).to_be_visible()
        expect(page.locator(".import-item").first).to_contain_text("نسیم شرق")
        assert said == []
