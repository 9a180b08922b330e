"""The state of the index, for administrators: readable, current version, up to date."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from articles.models import ArticleChange
from articles.search.engine.change_log import last_change


class Condition(StrEnum):
    READY = "ready"
    BEHIND = "behind"
    STALE = "stale"
    """Built by another release, or for another database."""
    CUT_OFF = "cut_off"
    """So far behind that the change log no longer has all missing entries."""
    MISSING = "missing"
    DAMAGED = "damaged"
    UNREACHABLE = "unreachable"
    """The machines that hold it do not answer."""


MOST_COUNTED = 100_000
"""Up to this many missing entries are counted; beyond, the exact number does not matter."""


@dataclass(frozen=True)
class Health:
    """``position`` is the position of the index in the change log; None if unknown."""

    condition: Condition
    position: int | None = None

    @cached_property
    def behind(self) -> int | None:
        """How many entries of the log come after the position. Counted by a query on demand,
        because sequence numbers have gaps."""
        if self.condition is Condition.READY:
            return 0
        if self.position is None:
            return None
        return ArticleChange.objects.filter(sequence__gt=self.position)[:MOST_COUNTED].count()


def health_at(position: int, *, is_of_today: bool) -> Health:
    """The health of an index that answers, at a position of the change log. Takes one query,
    another one if the index is behind."""
    last = last_change()
    if not is_of_today or position > last:
        condition = Condition.STALE
    elif position == last:
        condition = Condition.READY
    elif ArticleChange.objects.reaches_back_to(position):
        condition = Condition.BEHIND
    else:
        condition = Condition.CUT_OFF
    return Health(condition, position)
