"""Folds a text that may contain a date, and maps offsets back to the original text.

One letter for the variants of Arabic and Persian keyboards, ASCII digits and lower-case Latin, one
space, one dash and one slash. Diacritics, bidi and format marks (ZWNJ among them), tatweel, bare
hamza and apostrophes are dropped. Only for dates: :mod:`articles.text` folds words for search.
"""

from __future__ import annotations

import unicodedata

from articles.characters import KEYBOARD_LETTERS, USUAL_CHARACTERS, UsualTranslation

_LETTERS = {**KEYBOARD_LETTERS, "ۍ": "ی", "ې": "ی", "ڪ": "ک"}
_DASHES = "‐‑‒–—―−﹘﹣－"
_SLASHES = "\\⁄∕／＼؍"
_DROPPED = "ء'’‘ʼʻ`´ـ¬"

# Presentation forms and other compatibility characters (NFKC) of Arabic and Latin text.
_COMPATIBILITY = (range(0xFB50, 0xFE00), range(0xFE70, 0xFEFF), range(0xFF01, 0xFF5F))


def _fold_table() -> dict[int, str]:
    """Characters with their folded form, which may be empty or several characters."""
    table: dict[int, str] = {}
    for code in range(0x10000):  # the basic plane: no script of our dates is outside it
        character = chr(code)
        category = unicodedata.category(character)
        if category == "Nd":
            table[code] = str(unicodedata.decimal(character))
        elif category in ("Mn", "Cf"):
            table[code] = ""
        elif character.isspace():
            table[code] = " "
    table |= {code: chr(code).lower() for code in range(ord("A"), ord("Z") + 1)}
    table |= {ord(printed): folded for printed, folded in _LETTERS.items()}
    for block in _COMPATIBILITY:
        for code in block:
            plain = unicodedata.normalize("NFKC", chr(code)).lower()
            table[code] = "".join(table.get(ord(part), part) for part in plain)
    table |= dict.fromkeys(map(ord, _DASHES), "-")
    table |= dict.fromkeys(map(ord, _SLASHES), "/")
    table |= dict.fromkeys(map(ord, _DROPPED), "")
    return table


_TABLE = _fold_table()
_USUAL = UsualTranslation({each: _TABLE.get(ord(each), each) for each in USUAL_CHARACTERS})


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
            folded_length += len(_TABLE.get(ord(character), character))
            if folded_length > position:
                return offset
        return len(self.printed)
