"""Decisions of staff about items before their import, by the SHA-256 of their bytes. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from articles.dumps import Overrides

from .preparing import PreparedItem

DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Decisions:
    """Roles, sources and days that override the parser's, and items that are left out.

    They belong to bytes and not to places in files, so that a decision never applies to an item
    that nobody has seen, even if a folder has changed meanwhile.
    """

    overrides: Mapping[str, Overrides] = field(default_factory=dict)
    dropped: frozenset[str] = frozenset()

    @classmethod
    def from_json(cls, fields: Mapping[str, Mapping[str, Any]]) -> Decisions:
        """From an object by SHA-256: the overrides' fields, and ``dropped``."""
        overrides = {sha256: Overrides.from_json(each) for sha256, each in fields.items()}
        return cls(
            {sha256: each for sha256, each in overrides.items() if each},
            frozenset(sha256 for sha256, each in fields.items() if each.get(DROPPED)),
        )

    def kept(self, items: Iterable[PreparedItem]) -> list[PreparedItem]:
        """The items without those that are left out."""
        return [item for item in items if item.sha256 not in self.dropped]
