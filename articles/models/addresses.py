"""Addresses of the archive's pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language


def address_of(view: str, *arguments: str) -> str:
    """The path of a page in the current language. Cached: a list has about a hundred addresses, and
    Django would build each of them again."""
    return _reversed(get_language(), get_script_prefix(), view, arguments)


def addresses_of(view: str) -> Callable[[str], str]:
    """:func:`address_of` for many addresses of a view with one argument, all of one page."""
    language, prefix = get_language(), get_script_prefix()
    return lambda argument: _reversed(language, prefix, view, (argument,))


@lru_cache(maxsize=10_000)
def _reversed(language: str | None, prefix: str, view: str, arguments: tuple[str, ...]) -> str:
    """``language`` and ``prefix`` are the current ones, which ``reverse`` uses; they are part of
    the cache key."""
    return reverse(view, args=arguments)
