"""Every kind of page, as a browser shows it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page, expect

SIZES = {"phone": (360, 740), "desktop": (1280, 900)}

_windows: dict[tuple[Any, bool], tuple[Page, CDPSession]] = {}
"""Of each browser, one with scripts and one without: to open one takes a second of processor time,
to empty one next to none."""


@contextmanager
def opened(
    chromium,
    address,
    size="desktop",
    scheme="light",
    *,
    java_script_enabled=True,
    kinds=None,
    **options,
) -> Iterator[tuple[Page, list[str]]]:
    """The page and what its console said (of these kinds), in a browser that has seen nothing yet.

    With further options for it the window is one of its own.
    """
    width, height = SIZES[size]
    key = (chromium, java_script_enabled)
    if options or key not in _windows:
        context = chromium.new_context(java_script_enabled=java_script_enabled, **options)
        page = context.new_page()
        if not options:
            _windows[key] = page, context.new_cdp_session(page)
    else:
        page, _ = _windows[key]
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(media="screen", color_scheme=scheme)
    said: list[str] = []
    listeners = {
        "console": lambda told: (not kinds or told.type in kinds) and said.append(told.text),
        "pageerror": lambda error: said.append(str(error)),
    }
    for event, listener in listeners.items():
        page.on(event, listener)
    try:
        page.goto(address)
        yield page, said
    finally:
        if options:
            page.context.close()
        else:
            for event, listener in listeners.items():
                page.remove_listener(event, listener)
            _empty(*_windows[key])


def _empty(page: Page, debugger: CDPSession) -> None:
    """Leave nothing of what the page has stored, of its cache and of what tests did to it."""
    for other in page.context.pages:
        if other is not page:
            other.close()
    page.unroute_all()
    page.goto("about:blank")
    page.context.clear_cookies()
    debugger.send("Network.clearBrowserCache")
    debugger.send("Storage.clearDataForOrigin", {"origin": "*", "storageTypes": "all"})


def wait_until(page: Page, condition: str) -> None:
    """Wait until a JavaScript expression is true in the page, ten seconds at the most.

    Asked from here, again and again: Playwright's ``wait_for_function`` evaluates the text inside
    the page, which the site's policy for scripts forbids.
    """
    for _attempt in range(200):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"still not true in the page: {condition}")


def test_the_skip_link_leads_to_the_content_by_keyboard(chromium, live_server, archive):
    with opened(chromium, f"{live_server.url}/fa/") as (page, _said):
        page.keyboard.press("Tab")
        link = page.locator(":focus")
        assert link.get_attribute("href") == "#main"
        expect(link).to_be_in_viewport(ratio=1)
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("name", ["home", "article", "sources", "source", "found", "search help"])
def test_the_language_switch_stays_on_the_page(chromium, live_server, archive, name):
    with opened(chromium, f"{live_server.url}/fa/{archive[name]}") as (page, _said):
        persian = page.url
        page.click(".masthead__languages a[hreflang=ar]")
        expect(page.locator("html")).to_have_attribute("lang", "ar")
        assert page.url == persian.replace("/fa/", "/ar/")


def test_older_and_newer_pages_lead_there_and_back(chromium, live_server, archive):
    with opened(chromium, f"{live_server.url}/fa/") as (page, _said):
        first = page.locator(".teaser__title").all_inner_texts()
        page.click(".pager__older")
        expect(page.locator(".pager__newer")).to_be_visible()
        assert not set(first) & set(page.locator(".teaser__title").all_inner_texts())
        page.click(".pager__newer")
        expect(page.locator(".teaser__title")).to_have_text(first)
