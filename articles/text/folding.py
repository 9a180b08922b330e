"""Folding for comparing: two texts that a reader calls the same fold to the same letters.

The rules are TEXT.md's: compatibility forms (NFKC) and lower case; format characters (ZWNJ among
them), nonspacing marks, tatweel, and the not sign that old editors printed for ZWNJ dropped;
decimal digits of any script to ASCII; the forms of hamza, yeh, kaf and teh marbuta made one, so
that text typed on a Persian keyboard equals the same text typed on an Arabic one. Folded text is
for comparing and never shown.
"""

from __future__ import annotations

import unicodedata

LETTERS = str.maketrans(
    {
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ؤ": "و",
        "ئ": "ی",
        "ي": "ی",
        "ى": "ی",
        "ے": "ی",
        "ك": "ک",
        "ة": "ه",
        "ۀ": "ه",
        "ہ": "ه",
        "ھ": "ه",
        "ە": "ه",
        "ـ": None,
        "¬": None,
    }
)
"""Letters of either keyboard to one letter, for ``str.translate``."""

_DROPPED_CATEGORIES = frozenset({"Cf", "Mn"})


class FoldTable(dict[int, int | str | None]):
    """A ``str.translate`` table that works out a character's fold when it first meets it."""

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


def fold_key(text: str) -> str:
    """``text`` folded, its words parted by one space."""
    return " ".join(unicodedata.normalize("NFKC", text).lower().translate(_TABLE).split())


def fold_spaceless(text: str) -> str:
    """``text`` folded without its spaces, for texts whose spacing does not count (titles)."""
    return fold_key(text).replace(" ", "")
