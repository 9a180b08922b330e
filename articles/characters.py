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
        "\ufeff\u00a9\u203a\u25a0\u25aa",
    ]
)
"""The characters of nearly all texts: at most 256, so that each fits into one byte.

The composed forms that Unicode normalization can make of them (آ أ إ ؤ ئ ۀ) belong to letters to
which :data:`KEYBOARD_LETTERS` maps them too; ہ and ے are left out for that reason.
"""


FORMAT_CHARACTERS = "".join(
    [
        "\u00ad\u061c\u06dd\u070f\u08e2\u180e\ufeff\u0890\u0891",
        *map(chr, range(0x600, 0x606)),
        *map(chr, range(0x200B, 0x2010)),
        *map(chr, range(0x202A, 0x202F)),
        *map(chr, range(0x2060, 0x2065)),
        *map(chr, range(0x2066, 0x2070)),
        *map(chr, range(0xFFF9, 0xFFFC)),
    ]
)
"""Category Cf of Unicode 14 in the basic plane."""

MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a"
    "\u07a6-\u07b0\u07eb-\u07f3\u07fd\u0816-\u0819\u081b-\u0823\u0825-\u0827\u0829-\u082d"
    "\u0859-\u085b\u0898-\u089f\u08ca-\u08e1\u08e3-\u0903\u093a-\u093c\u093e-\u094f\u0951-\u0957"
    "\u0962\u0963\u0981-\u0983\u09bc\u09be-\u09c4\u09c7\u09c8\u09cb-\u09cd\u09d7\u09e2\u09e3"
    "\u09fe\u0a01-\u0a03\u0a3c\u0a3e-\u0a42\u0a47\u0a48\u0a4b-\u0a4d\u0a51\u0a70\u0a71\u0a75"
    "\u0a81-\u0a83\u0abc\u0abe-\u0ac5\u0ac7-\u0ac9\u0acb-\u0acd\u0ae2\u0ae3\u0afa-\u0aff"
    "\u0b01-\u0b03\u0b3c\u0b3e-\u0b44\u0b47\u0b48\u0b4b-\u0b4d\u0b55-\u0b57\u0b62\u0b63\u0b82"
    "\u0bbe-\u0bc2\u0bc6-\u0bc8\u0bca-\u0bcd\u0bd7\u0c00-\u0c04\u0c3c\u0c3e-\u0c44\u0c46-\u0c48"
    "\u0c4a-\u0c4d\u0c55\u0c56\u0c62\u0c63\u0c81-\u0c83\u0cbc\u0cbe-\u0cc4\u0cc6-\u0cc8"
    "\u0cca-\u0ccd\u0cd5\u0cd6\u0ce2\u0ce3\u0d00-\u0d03\u0d3b\u0d3c\u0d3e-\u0d44\u0d46-\u0d48"
    "\u0d4a-\u0d4d\u0d57\u0d62\u0d63\u0d81-\u0d83\u0dca\u0dcf-\u0dd4\u0dd6\u0dd8-\u0ddf"
    "\u0df2\u0df3\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u0f18\u0f19"
    "\u0f35\u0f37\u0f39\u0f3e\u0f3f\u0f71-\u0f84\u0f86\u0f87\u0f8d-\u0f97\u0f99-\u0fbc\u0fc6"
    "\u102b-\u103e\u1056-\u1059\u105e-\u1060\u1062-\u1064\u1067-\u106d\u1071-\u1074\u1082-\u108d"
    "\u108f\u109a-\u109d\u135d-\u135f\u1712-\u1715\u1732-\u1734\u1752\u1753\u1772\u1773"
    "\u17b4-\u17d3\u17dd\u180b-\u180d\u180f\u1885\u1886\u18a9\u1920-\u192b\u1930-\u193b"
    "\u1a17-\u1a1b\u1a55-\u1a5e\u1a60-\u1a7c\u1a7f\u1ab0-\u1ace\u1b00-\u1b04\u1b34-\u1b44"
    "\u1b6b-\u1b73\u1b80-\u1b82\u1ba1-\u1bad\u1be6-\u1bf3\u1c24-\u1c37\u1cd0-\u1cd2\u1cd4-\u1ce8"
    "\u1ced\u1cf4\u1cf7-\u1cf9\u1dc0-\u1dff\u20d0-\u20f0\u2cef-\u2cf1\u2d7f\u2de0-\u2dff"
    "\u302a-\u302f\u3099\u309a\ua66f-\ua672\ua674-\ua67d\ua69e\ua69f\ua6f0\ua6f1\ua802\ua806"
    "\ua80b\ua823-\ua827\ua82c\ua880\ua881\ua8b4-\ua8c5\ua8e0-\ua8f1\ua8ff\ua926-\ua92d"
    "\ua947-\ua953\ua980-\ua983\ua9b3-\ua9c0\ua9e5\uaa29-\uaa36\uaa43\uaa4c\uaa4d\uaa7b-\uaa7d"
    "\uaab0\uaab2-\uaab4\uaab7\uaab8\uaabe\uaabf\uaac1\uaaeb-\uaaef\uaaf5\uaaf6\uabe3-\uabea"
    "\uabec\uabed\ufb1e\ufe00-\ufe0f\ufe20-\ufe2f\U000e0100-\U000e01ef"
)
"""Marks (categories Mn, Mc and Me) of Unicode 14 in the basic plane, and variation selectors, as
ranges for a class of a regular expression. Written out, since asking the category of 65,536
characters takes a tenth of a command's time to start."""


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
