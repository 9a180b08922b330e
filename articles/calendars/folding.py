"""The comparable form of a text that may hold a date, with the way back to the text's offsets.

One letter for each of the Arabic and Persian keyboards, ASCII digits and lower-case Latin, one
space, one dash and one slash. Diacritics, bidi and format marks (ZWNJ among them), tatweel, bare
hamza and apostrophes are left out. For dates only: words for searching are folded elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_LETTERS = {
    "أ": "ا",
    "إ": "ا",
    "آ": "ا",
    "ٱ": "ا",
    "ؤ": "و",
    "ئ": "ی",
    "ي": "ی",
    "ى": "ی",
    "ۍ": "ی",
    "ې": "ی",
    "ے": "ی",
    "ك": "ک",
    "ڪ": "ک",
    "ة": "ه",
    "ۀ": "ه",
    "ہ": "ه",
    "ھ": "ه",
    "ە": "ه",
}
_DASHES = "‐‑‒–—―−﹘﹣－"
_SLASHES = "\\⁄∕／＼؍"
_DROPPED = "ء'’‘ʼʻ`´ـ¬"

# Presentation forms and the rest of what NFKC takes apart, as far as Arabic and Latin text has it.
_COMPATIBILITY = (range(0xFB50, 0xFE00), range(0xFE70, 0xFEFF), range(0xFF01, 0xFF5F))


def _fold_table() -> dict[int, str]:
    """Character to its folded form, which may be empty or several characters."""
    table: dict[int, str] = {}
    for code in range(0x10000):  # the basic plane: no script dated here is outside it
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
_CHANGES_LENGTH = re.compile(
    "[" + re.escape("".join(chr(code) for code, folded in _TABLE.items() if len(folded) != 1)) + "]"
)


def fold(text: str) -> str:
    """The comparable form of ``text``."""
    return text.translate(_TABLE)


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A folded text; ``offsets`` is None when each character stayed in its place."""

    text: str
    offsets: list[int] | None

    def original(self, position: int) -> int:
        """The offset in the original text of ``position`` in the folded one (the end included)."""
        return position if self.offsets is None else self.offsets[position]


def fold_with_offsets(text: str) -> FoldedText:
    """Fold, and remember where each character came from."""
    if _CHANGES_LENGTH.search(text) is None:
        return FoldedText(text.translate(_TABLE), None)
    parts: list[str] = []
    offsets: list[int] = []
    for offset, character in enumerate(text):
        folded = _TABLE.get(ord(character), character)
        parts.append(folded)
        offsets.extend([offset] * len(folded))
    offsets.append(len(text))
    return FoldedText("".join(parts), offsets)
