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
    """Built by another release, or for another database."""
    CUT_OFF = "cut_off"
    """So far behind that the change log no longer has all it lacks."""
    MISSING = "missing"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class Health:
    """``position`` is how far the index has followed the change log, None where it does not say;
    ``last`` is where the log ends."""

    condition: Condition
    position: int | None = None
    last: int = 0

    @property
    def behind(self) -> int | None:
        """How many entries of the log the index does not have yet."""
        return None if self.position is None else max(self.last - self.position, 0)


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
    position, last = state.position, last_change()
    if not state.is_of_today or position > last:
        condition = Condition.STALE
    elif position == last:
        condition = Condition.READY
    elif ArticleChange.objects.reaches_back_to(position):
        condition = Condition.BEHIND
    else:
        condition = Condition.CUT_OFF
    return Health(condition, position, last)
