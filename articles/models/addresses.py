"""Addresses of the archive's pages."""

from __future__ import annotations

from functools import lru_cache

from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language


def address_of(view: str, *arguments: str) -> str:
    """The path of a page in the current language. The latest are remembered: a list has some
    hundred addresses, and Django composes each anew."""
    return _reversed(get_language(), get_script_prefix(), view, arguments)


@lru_cache(maxsize=10_000)
def _reversed(language: str | None, prefix: str, view: str, arguments: tuple[str, ...]) -> str:
    """``language`` and ``prefix`` are the current ones, by which ``reverse`` goes."""
    return reverse(view, args=arguments)
