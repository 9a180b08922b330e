"""The beginning of a text, for lists, feeds and search engines."""

from __future__ import annotations

from functools import lru_cache

from .folding import fold_spaceless

LEAD_WIDTH = 230
LEFT_OUT = " …"
_ENOUGH = LEAD_WIDTH + 50
"""Characters of a paragraph that make a lead, unless many of them are spaces."""
PARAGRAPHS_PARTED = "\n\n"


@lru_cache(maxsize=1_000)
def lead(text: str, title: str = "") -> str:
    """The beginning of a body's first paragraph that says more than the title, cut between
    words. Kept: whenever anything changes, lists are made anew, mostly of the same articles."""
    first = below_title(text, title).partition(PARAGRAPHS_PARTED)[0]
    whole = " ".join(first[:_ENOUGH].split())
    if len(whole) <= LEAD_WIDTH and len(first) > _ENOUGH:
        whole = " ".join(first.split())
    if len(whole) <= LEAD_WIDTH:
        return whole
    longest = LEAD_WIDTH - len(LEFT_OUT)
    cut = whole.rfind(" ", 0, longest + 1)
    return whole[: cut if cut > 0 else longest] + LEFT_OUT


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
