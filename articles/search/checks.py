"""A Django system check for an index that another release has built."""

from __future__ import annotations

from typing import Any

from django.core import checks
from django.utils.translation import gettext as _

from articles.search.index.files import index_files
from articles.search.index.reading import IndexReader, IndexUnavailableError, Trouble


def connect() -> None:
    """Run the check with the others. Called once, when the app is ready."""
    checks.register(check_index)


def check_index(**kwargs: Any) -> list[checks.CheckMessage]:
    """Warn of an index that is damaged, of another release's schema or analyser, or whose state is
    lost."""
    files = index_files()
    generation = files.current()
    if generation is None:
        return []
    try:
        IndexReader(files).index()
    except IndexUnavailableError as error:
        if error.trouble is Trouble.OUTDATED:
            return [_built_by_another()]
        damaged = _("The search index is damaged (%s). Run “manage.py search_index --rebuild”.")
        return [checks.Warning(damaged % error, id="articles.W002")]
    try:
        is_of_today = generation.state().is_of_today
    except (OSError, ValueError):
        is_of_today = False
    if is_of_today:
        return []
    return [_built_by_another()]


def _built_by_another() -> checks.Warning:
    return checks.Warning(
        _("The search index was built by another release, or its state cannot be read."),
        hint=_("Run “manage.py search_index --rebuild”. Until then, results may be incomplete."),
        id="articles.W001",
    )
