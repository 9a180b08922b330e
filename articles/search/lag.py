"""How far the search index is behind the database."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from articles.models import ArticleChange

from .files import IndexFiles

MOST_COUNTED = 100_000
"""Changes; where there are more, it no longer matters how many."""


class Condition(StrEnum):
    OK = "ok"
    MISSING = "missing"
    UNREADABLE = "unreadable"
    OUTDATED = "outdated"
    """Built by another release, or so far behind that the log no longer has all it lacks: searches
    are answered, but it follows no changes."""


class Lag(NamedTuple):
    """``changes`` of articles are not in the index yet; None where it does not say."""

    condition: Condition
    changes: int | None


def lag(files: IndexFiles) -> Lag:
    """Read from the index's own position in the change log; opens no index."""
    generation = files.current()
    if generation is None:
        return Lag(Condition.MISSING, None)
    try:
        state = generation.state()
    except (OSError, ValueError):
        return Lag(Condition.UNREADABLE, None)
    behind = ArticleChange.objects.filter(sequence__gt=state.position)[:MOST_COUNTED].count()
    can_follow = not behind or ArticleChange.objects.reaches_back_to(state.position)
    is_ok = state.is_of_today and can_follow
    return Lag(Condition.OK if is_ok else Condition.OUTDATED, behind)
