"""All rules together. Pure: they take figures and return findings."""

from __future__ import annotations

from .figures import Figures, Finding, Limits
from .jumps import jumps
from .silence import silences
from .upkeep import lacks


def judge(figures: Figures, limits: Limits) -> list[Finding]:
    """What somebody should look at; each kind and subject once."""
    return [*lacks(figures, limits), *silences(figures), *jumps(figures)]
