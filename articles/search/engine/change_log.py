"""Reads the change log, which every index follows from a position of its own.

The database is the truth. Every change of an article is in the :class:`ArticleChange` log, written
in the transaction that makes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from articles.models import ArticleChange
from articles.search.engine import schema
from articles.search.engine.troubles import PrunedLogError, StaleIndexError
from articles.text.analyzer import Analyzer

_CHANGES = 4_000
"""Entries of the log that are read and committed together."""


@dataclass(frozen=True, slots=True)
class State:
    """The state of an index."""

    position: int
    """Sequence number of the last change that is in the index."""
    schema: int = schema.VERSION
    analyzer: int = Analyzer.VERSION

    @property
    def is_of_today(self) -> bool:
        """Whether the index was built by the schema and the analyser of this release."""
        return (self.schema, self.analyzer) == (schema.VERSION, Analyzer.VERSION)


def last_change() -> int:
    """The sequence number of the latest entry of the log; 0 if there is none."""
    return ArticleChange.objects.last_sequence()


def changes_after(position: int) -> Iterator[tuple[set[int], int]]:
    """The articles that changed after a position, batch by batch, each with the position of its
    last entry. Raises PrunedLogError."""
    while True:
        changes = list(
            ArticleChange.objects.filter(sequence__gt=position)
            .order_by("sequence")
            .values_list("sequence", "article_id")[:_CHANGES]
        )
        if not changes:
            return
        require_log_since(position)  # after reading, otherwise pruning in between would be missed
        position = changes[-1][0]
        yield {article_id for _, article_id in changes}, position


def changes_behind(state: State | None) -> int:
    """About how many entries of the log an index lacks, of which this is the state; 1 if all that
    is lacking is the index. Raises StaleIndexError."""
    last = last_change()
    if state is None:
        require_log_since(0)
        return max(last, 1)
    if not state.is_of_today or state.position > last:
        raise StaleIndexError
    if state.position < last:
        require_log_since(state.position)
    return last - state.position


def require_log_since(position: int) -> None:
    """Raises PrunedLogError where the log does not reach back to a position."""
    if not ArticleChange.objects.reaches_back_to(position):
        raise PrunedLogError
