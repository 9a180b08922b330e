"""Classifies short texts: name, byline or sentence."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from articles.dumps.grammar import (
    HOME_WORDS,
    OPEN_WORDS,
    SECTION_NAMES,
    SECTION_WORDS,
    SOURCE_CUES,
    SOURCE_ENDINGS,
    any_of,
)
from articles.expressions import regex
from articles.text.folding import fold_key

NAME_LENGTH = 80
"""The longest name of a source, in characters …"""
NAME_WORDS = 10
"""… and in words."""
PROSE_LENGTH = 200
"""A line of so many characters is prose, whatever ends it."""
SENTENCE_LENGTH = 60
"""A line of so many characters is prose when it ends in a full stop."""

SENTENCE_WORDS = 6
"""So many words with an end mark are a sentence, whatever the words."""

WRAP_WIDTHS = (40, 130)
"""No text is hard-wrapped at fewer or more characters."""

_SENTENCE_ENDS = frozenset(".!?؟؛;…")
_CLOSING = "\"'»”)]"
_LETTER = regex(r"[^\W\d_]")
_SOURCE_CUE = regex(rf"\b{any_of(SOURCE_CUES)}\b")
_SOURCE_ENDINGS = tuple(fold_key(each) for table in SOURCE_ENDINGS.values() for each in table)
_OUTLET_WORDS = 4
_BYLINE_LENGTH = 2 * NAME_LENGTH + 3
"""Of two names and what parts them."""
_DASH = regex(r"\s[-–—]\s?|[-–—]\s")
_OPEN_END = regex(rf"(?:\s{any_of(OPEN_WORDS)}|[،,])$")
_NAME_AND_POST = regex(r"[^\W\d]+(?:[ \u200c-][^\W\d]+){1,2}[,،] ?[^\W\d]+(?: [^\W\d]+){0,2}")
_TOWN_AND_NAME = regex(r"[^\W\d]+(?: [^\W\d]+)? ?: ?[^\W\d]+(?: [^\W\d]+){1,2}")
_SECTION_NAME = regex(any_of(SECTION_NAMES))
_SECTION = regex(rf"{any_of(SECTION_WORDS)} |[^|»›>]{{2,40}} [|»›>] |{any_of(HOME_WORDS)} ?[/|»›>]")


def ends_sentence(text: str) -> bool:
    """Whether ``text`` ends with a mark that closes a sentence."""
    return text.rstrip(_CLOSING)[-1:] in _SENTENCE_ENDS


def is_sentence(text: str) -> bool:
    """Whether ``text`` has the words of a sentence and its end mark."""
    return ends_sentence(text) and text.count(" ") >= SENTENCE_WORDS - 1


def is_name(text: str) -> bool:
    """Whether ``text`` can be the name of an outlet or a person: short, letters, no sentence."""
    return (
        0 < len(text) <= NAME_LENGTH
        and len(text.split()) <= NAME_WORDS
        and not ends_sentence(text)
        and _LETTER.search(text) is not None
    )


def has_source_cue(text: str) -> bool:
    """Whether ``text`` has a word that outlets carry in their names."""
    return bool(_SOURCE_CUE.search(fold_key(text)))


def is_short_name(text: str) -> bool:
    """Whether ``text`` looks like an outlet even where a subheading could stand."""
    return is_name(text) and ((len(text) <= 30 and len(text.split()) <= 4) or has_source_cue(text))


def is_byline(text: str) -> bool:
    """Whether ``text`` is two names parted by a dash: reporter – town, outlet – desk."""
    if len(text) > _BYLINE_LENGTH:
        return False
    parts = _DASH.split(text)
    return len(parts) == 2 and all(is_name(part) and len(part.split()) <= 4 for part in parts)


def is_name_and_post(text: str) -> bool:
    """Whether ``text`` is two or three words, a comma, and up to three: "Dana Merrow, Editor"."""
    return _NAME_AND_POST.fullmatch(text) is not None


def is_town_and_name(text: str) -> bool:
    """Whether ``text`` is one or two words, a colon, and two or three: "Port Sol: Adil Rahman"."""
    return _TOWN_AND_NAME.fullmatch(text) is not None


def is_outlet(text: str) -> bool:
    """Whether ``text`` is a short name that begins with the word for an outlet, or ends as their
    names do: «قناة المدى», «باغستان‌نیوز»."""
    if not is_short_name(text) or len(text.split()) > _OUTLET_WORDS:
        return False
    key = fold_key(text)
    return key.endswith(_SOURCE_ENDINGS) or (" " in text and _SOURCE_CUE.match(key) is not None)


def is_section(text: str) -> bool:
    """Whether ``text`` names a section or the way to it, «سرویس X», «اخبار » X», not an outlet."""
    key = fold_key(text)
    return bool(_SECTION.match(key) or _SECTION_NAME.fullmatch(key))


def is_wrapped(lines: Sequence[str]) -> bool:
    """Whether the lines of a block are one hard-wrapped paragraph: many, or ending a sentence.

    Greedy wrapping breaks a line only where the next word would not have fitted; a few lines may
    be shorter, since marks of direction that have been taken out counted then.
    """
    if len(lines) < 2 or ends_sentence(lines[0]):
        return False
    if not ends_sentence(lines[-1]) and not lines[-1].endswith(":") and len(lines) < 4:
        return False
    width = max(map(len, lines))
    return WRAP_WIDTHS[0] <= width <= WRAP_WIDTHS[1] and is_filled(lines, width)


def is_filled(lines: Sequence[str], width: int) -> bool:
    """Whether the first of ``lines`` and three in four of them, but the last, fill ``width``."""
    full = [fills(upper, lower, width) for upper, lower in pairwise(lines)]
    return full[0] and sum(full) * 4 >= len(full) * 3 and not all(map(ends_sentence, lines))


def goes_on(upper: str, lower: str) -> bool:
    """Whether the words at a line's end and at the next one's beginning tell one sentence."""
    if ends_sentence(upper) or upper.endswith(":"):
        return False
    return lower[:1].islower() or bool(_OPEN_END.search(fold_key(upper[-20:])))


def fills(upper: str, lower: str, width: int) -> bool:
    """Whether the first word of ``lower`` would not have fitted behind ``upper``."""
    return len(upper) + 1 + len(lower.split(maxsplit=1)[0]) > width


def is_prose(text: str) -> bool:
    """Whether a line is a paragraph or a sentence of one, not a banner, title or name."""
    return len(text) >= PROSE_LENGTH or (
        len(text) >= SENTENCE_LENGTH and text.rstrip("\"'»”)]").endswith((".", "…"))
    )
