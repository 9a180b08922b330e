"""Folds a text that may contain a date, and maps offsets back to the original text.

One letter for the variants of Arabic and Persian keyboards, ASCII digits and lower-case Latin, one
space, one dash and one slash. Diacritics, bidi and format marks (ZWNJ among them), tatweel, bare
hamza and apostrophes are dropped. Only for dates: :mod:`articles.text` folds words for search.
"""

from __future__ import annotations

import unicodedata
from string import ascii_uppercase

from articles.characters import KEYBOARD_LETTERS, USUAL_CHARACTERS, UsualTranslation

_LETTERS = {**KEYBOARD_LETTERS, "ۍ": "ی", "ې": "ی", "ڪ": "ک"}
_DASHES = "‐‑‒–—―−﹘﹣－"
_SLASHES = "\\⁄∕／＼؍"
_DROPPED = "ء'’‘ʼʻ`´ـ¬"

# Presentation forms and other compatibility characters (NFKC) of Arabic and Latin text.
_COMPATIBILITY = (range(0xFB50, 0xFE00), range(0xFE70, 0xFEFF), range(0xFF01, 0xFF5F))


class _FoldTable(dict[int, str]):
    """Characters with their folded form, which may be empty or several characters; what is not in
    it from the start is added when it first occurs."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = self._folded(chr(code))
        return folded

    def _folded(self, character: str) -> str:
        if character > "\uffff":  # no script of our dates is there
            return character
        if any(ord(character) in block for block in _COMPATIBILITY):
            plain = unicodedata.normalize("NFKC", character).lower()
            return character if plain == character else plain.translate(self)
        category = unicodedata.category(character)
        if category == "Nd":
            return str(unicodedata.decimal(character))
        if category in ("Mn", "Cf"):
            return ""
        return " " if character.isspace() else character


_TABLE = _FoldTable(
    {
        **{ord(letter): letter.lower() for letter in ascii_uppercase},
        **{ord(printed): folded for printed, folded in _LETTERS.items()},
        **dict.fromkeys(map(ord, _DASHES), "-"),
        **dict.fromkeys(map(ord, _SLASHES), "/"),
        **dict.fromkeys(map(ord, _DROPPED), ""),
    }
)
_USUAL = UsualTranslation({each: _TABLE[ord(each)] for each in USUAL_CHARACTERS})


def fold(text: str) -> str:
    """The folded form of ``text``."""
    folded = _USUAL.translate(text)
    return text.translate(_TABLE) if folded is None else folded


class FoldedText:
    """A ``printed`` text and its folded ``text``, with offsets mapped back."""

    __slots__ = ("printed", "text")

    def __init__(self, printed: str) -> None:
        self.printed = printed
        self.text = fold(printed)

    def original(self, position: int) -> int:
        """The offset in the printed text for ``position`` in the folded one (including its end)."""
        folded_length = 0
        for offset, character in enumerate(self.printed):
            folded_length += len(_TABLE[ord(character)])
            if folded_length > position:
                return offset
        return len(self.printed)
