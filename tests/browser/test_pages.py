"""Every kind of page, as a browser shows it."""

from __future__ import annotations

from contextlib import contextmanager

import pytest

SIZES = {"phone": (360, 740), "desktop": (1280, 900)}


@contextmanager
def opened(chromium, address, size="desktop", scheme="light", **options):
    """The page and the list of what its console said."""
    width, height = SIZES[size]
    context = chromium.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, **options
    )
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address)
    try:
        yield page, said
    finally:
        context.close()


def test_the_skip_link_leads_to_the_content_by_keyboard(chromium, live_server, archive):
    with opened(chromium, f"{live_server.url}/fa/") as (page, _said):
        page.keyboard.press("Tab")
        link = page.locator(":focus")
        assert link.get_attribute("href") == "#main"
        page.wait_for_function("document.activeElement.getBoundingClientRect().top >= 0")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("name", ["home", "article", "sources", "source", "found", "search help"])
def test_the_language_switch_stays_on_the_page(chromium, live_server, archive, name):
    with opened(chromium, f"{live_server.url}/fa/{archive[name]}") as (page, _said):
        persian = page.url
        page.click(".masthead__languages a[hreflang=ar]")
        assert page.url == persian.replace("/fa/", "/ar/")
        assert page.evaluate("document.documentElement.lang") == "ar"


def test_older_and_newer_pages_lead_there_and_back(chromium, live_server, archive):
    with opened(chromium, f"{live_server.url}/fa/") as (page, _said):
        first = page.locator(".teaser__title").all_inner_texts()
        page.click(".pager__older")
        assert not set(first) & set(page.locator(".teaser__title").all_inner_texts())
        page.click(".pager__newer")
        assert page.locator(".teaser__title").all_inner_texts() == first
