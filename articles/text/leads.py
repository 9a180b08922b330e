"""The beginning of a text, for lists, feeds and search engines."""

from __future__ import annotations

LEAD_WIDTH = 230
LEFT_OUT = " …"


def lead(text: str) -> str:
    """The beginning of a body's first paragraph, cut between words."""
    whole = " ".join(text.partition("\n\n")[0].split())
    if len(whole) <= LEAD_WIDTH:
        return whole
    longest = LEAD_WIDTH - len(LEFT_OUT)
    cut = whole.rfind(" ", 0, longest + 1)
    return whole[: cut if cut > 0 else longest] + LEFT_OUT
