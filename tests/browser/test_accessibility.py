"""Every kind of page, in every look: nothing that axe-core, a strict parser or a reader without
JavaScript would complain of."""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python
import pytest
from django.test import RequestFactory
from justhtml import JustHTML

from articles.views.site import errors
from tests.browser.test_pages import SIZES, opened

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
# Rules of WCAG 2.2 AA, and what axe calls best practice.
RUN_AXE = """async (selector) => (await axe.run(selector, {
    resultTypes: ["violations"],
    preload: false, // it would ask for the sheets that a sheet imports at the address of the page
})).violations.map(
    (found) => `${found.id}: ${found.nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`
)"""

GROUND_AND_OVERFLOW = """async () => {
    // Colours of buttons pass over into those of the other scheme.
    await Promise.all(document.getAnimations().map((animation) => animation.finished));
    const root = document.documentElement;
    return [getComputedStyle(root).backgroundColor, root.scrollWidth - root.clientWidth];
}"""
DARK_GROUND = "rgb(14, 22, 21)"

VIEWPORTS_AND_SCHEMES = [
    ("phone", "light"),
    ("phone", "dark"),
    ("desktop", "dark"),
    ("desktop", "light"),
]
"""Every page is seen in each of them."""

EXAMINED = [("phone", "dark"), ("desktop", "light")]
"""Those in which axe looks: each size and each scheme once, since it takes its time."""

ERRORS = [
    lambda request: errors.bad_request(request, Exception()),
    lambda request: errors.permission_denied(request, Exception()),
    lambda request: errors.not_found(request, Exception()),
    errors.gone,
    lambda request: errors.too_many_requests(request, 30),
    errors.server_error,
    errors.unavailable,
]

WITHOUT_STORIES = ["", "sources/", "archive/", "archive/jalali/1404/", "archive/jalali/1404/10/"]
WITHOUT_STORIES += ["archive/jalali/1404/10/07/", "search/"]
"""Pages of an archive that is empty, and has no index to search in."""


def complaints(page, within: str = "html") -> list[str]:
    """What axe finds in the element of this selector."""
    page.wait_for_load_state()  # a click waits for the next page to begin, not for its content
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)  # by the debugger, which the policy for scripts does not bind
    return page.evaluate(RUN_AXE, within)


def faults_in_every_look(page) -> list[str]:
    """What is wrong with the page that is open, on a phone and a desktop, light and dark."""
    faults: list[str] = []
    for size, scheme in VIEWPORTS_AND_SCHEMES:
        width, height = SIZES[size]
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        ground, overflow = page.evaluate(GROUND_AND_OVERFLOW)
        if (ground == DARK_GROUND) is not (scheme == "dark"):
            faults.append(f"{scheme}: the ground is {ground}")
        if overflow:
            faults.append(f"{size}: {overflow} px too wide")
        if (size, scheme) in EXAMINED:
            faults += [f"{size}, {scheme}: {message}" for message in complaints(page)]
    return faults


def faults_of_large_text(page) -> list[str]:
    """Where the page does not fit into 320 px, with text of usual size and larger."""
    page.set_viewport_size({"width": 320, "height": 740})
    faults: list[str] = []
    for percent in (100, 130, 200):
        page.evaluate("size => document.documentElement.style.fontSize = size", f"{percent}%")
        _ground, overflow = page.evaluate(GROUND_AND_OVERFLOW)
        if overflow:
            faults.append(f"text of {percent}%: {overflow} px too wide for 320 px")
    return faults


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_pages_fit_every_screen_please_axe_and_leave_the_console_silent(
    chromium, live_server, archive, language
):
    address = f"{live_server.url}/{language}/"
    with opened(chromium, address) as (page, said):
        found = {}
        for name, path in archive.items():
            page.goto(f"{address}{path}")
            # The browser itself reports the status of the missing page.
            heard = [text for text in said if "status of 404" not in text]
            said.clear()
            if faults := heard + faults_in_every_look(page) + faults_of_large_text(page):
                found[name] = faults
        assert found == {}


LINES = """() => [...document.querySelectorAll(
    ".masthead__nav a, .masthead__languages a, .list-languages a, .orders a, .theme__choice"
)].map((each) => [
    each.matches("[aria-current], [aria-pressed=true]"),
    getComputedStyle(each).borderBlockEndColor === getComputedStyle(document.body).backgroundColor,
])"""
"""Of each choice whether it is the current one, and whether the line below it is unseen."""


@pytest.mark.parametrize("name", ["home", "found"])
def test_in_forced_colours_the_current_choice_is_told_from_others(
    chromium, live_server, archive, name
):
    address = f"{live_server.url}/fa/{archive[name]}"
    with opened(chromium, address, forced_colors="active") as (page, _said):
        page.wait_for_selector(".theme__choice[aria-pressed=true]")
        page.evaluate("document.body.style.background = 'Canvas'")
        lines = page.evaluate(LINES)
        assert len(lines) > 8
        for is_current, is_unseen in lines:
            assert is_current is not is_unseen


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_every_page_is_complete_without_scripts(chromium, live_server, archive, language):
    address = f"{live_server.url}/{language}/"
    with opened(chromium, address, "phone", java_script_enabled=False) as (page, _said):
        for name, path in archive.items():
            page.goto(f"{address}{path}")
            assert page.locator("h1").count() == 1, name
            assert len(page.locator("main").inner_text()) > 20, name
            assert page.locator(".masthead__nav a").first.is_visible(), name
            assert not page.locator(".theme").is_visible(), name


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_pages_are_valid_html(client, archive, language):
    for path in archive.values():
        JustHTML(client.get(f"/{language}/{path}").text, sanitize=False, strict=True)


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_pages_of_an_empty_archive_are_valid_and_please_axe(chromium, live_server, db, language):
    address = f"{live_server.url}/{language}/"
    with opened(chromium, address, "phone") as (page, _said):
        found = {}
        for path in WITHOUT_STORIES:
            sent = page.goto(f"{address}{path}")
            JustHTML(sent.text(), sanitize=False, strict=True)
            if faults := complaints(page):
                found[path] = faults
        assert found == {}


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_pages_of_errors_are_valid_and_look_like_the_site(chromium, live_server, db, language):
    address = f"{live_server.url}/{language}/about/"
    with opened(chromium, address, "phone") as (page, said):
        for view in ERRORS:
            body = view(RequestFactory().get(f"/{language}/")).content.decode()
            JustHTML(body, sanitize=False, strict=True)
            page.unroute_all()
            page.route(address, lambda route: route.fulfill(content_type="text/html", body=body))  # noqa: B023
            page.goto(address)
            assert page.locator(".notice__code").is_visible()
            assert complaints(page) == []
            overflow = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert overflow == 0
        assert said == []
