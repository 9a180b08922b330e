"""Addresses are those of the language and the place of the site, though they are remembered."""

from __future__ import annotations

from django.urls import set_script_prefix
from django.utils.translation import override

from articles.models.addresses import address_of

KEY = "a" * 16


def test_each_language_has_its_own():
    for _ in range(2):
        for language in ("fa", "ar"):
            with override(language):
                assert address_of("article", KEY) == f"/{language}/articles/{KEY}/"


def test_a_site_below_another_path_has_its_own():
    with override("fa"):
        assert address_of("article", KEY) == f"/fa/articles/{KEY}/"
        set_script_prefix("/news/")
        try:
            assert address_of("article", KEY) == f"/news/fa/articles/{KEY}/"
        finally:
            set_script_prefix("/")
