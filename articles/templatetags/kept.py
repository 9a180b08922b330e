"""Parts of pages that are the same on many pages: made once, and kept."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.core.files.storage import storages
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.safestring import SafeString

from articles.display import page_language

register = template.Library()


@register.simple_tag
def kept(name: str, **shown: Any) -> SafeString:
    """A template, rendered once for each language and each combination of what it shows.

    It gets what is named here and nothing else of a page, so that what was made for one page is
    right for all. What all templates may show (addresses, names of files, the archive's name) is
    part of the key.
    """
    make = _rendered.__wrapped__ if settings.DEBUG else _rendered  # templates are being written
    return make(
        name,
        tuple(shown.items()),
        page_language(),
        get_script_prefix(),
        storages["staticfiles"],
        str(settings.SITE_NAME),
    )


@lru_cache(maxsize=256)
def _rendered(
    name: str, shown: Sequence[tuple[str, Any]], language: str, *others: object
) -> SafeString:
    return render_to_string(name, {"LANGUAGE_CODE": language, **dict(shown)})
