"""What the passes over an item's lines have found; all other lines are body."""

from __future__ import annotations

from dataclasses import dataclass

from articles.dumps.choosing_fields import Placed
from articles.dumps.figures import FigureLines
from articles.dumps.records import Role, WarningCode
from articles.dumps.related import RelatedItem


@dataclass(frozen=True, slots=True)
class ParseState:
    """Roles by line, and what the lines of each role say."""

    roles: dict[int, Role]
    title: str
    title_lines: tuple[int, ...]
    head: tuple[Placed, ...]
    footer: tuple[Placed, ...]
    figures: tuple[FigureLines, ...]
    related: tuple[RelatedItem, ...]
    doubts: frozenset[WarningCode] = frozenset()
