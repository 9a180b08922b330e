"""What a short text looks like by itself: a name, a byline, a sentence."""

from __future__ import annotations

import re

from articles.dumps.grammar import SOURCE_CUES, any_of
from articles.text.folding import fold_key

NAME_LENGTH = 80
"""The longest name of a source, in characters …"""
NAME_WORDS = 10
"""… and in words."""
PROSE_LENGTH = 200
"""A line of so many characters is prose, whatever ends it."""
SENTENCE_LENGTH = 60
"""A line of so many characters is prose when it ends in a full stop."""

_SENTENCE_END = re.compile(r"[.!?؟؛;…][\"'»”)\]]*$")
_SOURCE_CUE = re.compile(rf"\b{any_of(SOURCE_CUES)}\b")
_DASH = re.compile(r"\s[-–—]\s")


def ends_sentence(text: str) -> bool:
    """Whether ``text`` ends with a mark that closes a sentence."""
    return bool(_SENTENCE_END.search(text))


def is_name(text: str) -> bool:
    """Whether ``text`` can be the name of an outlet or a person: short and no sentence."""
    return (
        0 < len(text) <= NAME_LENGTH
        and len(text.split()) <= NAME_WORDS
        and not _SENTENCE_END.search(text)
    )


def has_source_cue(text: str) -> bool:
    """Whether ``text`` has a word that outlets carry in their names."""
    return bool(_SOURCE_CUE.search(fold_key(text)))


def is_short_name(text: str) -> bool:
    """Whether ``text`` looks like an outlet even where a subheading could stand."""
    return is_name(text) and ((len(text) <= 30 and len(text.split()) <= 4) or has_source_cue(text))


def is_byline(text: str) -> bool:
    """Whether ``text`` is two names parted by a dash: reporter – town, outlet – desk."""
    parts = _DASH.split(text)
    return len(parts) == 2 and all(is_name(part) and len(part.split()) <= 4 for part in parts)


def is_prose(text: str) -> bool:
    """Whether a line is a paragraph or a sentence of one, not a banner, title or name."""
    return len(text) >= PROSE_LENGTH or (
        len(text) >= SENTENCE_LENGTH and text.rstrip("\"'»”)]").endswith((".", "…"))
    )
