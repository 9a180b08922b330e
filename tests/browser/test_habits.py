"""A new line of furniture, as staff teach it: once in a preview, applied to batch and archive,
undone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from articles.models import Article, Source, SourceProfile
from tests.dump_texts import BAKERY, LANTERNS, dump, run, write

from .test_importing import is_tidy, sign_in, staff, working  # noqa: F401
from .test_pages import opened

pytestmark = pytest.mark.usefixtures("worker_in_process")

SHELF = "از قفسهٔ شمارهٔ {} ما"
SHOTS = os.environ.get("SCREENSHOTS", "")


def shelved(number):
    last = f"{BAKERY[1]} پایان خبر {number}."
    return dump(f"فانوس‌های پل شمارهٔ {number}", (LANTERNS[0], SHELF.format(number), last))


def look(page, name):
    assert is_tidy(page)
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


@pytest.fixture
def archived(staff, tmp_path):  # noqa: F811
    run(*write(tmp_path / "before", shelved(1), shelved(2)))


@pytest.mark.parametrize(
    ("locale", "size", "scheme"), [("fa", "desktop", "light"), ("ar", "phone", "dark")]
)
def test_a_line_is_taught_applied_and_undone(
    chromium,
    live_server,
    archived,
    working,  # noqa: F811
    tmp_path,
    locale,
    size,
    scheme,
):
    files = write(tmp_path / "now", shelved(3), shelved(4))
    with opened(chromium, live_server.url, size, scheme, locale=locale) as (page, said):
        sign_in(page, live_server)
        page.goto(f"{live_server.url}/admin/articles/importbatch/import/")
        page.set_input_files("[name=dumps]", files)
        page.click(".import-button--main")
        page.wait_for_selector(".import-confirm")
        preview = page.url
        page.locator(".import-item a").first.click()

        line = page.locator(".import-line", has_text=SHELF.format(3))
        line.locator("select").select_option("noise")
        page.click(".import-actions button")
        rule = page.locator(".import-line a[href*='habits']")
        look(page, f"{locale}-item")
        rule.click()
        # The other item of the import, and both articles of the archive.
        expect(page.locator(".reread")).to_have_count(3)
        look(page, f"{locale}-preview")
        page.fill("[name=reason]", "برگهٔ سایت")
        page.click(".submit-row input")
        page.wait_for_url(preview)
        assert not Article.objects.filter(body__contains="قفسه").exists()
        page.click(".import-confirm button")
        page.wait_for_selector("[href*='csv']", timeout=30_000)
        assert Article.objects.count() == 4
        assert not Article.objects.filter(body__contains="قفسه").exists()

        page.goto(f"{live_server.url}/admin/sources/{Source.objects.get().pk}/habits/")
        look(page, f"{locale}-habits")
        page.click("form[action*='undo'] button")
        page.wait_for_selector(".messagelist")
        assert Article.objects.filter(body__contains="قفسه").count() == 3
        assert SourceProfile.objects.get().version == 2
    assert said == []
