"""How the index stands, for those who look after it: readable, of today, and up to date."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from articles.models import ArticleChange
from articles.search.files import IndexFiles
from articles.search.reading import IndexUnavailableError, answering
from articles.search.writing import last_change


class Condition(StrEnum):
    READY = "ready"
    BEHIND = "behind"
    STALE = "stale"
    CUT_OFF = "cut_off"
    """So far behind that the change log no longer has all it lacks."""
    MISSING = "missing"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class Health:
    """``behind`` is how many entries of the change log the index does not have yet."""

    condition: Condition
    behind: int = 0


def health(files: IndexFiles) -> Health:
    """Takes one query, another when the index is behind, and reads one small file of the index."""
    generation = files.current()
    if generation is None:
        return Health(Condition.MISSING)
    try:
        with answering():
            state = generation.state()
            generation.meta.stat()
    except IndexUnavailableError:
        return Health(Condition.DAMAGED)
    behind = max(last_change() - state.position, 0)
    if not state.is_of_today:
        return Health(Condition.STALE, behind)
    if behind and not ArticleChange.objects.reaches_back_to(state.position):
        return Health(Condition.CUT_OFF, behind)
    return Health(Condition.BEHIND if behind else Condition.READY, behind)
