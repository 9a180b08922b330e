"""An article's body as its page shows it: paragraphs, headings and figures in reading order."""

from __future__ import annotations

from itertools import groupby

from articles.models import Figure

LONGEST_HEADING = 80
"""Longest heading within a text, in characters; anything longer is a sentence."""

SHORTEST_PASSAGE = 80
"""Shortest paragraph below a heading, in characters; also at least twice the heading's length."""

ENDS = frozenset('.!?؟…:؛;،,»"”’)]ـ-–—')
"""Characters that end sentences, remarks and list items, but not headings."""


def body_blocks(
    paragraphs: list[str], figures: list[Figure]
) -> list[tuple[str, str | list[Figure]]]:
    """("paragraph", text), ("heading", text) and ("figures", consecutive figures).

    ``figures`` are ordered by position; a position beyond the last paragraph means the end.
    """
    at = {
        position: list(group)
        for position, group in groupby(figures, lambda f: min(f.position, len(paragraphs)))
    }
    blocks: list[tuple[str, str | list[Figure]]] = []
    for position, paragraph in enumerate([*paragraphs, ""]):
        if position in at:
            blocks.append(("figures", at[position]))
        if paragraph:
            kind = "heading" if _is_heading(paragraphs, position) else "paragraph"
            blocks.append((kind, paragraph))
    return blocks


def _is_heading(paragraphs: list[str], position: int) -> bool:
    """Whether a short line is alone above a passage, which is how scraped text shows headings.

    Several short lines in a row are a list, one at the beginning is a place or a byline, and one at
    the end a signature.
    """
    if not 0 < position < len(paragraphs) - 1:
        return False
    before, line, passage = paragraphs[position - 1 : position + 2]
    return (
        _is_like_heading(line)
        and not _is_like_heading(before)
        and len(passage) >= max(SHORTEST_PASSAGE, 2 * len(line))
    )


def _is_like_heading(text: str) -> bool:
    return (
        len(text) <= LONGEST_HEADING
        and "\n" not in text
        and text[-1:] not in ENDS
        and any(map(str.isalpha, text))
    )
