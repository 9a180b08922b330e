"""Searching as a reader does it: by keyboard, on a phone, with and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from articles.models import Source, SourceAlias
from articles.text.folding import fold_key
from tests.browser.test_accessibility import complaints
from tests.browser.test_pages import opened

BOX = "input[name=q]"
OPTIONS = "[role=option]"


@pytest.fixture
def named_source(archive):
    """The source of the archive, known by its name as an import would make it known."""
    source = Source.objects.get(slug="بامداد-نو")
    SourceAlias.objects.create(folded_name=fold_key("بامداد نو"), source=source)


def chosen(page):
    """The suggestion that a screen reader would speak."""
    active = page.locator(BOX).get_attribute("aria-activedescendant")
    return page.locator(f"#{active}").inner_text() if active else None


@pytest.mark.parametrize("size", ["phone", "desktop"])
@pytest.mark.parametrize("scripts", [True, False])
def test_words_lead_to_results_and_those_to_the_story(
    chromium, live_server, archive, size, scripts
):
    with opened(chromium, f"{live_server.url}/fa/", size, java_script_enabled=scripts) as (
        page,
        _said,
    ):
        page.fill(BOX, "مدرسهٔ قدیمی")
        page.press(BOX, "Enter")
        assert page.locator(".search-page__total").inner_text() == "۱ خبر"
        assert page.input_value(BOX) == "مدرسهٔ قدیمی"
        page.click(".result__title a")
        assert page.locator("h1").inner_text() == "دارهای قالی به مدرسهٔ قدیمی بازگشتند"


def test_filters_are_put_on_and_taken_off_by_links(chromium, live_server, archive):
    address = f"{live_server.url}/fa/search/?q=قالی"
    with opened(chromium, address, java_script_enabled=False) as (page, _said):
        before = page.locator(".search-page__total").inner_text()
        page.click(".facet__value a:has-text('۱۴۰۳')")
        assert page.locator(".chip bdi").inner_text() == "۱۴۰۳"
        counted = page.locator(".search-page__total").inner_text()
        assert counted != before
        page.click(".facet__value a:has-text('تیر ۱۴۰۳')")
        assert page.locator(".chip bdi").inner_text() == "تیر ۱۴۰۳"
        page.click(".chip")
        assert page.locator(".search-page__total").inner_text() == before


def test_a_bar_of_the_chart_leads_to_its_month(chromium, live_server, archive):
    with opened(chromium, f"{live_server.url}/ar/search/?q=قالی") as (page, said):
        page.locator(".chart__bar .chart__fill").first.click(force=True)
        page.wait_for_url("**from=2024-01&to=2024-01")
        assert "يناير ٢٠٢٤" in page.locator(".chip").inner_text()
        assert said == []


def test_facets_are_folded_on_a_phone_and_open_beside_the_results(chromium, live_server, archive):
    address = f"{live_server.url}/fa/search/?q=قالی"
    with opened(chromium, address, "phone") as (page, _said):
        expect(page.locator(".facet__title").first).to_be_hidden()
        page.click(".facets__summary")
        expect(page.locator(".facet__title").first).to_be_visible()
    with opened(chromium, address, "desktop") as (page, _said):
        expect(page.locator(".facet__title").first).to_be_visible()
        expect(page.locator(".facets__summary")).to_be_hidden()
        facets = page.locator(".facets").bounding_box()
        results = page.locator(".results").bounding_box()
        assert facets["x"] + facets["width"] < results["x"]


def test_every_control_of_the_search_page_is_reached_by_keyboard(chromium, live_server, archive):
    with opened(chromium, f"{live_server.url}/fa/search/?q=قالی&lang=fa") as (page, _said):
        reached = []
        for _ in range(150):
            page.keyboard.press("Tab")
            focused = page.evaluate(
                """() => {
                    const it = document.activeElement;
                    const box = it.getBoundingClientRect();
                    const ring = getComputedStyle(it).outlineStyle;
                    return [it.className || it.name || it.closest('[class]')?.className || '',
                            box.width > 0 && box.height > 0, ring];
                }"""
            )
            if focused[0] == "page" or page.evaluate("document.activeElement === document.body"):
                break
            reached.append(focused)
        names = " ".join(name for name, _visible, _ring in reached)
        for name in ("search-box__text", "search-box__go", "chip", "result__title", "facet__value"):
            assert name in names
        assert "chart__bar" not in names
        assert all(visible and ring != "none" for _name, visible, ring in reached)


# -- suggestions ---------------------------------------------------------------------------------


def test_suggestions_open_and_are_walked_by_arrow_keys(
    chromium, live_server, archive, named_source
):
    with opened(chromium, f"{live_server.url}/fa/sources/") as (page, said):
        box = page.locator(BOX)
        assert box.get_attribute("role") == "combobox"
        assert box.get_attribute("aria-expanded") == "false"
        box.press_sequentially("بامد")
        expect(page.locator(OPTIONS)).to_have_count(1)
        box.fill("")
        expect(page.locator(OPTIONS)).to_have_count(0)
        box.press_sequentially("قالی")
        expect(page.locator(OPTIONS)).to_have_count(7)
        texts = page.locator(OPTIONS).all_inner_texts()
        assert box.get_attribute("aria-expanded") == "true"
        assert page.get_attribute("[role=listbox]", "aria-label") == "پیشنهادها"
        assert chosen(page) is None
        box.press("ArrowDown")
        assert chosen(page) == texts[0]
        box.press("ArrowUp")
        assert chosen(page) is None
        box.press("ArrowUp")
        assert chosen(page) == texts[-1]
        assert page.locator("[aria-selected=true]").all_inner_texts() == [texts[-1]]
        assert page.evaluate("document.activeElement.name") == "q"
        box.press("Escape")
        expect(page.locator("[role=listbox]")).to_be_hidden()
        assert box.get_attribute("aria-expanded") == "false"
        assert page.input_value(BOX) == "قالی"
        box.press("ArrowDown")
        expect(page.locator(OPTIONS)).to_have_count(7)
        assert said == []


def test_enter_goes_to_the_chosen_suggestion_or_else_searches(
    chromium, live_server, archive, named_source
):
    with opened(chromium, f"{live_server.url}/ar/sources/") as (page, _said):
        page.locator(BOX).press_sequentially("بامداد")
        expect(page.locator(OPTIONS)).to_have_count(1)
        page.press(BOX, "ArrowDown")
        page.press(BOX, "Enter")
        page.wait_for_url("**/ar/sources/*/")
        assert page.locator("h1").inner_text() == "بامداد نو"
        page.locator(BOX).press_sequentially("بامداد")
        expect(page.locator(OPTIONS)).to_have_count(1)
        page.press(BOX, "Enter")
        page.wait_for_url("**/ar/search/?q=*")


def test_a_click_goes_to_the_suggestion_and_leaving_the_box_closes_them(
    chromium, live_server, archive, named_source
):
    with opened(chromium, f"{live_server.url}/fa/", "phone") as (page, _said):
        page.locator(BOX).press_sequentially("بامداد")
        expect(page.locator(OPTIONS)).to_have_count(1)
        page.keyboard.press("Tab")
        expect(page.locator(OPTIONS)).to_have_count(0)
        page.fill(BOX, "بامداد ن")
        expect(page.locator(OPTIONS)).to_have_count(1)
        page.click(OPTIONS)
        page.wait_for_url("**/fa/sources/*/")


def test_an_older_answer_never_replaces_a_newer_one(chromium, live_server, archive, named_source):
    with opened(chromium, f"{live_server.url}/fa/sources/") as (page, said):
        held = []
        page.route("**/suggest/**", lambda route: held.append(route))
        box = page.locator(BOX)
        for number, typed in enumerate(("قا", "قالی"), 1):
            with page.expect_request("**/suggest/**"):
                box.fill(typed)
            while len(held) < number:
                page.wait_for_timeout(10)
        assert len(held) == 2
        newer = [{"kind": "article", "text": "تازه", "url": "/fa/", "lang": "fa"}]
        held[1].fulfill(json=newer)
        expect(page.locator(OPTIONS)).to_have_count(1)
        # The page has let go of the older request, so that its answer goes nowhere.
        held[0].fulfill(json=[*newer, *newer])
        page.wait_for_timeout(100)
        assert page.locator(OPTIONS).all_inner_texts() == ["تازه"]
        assert said == []


def test_letters_typed_at_once_are_asked_for_once(chromium, live_server, archive):
    with opened(chromium, f"{live_server.url}/fa/sources/") as (page, _said):
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.evaluate(
            """() => {
                const box = document.querySelector('input[name=q]');
                for (const text of ['ق', 'قا', 'قال', 'قالی']) {
                    box.value = text;
                    box.dispatchEvent(new InputEvent('input'));
                }
            }"""
        )
        expect(page.locator(OPTIONS)).to_have_count(7)
        assert len([url for url in asked if "/suggest/" in url]) == 1


@pytest.mark.parametrize(("language", "day"), [("fa", "1404-10-07"), ("ar", "2025-12-28")])
def test_a_day_to_search_from_is_chosen_from_a_calendar(
    chromium, live_server, archive, language, day
):
    with opened(chromium, f"{live_server.url}/{language}/search/?q=قالی", "phone") as (page, said):
        page.click(".more-choices > summary")
        page.fill("#search-from", day)
        page.locator(".day-picker__open").first.click()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        week_later = {"1404-10-07": "1404-10-14", "2025-12-28": "2026-01-04"}[day]
        assert page.input_value("#search-from") == week_later
        assert complaints(page) == []
        assert said == []


@pytest.mark.parametrize("scripts", [True, False])
def test_a_span_of_months_is_dragged_over_or_typed(chromium, live_server, archive, scripts):
    address = f"{live_server.url}/fa/search/?q=قالی&source=بامداد-نو"
    with opened(chromium, address, java_script_enabled=scripts) as (page, _said):
        if scripts:
            form = page.locator(".chart-range")
            drawing = page.locator(".chart__drawing")
            drawing.scroll_into_view_if_needed()
            box = drawing.bounding_box()
            month = box["width"] / int(form.get_attribute("data-steps"))
            before = (1403 - int(form.get_attribute("data-first"))) * 12
            right, middle = box["x"] + box["width"], box["y"] + box["height"] / 2
            page.mouse.move(right - (before + 3.5) * month, middle)  # Tir
            page.mouse.down()
            page.mouse.move(right - (before + 5.5) * month, middle, steps=4)
            page.mouse.up()
        else:
            page.fill("#chart-from", "تیر ۱۴۰۳")
            page.fill("#chart-to", "شهریور ۱۴۰۳")
            page.click(".chart-range button")
        page.wait_for_url("**from=*")
        assert "تیر ۱۴۰۳ تا شهریور ۱۴۰۳" in page.locator(".chip bdi").all_inner_texts()
