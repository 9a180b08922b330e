"""The cite box of an article, with scripts and without."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from .test_pages import opened, wait_until


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_a_button_copies_a_citation_without_the_isolates_of_the_page(
    chromium, live_server, archive, language
):
    address = f"{live_server.url}/{language}/{archive['article']}"
    permissions = ["clipboard-read", "clipboard-write"]
    with opened(chromium, address, permissions=permissions) as (page, said):
        page.click(".cite__summary")
        button = page.locator(".cite__copy").first
        before = button.inner_text()
        button.click()
        expect(button).not_to_have_text(before)
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == page.locator(".cite__text").first.text_content()
        assert not set(copied) & set("\u2066\u2067\u2068\u2069")
        assert copied.endswith(f"{archive['article']}")
        assert said == []


def test_buttons_are_named_by_what_they_copy(chromium, live_server, archive):
    with opened(chromium, f"{live_server.url}/fa/{archive['article']}") as (page, _said):
        page.click(".cite__summary")
        for name in ("BibTeX", "RIS", "CSL-JSON"):
            assert page.get_by_role("button", name=f"کپی {name}", exact=True).is_visible()


def test_where_copying_is_refused_the_text_is_selected(chromium, live_server, archive):
    with opened(chromium, f"{live_server.url}/fa/{archive['article']}") as (page, said):
        page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error()) }")
        page.click(".cite__summary")
        page.locator(".cite__copy").nth(3).click()
        wait_until(page, "getSelection().toString().startsWith('@article{')")
        assert said == []


@pytest.mark.parametrize("size", ["phone", "desktop"])
@pytest.mark.parametrize("scripts", [True, False])
def test_citations_can_be_read_and_saved_without_scripts(
    chromium, live_server, archive, size, scripts
):
    address = f"{live_server.url}/ar/{archive['article']}"
    with opened(chromium, address, size, java_script_enabled=scripts) as (page, said):
        page.click(".cite__summary")
        expect(page.locator(".cite__text")).to_have_count(6)
        assert page.locator(".cite__text").last.is_visible()
        assert (page.locator(".cite__copy").count() == 0) is not scripts
        width = page.viewport_size["width"]
        for box in (each.bounding_box() for each in page.locator(".cite__text").all()):
            assert box["x"] >= 0 and box["x"] + box["width"] <= width
        with page.expect_download() as saved:
            page.click(".cite__file a[href$='.csl.json']")
        assert saved.value.suggested_filename.endswith(".csl.json")
        assert json.loads(saved.value.path().read_text(encoding="utf-8"))[0]["URL"] == address
        assert said == []


def test_the_data_for_search_engines_are_read_without_a_complaint(chromium, live_server, archive):
    """The policy for scripts does not ask for the hash of what no browser runs."""
    with opened(chromium, f"{live_server.url}/fa/{archive['article']}") as (page, said):
        page.reload()
        data = page.locator("script[type='application/ld+json']").text_content()
        assert json.loads(data)["@type"] == "NewsArticle"
        assert said == []


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_a_button_copies_the_permanent_address(chromium, live_server, archive, language):
    address = f"{live_server.url}/{language}/{archive['article']}"
    permissions = ["clipboard-read", "clipboard-write"]
    with opened(chromium, f"{address}?utm=1", permissions=permissions) as (page, said):
        button = page.locator(".share__button").first
        before = button.inner_text()
        button.click()
        expect(button).not_to_have_text(before)
        assert page.evaluate("navigator.clipboard.readText()") == address
        assert said == []
