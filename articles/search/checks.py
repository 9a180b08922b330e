"""A Django system check of the search index."""

from __future__ import annotations

from typing import Any

from django.core import checks

from articles.search.engines import engine


def connect() -> None:
    """Run the check with the others. Called once, when the app is ready."""
    checks.register(check_index)


def check_index(**kwargs: Any) -> list[checks.CheckMessage]:
    """Warn of what is wrong with the index, and say what mends it."""
    return [
        checks.Warning(sentence, hint=hint or None, id=identifier)
        for sentence, hint, identifier in engine().warnings()
    ]
