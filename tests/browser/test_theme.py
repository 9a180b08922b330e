"""Colours by the reader's choice, the site's own type, the shortcut to search, and paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.test_pages import opened

LIGHT, DARK = "rgb(248, 249, 247)", "rgb(14, 22, 21)"


def ground(page) -> str:
    return page.evaluate("getComputedStyle(document.documentElement).backgroundColor")


def choose(page, theme: str) -> None:
    page.click(f"[data-theme-choice={theme}]")


def test_the_page_follows_the_system_until_the_reader_chooses(chromium, live_server, db):
    with opened(chromium, f"{live_server.url}/fa/about/", scheme="dark") as (page, said):
        assert ground(page) == DARK
        assert page.get_attribute("[data-theme-choice=system]", "aria-pressed") == "true"
        choose(page, "light")
        assert ground(page) == LIGHT
        expect(page.locator("[aria-pressed=true]")).to_have_count(1)
        page.goto(f"{live_server.url}/ar/about/")
        assert ground(page) == LIGHT
        assert page.get_attribute("[data-theme-choice=light]", "aria-pressed") == "true"
        choose(page, "system")
        page.reload()
        assert ground(page) == DARK
        assert said == []


def test_the_choice_is_there_before_the_first_paint(chromium, live_server, db):
    with opened(chromium, f"{live_server.url}/fa/about/", scheme="light") as (page, _said):
        choose(page, "dark")
        # Modules run after the page is parsed; without them nothing but the head can have set it.
        page.route("**/common/theme.js", lambda route: route.abort())
        page.reload()
        assert ground(page) == DARK


def test_a_choice_in_one_window_holds_in_the_others(chromium, live_server, db):
    with opened(chromium, f"{live_server.url}/fa/about/") as (page, _said):
        other = page.context.new_page()
        other.goto(f"{live_server.url}/ar/about/")
        choose(other, "dark")
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")
        assert page.get_attribute("[data-theme-choice=dark]", "aria-pressed") == "true"


def test_the_switch_works_where_nothing_may_be_stored(chromium, live_server, db):
    # In a window of its own, which keeps the script.
    with opened(chromium, f"{live_server.url}/fa/about/", locale="fa") as (page, said):
        page.add_init_script(
            "Object.defineProperty(window, 'localStorage', {get() { throw new Error('denied'); }})"
        )
        page.reload()
        choose(page, "dark")
        assert ground(page) == DARK
        assert said == []


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_text_is_set_in_the_sites_own_type(chromium, live_server, db, language):
    with opened(chromium, f"{live_server.url}/{language}/about/") as (page, _said):
        page.evaluate("document.fonts.ready.then(() => true)")
        fonts = page.evaluate("[...document.fonts].map((face) => [face.family, face.status])")
        assert fonts == [["Vazirmatn", "loaded"]]
        text = page.locator("main").inner_text()
        assert page.evaluate("(text) => document.fonts.check('16px Vazirmatn', text)", text)


def test_the_preloaded_font_is_the_one_that_is_used(chromium, live_server, db):
    with opened(chromium, f"{live_server.url}/fa/about/") as (page, _said):
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.reload()
        page.evaluate("document.fonts.ready.then(() => true)")
        assert len([url for url in asked if url.endswith(".woff2")]) == 1


def test_a_shortcut_leads_to_the_search_box_and_single_letters_to_nothing(
    chromium, live_server, archive
):
    with opened(chromium, f"{live_server.url}/fa/{archive['article']}") as (page, _said):
        for key in ("/", "k"):
            page.keyboard.press(key)
            assert page.evaluate("document.activeElement === document.body")
        page.keyboard.press("Control+k")
        assert page.evaluate("document.activeElement.id") == "search-text"
        page.keyboard.type("۱/۲")
        page.keyboard.press("Control+k")
        assert page.evaluate("getSelection().toString()") == "۱/۲"


def test_on_paper_an_article_has_its_dates_and_its_permanent_address(
    chromium, live_server, archive
):
    address = f"{live_server.url}/fa/{archive['article']}"
    with opened(chromium, address, scheme="dark") as (page, _said):
        page.emulate_media(media="print", color_scheme="dark")
        shown = page.locator("body").inner_text()
        for text in ("دارهای قالی به مدرسهٔ قدیمی", "بامداد نو", "۷ دی ۱۴۰۴", "۲۸ دسامبر ۲۰۲۵"):
            assert text in shown
        assert address in shown
        assert "نخستین قالی" in shown
        assert "بند دوم." in shown
        for selector in ("nav", "form", "button", ".spread__aside", ".footer"):
            for part in page.locator(selector).all():
                assert not part.is_visible(), selector
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(18, 32, 30)"
