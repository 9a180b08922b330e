"""Character tables that all folding shares. Pure.

:mod:`articles.text` and :mod:`articles.calendars` have their own folding rules and do not import
each other; this module has what both need.
"""

from __future__ import annotations

import codecs
from collections.abc import Mapping

KEYBOARD_LETTERS = {
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
}
"""Letters of the Arabic and the Persian keyboard, mapped to one letter for both."""

USUAL_CHARACTERS = "".join(
    [
        *map(chr, range(0x80)),  # NUL first, as in the tables of the standard library's codecs
        "\u00a0\u00ab\u00ac\u00ad\u00b7\u00bb",
        "\u060c\u061b\u061c\u061f",
        *map(chr, range(0x621, 0x63B)),
        *map(chr, range(0x640, 0x656)),
        *map(chr, range(0x660, 0x66E)),
        "\u0670ٱپچژکگھۀەی",
        *map(chr, range(0x6F0, 0x6FA)),
        *map(chr, range(0x200B, 0x2010)),
        "\u2013\u2014\u2018\u2019\u201c\u201d\u2022",
        *map(chr, range(0x202A, 0x202F)),
        *map(chr, range(0x2066, 0x206A)),
        "\ufeff",
    ]
)
"""The characters of nearly all texts: at most 256, so that each fits into one byte.

The composed forms that Unicode normalization can make of them (آ أ إ ؤ ئ ۀ) belong to letters to
which :data:`KEYBOARD_LETTERS` maps them too; ہ and ے are left out for that reason.
"""


class UsualTranslation:
    """``str.translate`` for texts of :data:`USUAL_CHARACTERS`, ten times as fast.

    Characters are encoded as bytes and translated with tables of 256 entries. ``table`` gives the
    translation of each usual character: one character or none.
    """

    def __init__(self, table: Mapping[str, str]) -> None:
        translated = [table[character] for character in USUAL_CHARACTERS]
        self._bytes = codecs.charmap_build(USUAL_CHARACTERS)
        self._deleted = bytes(byte for byte, to in enumerate(translated) if not to)
        self._characters = "".join(to or "\ufffe" for to in translated)

    def translate(self, text: str) -> str | None:
        """``text`` translated; None if it has an unusual character."""
        try:
            as_bytes, _ = codecs.charmap_encode(text, "strict", self._bytes)
        except UnicodeEncodeError:
            return None
        return codecs.charmap_decode(
            as_bytes.translate(None, self._deleted), "strict", self._characters
        )[0]
