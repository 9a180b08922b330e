"""Tables of names, one for each dialect, and how they become lookups and regular expressions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from articles.calendars.folding import fold
from articles.calendars.records import Calendar

Names = tuple[tuple[str, ...], ...]
"""Spellings as printed, one tuple for each month from 1, or each weekday from Monday. The first
spelling of a tuple is used to format dates in that dialect."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """The names of one dialect; a space in a name matches up to three spaces or dashes."""

    months: Mapping[Calendar, Names] = field(default_factory=dict)
    weekdays: Names = ()


def key(name: str) -> str:
    """The look-up key of a name as printed or as matched."""
    return fold(name).replace(" ", "").replace("-", "")


def alternatives(names: Iterable[str]) -> str:
    """An expression for any of ``names`` in a folded text; the longest match wins.

    Built as a tree of common prefixes, so that a text without any of the names fails at the first
    letters and not once per name.
    """
    root: dict[str, dict] = {}  # type: ignore[type-arg]  # a tree has no finite type
    for name in names:
        branch = root
        for character in fold(name):
            branch = branch.setdefault(character, {})
        branch[""] = {}
    return _tree_expression(root)


def _tree_expression(branch: dict[str, dict]) -> str:  # type: ignore[type-arg]
    ends_here = "" in branch
    options = [
        ("[ -]{0,3}" if character == " " else re.escape(character)) + _tree_expression(rest)
        for character, rest in branch.items()
        if character
    ]
    if not options:
        return ""
    if len(options) == 1 and not ends_here:
        return options[0]
    return f"(?:{'|'.join(options)}){'?' if ends_here else ''}"
