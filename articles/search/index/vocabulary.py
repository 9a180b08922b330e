"""The words of an index, as helps for typing look them up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

Counted = tuple[str, int]
"""A word in its exact form, and how many articles have it."""


class Vocabulary(Protocol):
    """Words in their exact form (:mod:`articles.text.analyzer`) and how common they are."""

    def frequency(self, word: str) -> int:
        """How many articles have this very word; 0 for none."""

    def beginning(self, letters: str, limit: int) -> Sequence[Counted]:
        """The words that begin so, the commonest first."""
