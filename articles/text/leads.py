"""The beginning of a text, for lists, feeds and search engines."""

from __future__ import annotations

from functools import lru_cache

from .folding import fold_spaceless

LEAD_WIDTH = 230
LEFT_OUT = " …"
_ENOUGH = LEAD_WIDTH + 50
"""Characters of a paragraph that make a lead, unless many of them are spaces."""
LONGEST_KEPT = 1_000
"""Characters of a text whose lead is kept."""
PARAGRAPHS_PARTED = "\n\n"


def lead(text: str, title: str = "") -> str:
    """The beginning of a body's first paragraph that says more than the title, cut between
    words."""
    # Whenever anything changes, lists are made anew, mostly of the same articles. They have the
    # beginnings of bodies; a thousand whole ones would fill the memory.
    return (_kept if len(text) <= LONGEST_KEPT else _made)(text, title)


def _made(text: str, title: str) -> str:
    first = below_title(text, title).partition(PARAGRAPHS_PARTED)[0]
    whole = " ".join(first[:_ENOUGH].split())
    if len(whole) <= LEAD_WIDTH and len(first) > _ENOUGH:
        whole = " ".join(first.split())
    if len(whole) <= LEAD_WIDTH:
        return whole
    longest = LEAD_WIDTH - len(LEFT_OUT)
    cut = whole.rfind(" ", 0, longest + 1)
    return whole[: cut if cut > 0 else longest] + LEFT_OUT


_kept = lru_cache(maxsize=1_000)(_made)


def below_title(text: str, title: str) -> str:
    """A body without first paragraphs that repeat the title; the whole if nothing else is left."""
    left = text
    while left:
        first, parted, rest = left.partition(PARAGRAPHS_PARTED)
        # A paragraph of another length cannot be the same title with other spaces and marks.
        if not parted or len(first) > 2 * len(title) or not _is_same(first, title):
            return left
        left = rest
    return text


def _is_same(paragraph: str, title: str) -> bool:
    return fold_spaceless(paragraph).rstrip(".") == fold_spaceless(title).rstrip(".")
