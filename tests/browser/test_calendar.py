"""The calendar of a month by keyboard, and going to a day, with and without scripts."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect

from tests.browser.test_pages import opened
from tests.factories import make_article

MONTH = "archive/jalali/1404/10/"
DAYS = [1, 2, 7, 8, 14, 30]
"""Days of Dey 1404 with stories. The month begins on a Monday, the third day of the week:

    .  .  1  2  3  4  5
    6  7  8  9 10 11 12
   13 14 15 …        19
"""


@pytest.fixture
def month(transactional_db):
    for number in DAYS:
        make_article(day=date.fromordinal(date(2025, 12, 21).toordinal() + number))


def focused(page) -> int | None:
    """The day of Dey whose link has the focus."""
    address = page.locator(":focus").get_attribute("href") or ""
    return int(address.rsplit("/", 2)[1]) if f"/{MONTH}" in address else None


@pytest.mark.parametrize("scripts", [True, False])
def test_tab_reaches_every_day_with_stories_in_order(chromium, live_server, month, scripts):
    address = f"{live_server.url}/fa/{MONTH}"
    with opened(chromium, address, java_script_enabled=scripts) as (page, _said):
        page.focus(".calendar a")
        reached = []
        while (day := focused(page)) is not None:
            reached.append(day)
            page.keyboard.press("Tab")
        assert reached == DAYS


def test_arrow_keys_walk_from_day_to_day(chromium, live_server, month):
    with opened(chromium, f"{live_server.url}/fa/{MONTH}") as (page, said):
        page.focus(".calendar a")
        walked = [focused(page)]
        # The page reads from the right, so the next day lies to the left.
        keys = ["ArrowLeft", "ArrowLeft", "ArrowDown", "ArrowUp", "ArrowUp", "ArrowRight"]
        keys += ["ArrowLeft", "End", "Home", "ArrowUp"]
        for key in keys:
            page.keyboard.press(key)
            walked.append(focused(page))
        # Above the seventh is a blank of the month before: the focus stays.
        assert walked == [1, 2, 7, 14, 7, 7, 2, 7, 8, 7, 7]
        assert said == []
        page.keyboard.press("Enter")
        page.wait_for_url("**/archive/jalali/1404/10/07/")


def test_arrow_keys_pass_over_days_without_stories_to_the_ends_of_the_month(
    chromium, live_server, month
):
    with opened(chromium, f"{live_server.url}/ar/{MONTH}") as (page, _said):
        page.locator(".calendar a").last.focus()
        assert focused(page) == 30
        page.keyboard.press("ArrowLeft")
        assert focused(page) == 30
        page.keyboard.press("ArrowRight")
        assert focused(page) == 14
        page.keyboard.press("ArrowDown")  # nothing with stories stands below in this column
        assert focused(page) == 14


def test_a_day_is_spoken_with_its_date_and_number_of_stories(chromium, live_server, month):
    with opened(chromium, f"{live_server.url}/fa/{MONTH}") as (page, _said):
        expect(page.get_by_role("link", name="۷ دی ۱۴۰۴، ۱ خبر", exact=True)).to_have_count(1)
        expect(page.get_by_role("table", name="دی ۱۴۰۴: خبرهای هر روز")).to_have_count(1)
        assert page.get_by_role("columnheader").first.inner_text().strip() == "شنبه"


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_a_typed_date_leads_to_its_day(chromium, live_server, month, size, scripts):
    address = f"{live_server.url}/ar/archive/"
    with opened(chromium, address, size, java_script_enabled=scripts) as (page, _said):
        page.fill("input[name=date]", "۷ دی ۱۴۰۴")
        page.press("input[name=date]", "Enter")
        assert page.url.endswith("/ar/archive/jalali/1404/10/07/")
        page.click(".steps__next a")
        assert page.url.endswith("/ar/archive/jalali/1404/10/08/")
        page.click(".crumbs a >> nth=2")
        assert page.url.endswith(f"/ar/{MONTH}")
