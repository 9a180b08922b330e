"""Which version of an article somebody has seen, so that nobody overwrites what they have not."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django.utils.crypto import salted_hmac

from articles.fields import VERSIONED

from .typed_values import tidy_body

_LENGTH = 10


def digests(values: Mapping[str, Any]) -> dict[str, str]:
    """A short digest of each field's value."""
    return {
        name: hashlib.sha256(repr(_plain(values[name])).encode()).hexdigest()[:_LENGTH]
        for name in VERSIONED
        if name in values
    }


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return tidy_body(value)  # as a form gives it back
    return getattr(value, "pk", value) or ""


def version_of(values: Mapping[str, Any]) -> str:
    """The version of an article with these values."""
    told = "".join(digests(values).values())
    return salted_hmac("version of an article", told, algorithm="sha256").hexdigest()[:32]
