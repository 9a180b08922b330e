"""What readers do on an article's page and on those that hang on it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from articles.models import ReaderReport
from tests.browser.test_pages import opened, wait_until


def test_the_choice_of_hijri_dates_goes_from_story_to_story(chromium, live_server, archive):
    address = f"{live_server.url}/fa/{archive['article']}"
    with opened(chromium, address) as (page, said):
        date = page.locator(".hijri__day")
        assert not date.is_visible()
        page.locator(".hijri summary").focus()
        page.keyboard.press("Enter")
        assert date.is_visible()
        wait_until(page, "localStorage.getItem('hijri') === 'open'")
        page.click(".neighbours a")
        page.wait_for_selector(".hijri__day")
        assert page.url != address
        page.locator(".hijri summary").click()
        wait_until(page, "localStorage.getItem('hijri') === null")
        page.goto(address)
        assert not date.is_visible()
        assert said == []


def test_hijri_dates_can_be_opened_without_scripts(chromium, live_server, archive):
    address = f"{live_server.url}/ar/{archive['article']}"
    with opened(chromium, address, "phone", java_script_enabled=False) as (page, _said):
        page.click(".hijri summary")
        assert page.locator(".hijri__day").is_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_two_captures_are_chosen_and_compared(chromium, live_server, archive, scripts):
    address = f"{live_server.url}/fa/{archive['article']}"
    with opened(chromium, address, java_script_enabled=scripts) as (page, said):
        page.click(".facts a[href$='/history/']")
        page.click(".compare button")
        assert page.locator("h1").inner_text() == "تفاوت دو نسخهٔ ذخیره‌شده"
        expect(page.locator(".difference__text ins").first).to_be_visible()
        page.select_option("#compare-from", index=0)
        page.click(".compare button")
        expect(page.locator(".difference .note")).to_be_visible()
        assert said == []


@pytest.mark.parametrize("scripts", [True, False])
def test_an_error_is_reported(chromium, live_server, archive, scripts):
    address = f"{live_server.url}/ar/{archive['article']}"
    with opened(chromium, address, "phone", java_script_enabled=scripts) as (page, _said):
        page.click(".report-link a")
        page.click(".report .button")
        expect(page.locator(".field__error")).to_have_count(2)
        page.check("input[value=date]")
        page.fill("#report-message", "التاريخ متقدم يومًا.")
        page.click(".report .button")
        assert page.url.endswith("/report/?sent")
        assert page.locator("h1").inner_text() == "شكرًا على بلاغكم"
    assert ReaderReport.objects.get().message == "التاريخ متقدم يومًا."
