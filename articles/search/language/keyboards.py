"""Words typed while the keyboard stood on another layout: «hdvhk» is ایران, «هقشد» is iran. Pure.

A layout says what each key of a US keyboard gives. The tables are those of the X Keyboard Database
(xkeyboard-config, ``symbols/ir`` "pes" for ISIRI 9147 and ``symbols/ara`` "basic" for Arabic 101)
and of Microsoft's KBDFA, the Persian layout of Windows before its version 8; the Arabic layout 102
differs from 101 in the key of ذ alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from articles.expressions import regex

LONGEST = 200
"""Characters of a text that are retyped; nobody types more without looking."""

_KEYS = "qwertyuiop[] asdfghjkl;' zxcvbnm,./ ` \\"
_SHIFTED = 'QWERTYUIOP{} ASDFGHJKL:" ZXCVBNM<>? ~ |'

_ROWS: dict[str, tuple[str, str]] = {
    "isiri_9147": (
        "ض ص ث ق ف غ ع ه خ ح ج چ  ش س ی ب ل ا ت ن م ک گ  ظ ط ز ر ذ د پ و . /  \u200d  \\",
        "ْ ٌ ٍ ً ُ ِ َ ّ ] [ } {  ؤ ئ ي إ أ آ ة » « : ؛  ك ٓ ژ ٰ \u200c ٔ ء > < ؟  ÷  |",
    ),
    "kbdfa": (
        "ض ص ث ق ف غ ع ه خ ح ج چ  ش س ی ب ل ا ت ن م ک گ  ظ ط ز ر ذ د ئ و . /  ÷  پ",
        'ً ٌ ٍ ریال ، ؛ , ] [ \\ } {  َ ُ ِ ّ ۀ آ ـ « » : "  ة ي ژ ؤ إ أ ء < > ؟  ×  |',
    ),
    "arabic_101": (
        "ض ص ث ق ف غ ع ه خ ح ج د  ش س ي ب ل ا ت ن م ك ط  ئ ء ؤ ر لا ى ة و ز ظ  ذ  \\",
        "َ ً ُ ٌ لإ إ ' ÷ × ؛ < >  ِ ٍ ] [ لأ أ ـ ، / : \"  ~ ْ } { لآ آ ' , . ؟  ّ  |",
    ),
    "arabic_102": (
        "ض ص ث ق ف غ ع ه خ ح ج د  ش س ي ب ل ا ت ن م ك ط  ئ ء ؤ ر لا ى ة و ز ظ  >  ذ",
        "َ ً ُ ٌ لإ إ ' ÷ × ؛ < >  ِ ٍ ] [ لأ أ ـ ، / : \"  ~ ْ } { لآ آ ' , . ؟  <  ّ",
    ),
}
"""What the keys give, plain and with Shift, in the order of a US keyboard."""

_LATIN = regex(r"[a-zA-Z]")
_ARABIC = regex("[\u0621-\u06d3]")


@dataclass(frozen=True, slots=True)
class Layout:
    """``letters`` is what each key of a US keyboard gives; ``keys`` the same from the other end,
    the longest first (لا stands on one key of the Arabic layouts)."""

    name: str
    letters: Mapping[str, str]
    keys: re.Pattern[str]
    key_of: Mapping[str, str]

    @classmethod
    def of(cls, name: str, plain: str, shifted: str) -> Layout:
        """A layout from its two tables."""
        rows = ((_KEYS, plain), (_SHIFTED, shifted))
        letters = {
            key: letter
            for keys, row in rows
            for key, letter in zip(keys.replace(" ", ""), row.split(), strict=True)
        }
        key_of: dict[str, str] = {}
        for key, letter in letters.items():
            key_of.setdefault(letter, key)
        longest_first = sorted(key_of, key=len, reverse=True)
        return cls(name, letters, regex("|".join(map(re.escape, longest_first))), key_of)

    def typed(self, keys: str) -> str:
        """What the keys of a US keyboard give on this layout."""
        return "".join([self.letters.get(key, key) for key in keys])

    def keys_for(self, text: str) -> str:
        """What a US keyboard gives where ``text`` is typed as on this layout."""
        return self.keys.sub(lambda found: self.key_of[found[0]], text)


LAYOUTS = tuple(Layout.of(name, *rows) for name, rows in _ROWS.items())


def retyped(text: str) -> tuple[str, ...]:
    """What ``text`` would be on the other layouts, each once, the likeliest first.

    Latin letters are taken for Persian and Arabic ones, Persian and Arabic letters for Latin ones.
    A text of both scripts, of neither, or longer than :data:`LONGEST` has no other reading.
    """
    if len(text) > LONGEST or bool(_LATIN.search(text)) == bool(_ARABIC.search(text)):
        return ()
    if _LATIN.search(text):
        keys = text.lower() if text.isupper() else text  # written with Caps Lock on
        return _others(text, (layout.typed(keys) for layout in LAYOUTS), _LATIN)
    return _others(text, (layout.keys_for(text) for layout in LAYOUTS), _ARABIC)


def _others(text: str, readings: Iterable[str], script: re.Pattern[str]) -> tuple[str, ...]:
    """The readings that left the script of ``text`` behind."""
    return tuple(dict.fromkeys(each for each in readings if not script.search(each)))
