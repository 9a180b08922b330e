"""Addresses are those of the language and the place of the site, though they are remembered."""

from __future__ import annotations

import pytest
from django.urls import set_script_prefix
from django.utils.translation import override

from articles.models.addresses import address_of, addresses_of

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


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_many_addresses_of_a_page_are_those_of_each(language):
    with override(language):
        address = addresses_of("article")
        for key in (KEY, "b" * 16):
            assert address(key) == address_of("article", key) == f"/{language}/articles/{key}/"
