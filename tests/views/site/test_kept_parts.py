"""Masthead, footer and the like are made once, and are new as soon as anything on them is."""

from __future__ import annotations

import re

import pytest
from django.core.cache import caches
from django.template.loader import render_to_string
from django.test import override_settings
from django.urls import set_script_prefix
from django.utils.translation import override

from articles.templatetags import kept as kept_parts
from articles.templatetags.kept import kept

pytestmark = pytest.mark.django_db

PATHS = [
    "/fa/",
    "/ar/",
    "/fa/archive/",
    "/fa/sources/",
    "/fa/search/",
    "/fa/about/",
    "/ar/about/",
    "/fa/archive/?date=x",
    "/fa/nothing/",
]


@pytest.fixture(autouse=True)
def nothing_kept():
    kept_parts._rendered.cache_clear()


def text_of(client, path: str) -> str:
    caches["pages"].clear()
    return client.get(path).text


def test_pages_are_the_same_whichever_was_made_before(client):
    first = {path: text_of(client, path) for path in PATHS}
    again = {path: text_of(client, path) for path in reversed(PATHS)}
    assert first == again
    for path, text in first.items():
        kept_parts._rendered.cache_clear()
        assert text_of(client, path) == text


def test_it_is_made_once(client):
    text_of(client, "/fa/")
    made = kept_parts._rendered.cache_info().misses
    text_of(client, "/fa/")
    assert kept_parts._rendered.cache_info().misses == made > 0


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/fa/", "/fa/"),
        ("/fa/archive/", "/fa/archive/"),
        ("/ar/sources/", "/ar/sources/"),
        ("/fa/search/", "/fa/search/"),
        ("/fa/about/", None),
        ("/fa/nothing/", None),
    ],
)
def test_the_current_section_is_marked_and_no_other(client, path, current):
    for each in PATHS:
        text_of(client, each)
    masthead = text_of(client, path).partition("</header>")[0]
    marked = re.findall(r'href="([^"]*)" aria-current="page"', masthead)
    assert marked == ([current] if current else [])


def test_each_language_has_its_own(client):
    for _ in range(2):
        assert "جست‌وجو در آرشیو" in text_of(client, "/fa/about/")
        assert "جست‌وجو در آرشیو" not in text_of(client, "/ar/about/")


def test_another_name_of_the_archive_is_seen_at_once(client, settings):
    text_of(client, "/fa/")
    settings.SITE_NAME = "بایگانی <نو>"
    assert "<span>بایگانی &lt;نو&gt;</span>" in text_of(client, "/fa/")


def test_addresses_below_another_path_are_seen_at_once():
    with override("fa"):
        assert 'href="/fa/about/"' in kept("_footer.html")
        try:
            set_script_prefix("/news/")
            assert 'href="/news/fa/about/"' in kept("_footer.html")
        finally:
            set_script_prefix("/")
        assert 'href="/fa/about/"' in kept("_footer.html")


def test_other_names_of_files_are_seen_at_once():
    with override("fa"):
        assert 'href="/static/' in kept("_head.html")
        files = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        options = {**files, "OPTIONS": {"base_url": "/files/"}}
        with override_settings(STORAGES={"default": files, "staticfiles": options}):
            assert 'href="/files/' in kept("_head.html")


def test_while_templates_are_written_nothing_is_kept(settings):
    settings.DEBUG = True
    with override("fa"):
        kept("_footer.html")
    assert kept_parts._rendered.cache_info().currsize == 0


def test_nothing_of_a_page_gets_into_it():
    with override("fa"):
        box = kept("_search_box.html")
        assert box == render_to_string("_search_box.html", {"LANGUAGE_CODE": "fa"})
        assert kept("_search_box.html", value="باران") != box
