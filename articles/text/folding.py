"""Folding for comparing: two texts that a reader calls the same fold to the same letters.

The rules (docs/text-rules.md): compatibility forms (NFKC) and lower case; drop format characters
(including ZWNJ), nonspacing marks, tatweel, and the not sign that old editors printed for ZWNJ;
decimal digits of any script to ASCII; one letter for the forms of hamza, yeh, kaf and teh marbuta,
so that text typed on a Persian keyboard equals the same text typed on an Arabic one. Folded text is
only for comparing and is never shown.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from articles.characters import KEYBOARD_LETTERS, USUAL_CHARACTERS, UsualTranslation
from articles.expressions import regex

LETTERS = str.maketrans({**KEYBOARD_LETTERS, "ـ": None, "¬": None})
"""Letters of either keyboard to one letter, for ``str.translate``."""

_WORD = regex(r"[^\W_]+")
_DROPPED_CATEGORIES = frozenset({"Cf", "Mn"})


class FoldTable(dict[int, int | str | None]):
    """A ``str.translate`` table that computes a character's fold at first use."""

    def __missing__(self, code: int) -> int | str | None:
        character = chr(code)
        folded: int | str | None = code
        if unicodedata.category(character) in _DROPPED_CATEGORIES:
            folded = None
        elif character.isdecimal():
            folded = str(unicodedata.decimal(character))
        self[code] = folded
        return folded


_TABLE = FoldTable(LETTERS)


def _fold_characters(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower().translate(_TABLE)


_USUAL = UsualTranslation(
    {character: _fold_characters(character) for character in USUAL_CHARACTERS}
)


_SHORT = 160
"""Texts up to this length (names, labels, titles) are cached, because they repeat."""


def fold_key(text: str) -> str:
    """``text`` folded, with one space between words."""
    return _fold_short(text) if len(text) <= _SHORT else _fold(text)


def _fold(text: str) -> str:
    folded = _USUAL.translate(text)
    if folded is None:
        folded = _fold_characters(text)
    return " ".join(folded.split())


_fold_short = lru_cache(maxsize=8_192)(_fold)


def fold_lines(lines: Sequence[str]) -> list[str]:
    """Each of many lines folded as by :func:`fold_key`, at once, which takes a fraction of the
    time; none has a line end."""
    folded = _USUAL.translate("\n".join(lines)) if lines else None
    if folded is None:
        return [fold_key(line) for line in lines]
    return [" ".join(line.split()) for line in folded.split("\n")]


def fold_spaceless(text: str) -> str:
    """``text`` folded, without spaces, for texts whose spacing does not matter (titles)."""
    return fold_key(text).replace(" ", "")


def folded_words(text: str) -> list[str]:
    """The runs of letters and digits of ``text``, folded, for names whose punctuation does not
    matter."""
    return _WORD.findall(fold_key(text))
