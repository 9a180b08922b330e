"""Which items of a preview: a list of it, narrowed by what the items have in common. Pure.

A preview is a table of SQLite (:mod:`.previews`); a selection is a condition on it.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Self

ACCEPTED = "outcome != 'rejected' AND NOT dropped"
OUTCOMES = ("created", "updated", "unchanged", "duplicate", "rejected")
LISTS = ("", *OUTCOMES, "dropped", "decided", "doubtful")

NO_DAY, IN_FUTURE, LONG_AGO = "none", "future", "past"
FIRST_NEWSPAPERS = date(1820, 1, 1)
"""Days before are taken for misread."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Items of a list (an outcome, ``dropped``, ``decided``, ``doubtful``, or all) that have all of
    these in common; None stands for any, an empty text for items without it.

    ``days`` selects items without a day, or with one that is hard to believe on the day ``today``.
    """

    which: str = ""
    warning: str | None = None
    source: str | None = None
    language: str | None = None
    file: str | None = None
    days: str | None = None
    today: date = date.max

    @classmethod
    def of(cls, which: Selection | str) -> Selection:
        """The selection, or the one of a whole list. Raises ``ValueError`` for an unknown list."""
        found = which if isinstance(which, Selection) else cls(which)
        if found.which not in LISTS:
            raise ValueError(found.which)
        return found

    def without(self, facet: str) -> Self:
        """The same without one of its conditions."""
        none: dict[str, Any] = {facet: None}
        return replace(self, **none)

    @property
    def facets(self) -> dict[str, str]:
        """The conditions beside the list, by name."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: found[name] for name in FACETS if found[name] is not None}

    def where(self) -> tuple[str, tuple[Any, ...]]:
        """The condition in SQL, with its values."""
        parts, values = [_LISTS.get(self.which, f"NOT dropped AND outcome = '{self.which}'")], []
        if self.warning is not None:
            parts.append("' ' || warnings || ' ' LIKE ?")
            values.append(f"% {_escaped(self.warning)} %")
            parts[-1] += " ESCAPE '!'"
        for name in ("source", "language", "file"):
            if (value := getattr(self, name)) is not None:
                parts.append(f"{name} = ?")
                values.append(value)
        if self.days is not None:
            parts.append(f"{DAYS} = ?")
            values += [self.today.isoformat(), self.days]
        return " AND ".join(f"({part})" for part in parts), tuple(values)


FACETS = ("warning", "source", "language", "days", "file")

_LISTS = {
    "": "1",
    "dropped": "dropped",
    "decided": "decided",
    "doubtful": f"warnings != '' AND {ACCEPTED}",
}

DAYS = (
    f"CASE WHEN day IS NULL THEN '{NO_DAY}' WHEN day > ? THEN '{IN_FUTURE}' "
    f"WHEN day < '{FIRST_NEWSPAPERS.isoformat()}' THEN '{LONG_AGO}' ELSE '' END"
)
"""In SQL: what is wrong with the day; takes the day of today."""


def _escaped(text: str) -> str:
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
