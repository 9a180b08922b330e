"""Updates the index after every commit of this process, if the settings say so."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import ArticleChange, articles_changed
from articles.search.engine.troubles import (
    IndexUnavailableError,
    PrunedLogError,
    StaleIndexError,
    Trouble,
)
from articles.search.engines import engine

_logger = logging.getLogger(__name__)

MOST_WITHOUT_INDEX = 20_000
"""How many changes a process indexes itself if there is no index yet. With more, a rebuild is
needed, and no request should wait for it."""


def connect() -> None:
    """Start following. Called once, when the app is ready."""
    if settings.SEARCH_INDEX:
        articles_changed.connect(_after_commit, dispatch_uid="search.following")


@contextmanager
def by(other: Callable[[], None]) -> Iterator[None]:
    """Inside this context, ``other`` is called after commits instead of :func:`follow`."""
    global _follow
    usual, _follow = _follow, other
    try:
        yield
    finally:
        _follow = usual


def _after_commit(**kwargs: Any) -> None:
    transaction.on_commit(lambda: _follow(), robust=True)


def is_taken_over() -> bool:
    """Whether :func:`by` is active: then another process indexes what this one commits."""
    return _follow is not follow


def follow() -> None:
    """Update the index; an error here never undoes or hides the commit."""
    if trouble := bring_up_to_date():
        _logger.warning(trouble)


def bring_up_to_date() -> str:
    """Apply all changes, of this or any process, unless another process is doing it.

    Returns what prevents it, as a message; empty if nothing does. Raises database errors.
    """
    no_index = _("There is no search index. Run “manage.py search_index --rebuild”.")
    try:
        with engine().answering():
            has_index = engine().exists()
            if not has_index and ArticleChange.objects.last_sequence() > MOST_WITHOUT_INDEX:
                return no_index
            engine().update(wait=False)
    except PrunedLogError:
        if not has_index:
            return no_index
        return _(
            "The search index is so far behind that it cannot follow. Run “search_index --rebuild”."
        )
    except StaleIndexError:
        return _(
            "The search index was built by another release. Run “manage.py search_index --rebuild”."
        )
    except IndexUnavailableError as error:
        if error.trouble is Trouble.UNREACHABLE:
            catches_up = _("The search index is not written (%s). It catches up by itself.")
            return catches_up % error
        sentence = _(
            "The search index cannot be written (%s). Run “manage.py search_index --rebuild”."
        )
        return sentence % error
    return ""


def changes_behind() -> int:
    """About how many changes :func:`follow` has to index; not 0 if it has something to report."""
    try:
        return engine().changes_behind()
    except (StaleIndexError, IndexUnavailableError):
        return 1


_follow: Callable[[], None] = follow
