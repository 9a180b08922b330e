"""Tokens: the words of a text with their positions, affixes joined to their word.

Persian affixes are written joined, after ZWNJ or after a space; all three give one token here.
:func:`join_affixes` replaces the space next to an affix with ZWNJ, which keeps all offsets; then
:data:`WORD` finds words, and :func:`pieces` splits them.

The tables are written in folded letters (:mod:`articles.text.search_folding`). The personal forms
of the plural and the copula come from Mahootian, *Persian*, 1997, chapter 2. docs/text-rules.md has
the rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from articles.characters import FORMAT_CHARACTERS, MARKS
from articles.expressions import regex
from articles.text.search_folding import THOUSANDS_MARKS, ZWNJ, fold

LONGEST_TOKEN = 100
"""How many letters of a token are kept; more would not distinguish words better."""

PREFIXES = "می نمی".split()
"""Verbal prefixes of Persian."""

SUFFIXES = frozenset(
    """
    ها های هایی هایم هایت هایش هایمان هایتان هایشان هامان هاتان هاشان
    تر تری ترین ترینها ترینهای
    ام ات اش ای ایم اید اند یی ی م ت ش مان تان شان مون تون شون
    """.split()
)
"""Persian suffixes that may follow a ZWNJ and do not change what the word means."""

SUFFIXES_AFTER_SPACE = "ها های هایی هایم هایت هایش هایمان هایتان هایشان تر تری ترین".split()
"""Those that belong to the word before the space."""

SUFFIXES_AFTER_HEH = "ام ات اش ای ایم اید اند ی".split()
"""Those that belong to the word before the space when it ends in heh (خانه ای)."""

WORDS_AFTER_HOMOGRAPH = {
    "ها": "هو هی هم نحن انا انت قد".split(),  # the Arabic interjection: ها هو
    "ای": "کاش خدا مردم".split(),  # the Persian vocative
}
"""Words that follow a homograph of a suffix."""

VERB_ENDINGS = "م د ی ت ه".split()
"""Last letters of the verbs that «می» belongs to; before other words it is May, wine or a name."""

SOLID_VERB_ENDINGS = tuple("ند ید یم م د ت".split())
"""Last letters of a verb written in one piece with «می» (میخواهند); not ی, in which nouns end."""

SHORTEST_VERB = 3

VERBS_WITHOUT_ENDING = "توان".split()

MONTH, BEFORE_MONTH = "می", "ماه"
"""«می» as the month May, which no verb follows: it comes after this word or after the day."""

WORDS_PARTED_FROM_HOST = "است".split()
"""Separate words that some writers attach with a ZWNJ: رفته‌است."""

TEH_MARBUTA = "ة"
ALEF_MAQSURA = "ى"


class Piece(NamedTuple):
    """A token within a word, in folded letters.

    ``host`` has the parts between ZWNJ without ``prefix`` and ``suffixes``; mostly there is one,
    which is the whole token. ``start`` and ``end`` are its span in the word. The two last say in
    which letter it ends that folding makes another.
    """

    text: str
    host: tuple[str, ...]
    start: int = 0
    end: int = 0
    prefix: str = ""
    suffixes: tuple[str, ...] = ()
    has_teh_marbuta: bool = False
    has_alef_maqsura: bool = False

    @property
    def is_composed(self) -> bool:
        """Whether it has more than one host."""
        return self.text != self.host[0]


_FORMATS = FORMAT_CHARACTERS + "\U000e0020-\U000e007f¬"
_LETTER = "\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06fa-\u06ff"
_PRESENTATION_FORM = "\ufb50-\ufdff\ufe70-\ufefc"
_INSIDE = "\u0640\u064b-\u065f\u0670" + ZWNJ
_APOSTROPHE = "'\u2019\u02bc\uff07"

_NUMBER_REST = rf"\d{{0,2}}(?:[{THOUSANDS_MARKS}]\d{{3}})+(?!\d)"
WORD = regex(rf"[^\W_](?:(?<=\d){_NUMBER_REST})?[\w{_APOSTROPHE}{_FORMATS}{MARKS}]*")
"""A run of letters, digits, marks and format characters, including thousands separators."""

_ARABIC_SCRIPT = _LETTER + _PRESENTATION_FORM + "\u0640"
_SEGMENT = regex(
    rf"[{_ARABIC_SCRIPT}][{_ARABIC_SCRIPT}{_FORMATS}{MARKS}]*"
    rf"|[^\W_](?:(?<=\d){_NUMBER_REST})?"
    rf"(?:(?![{_ARABIC_SCRIPT}_])[\w{_APOSTROPHE}{_FORMATS}{MARKS}])*"
)
_PLAIN_APOSTROPHE = str.maketrans(_APOSTROPHE, "'" * len(_APOSTROPHE))
_TRAILING = _APOSTROPHE + FORMAT_CHARACTERS + "¬"
_FOLDED_WORD = regex(rf"[^\W_][\w'{MARKS}{ZWNJ}]*")
_PLAIN_WORD = regex(rf"[{_LETTER}]+")
_TEH_MARBUTA = regex(rf"[{TEH_MARBUTA}\ufe93\ufe94][{_FORMATS}{MARKS}]*\Z")
_ALEF_MAQSURA = regex(rf"[{ALEF_MAQSURA}\ufeef\ufef0][{_FORMATS}{MARKS}]*\Z")
_POSSESSIVE = regex(r"'s\Z")


def _any_keyboard(words: Iterable[str]) -> str:
    """An expression for ``words`` (folded) as typed on either keyboard, the longest first."""
    letters = str.maketrans({"ی": "[یيى]", "ه": "[هہھە]", "ا": "[اأآ]"})
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(word.translate(letters) for word in ordered)


def _whole(words: Iterable[str]) -> str:
    return rf"(?:{_any_keyboard(words)})(?![{_LETTER}{_INSIDE}])"


def _suffix(words: list[str]) -> str:
    """An expression for one of ``words`` as a suffix."""
    always = [word for word in words if word not in WORDS_AFTER_HOMOGRAPH]
    others = [
        f"{_whole([word])}(?! {_whole(WORDS_AFTER_HOMOGRAPH[word])})"
        for word in words
        if word in WORDS_AFTER_HOMOGRAPH
    ]
    return "(?:" + "|".join([_whole(always), *others]) + ")"


def _joining_gap() -> re.Pattern[str]:
    """An expression for the space between an affix and its word. All conditions are lookarounds at
    the space, so that only the spaces of a text are tried."""
    prefixes = "|".join(
        rf"(?<=(?<![{_LETTER}{_INSIDE}]){_any_keyboard([prefix])}{joint}.)"
        for prefix in PREFIXES
        for joint in ("", ZWNJ)
    )
    month = _any_keyboard([MONTH])
    not_month = rf"(?<!{BEFORE_MONTH} {month}.)(?<!\d {month}.)"
    verb = (
        rf"(?:[{_LETTER}][{_LETTER}{_INSIDE}]*{_whole(VERB_ENDINGS)}"
        rf"|{_whole(VERBS_WITHOUT_ENDING)})"
    )
    host = rf"(?<=[{_LETTER}{_INSIDE}][{_LETTER}{_INSIDE}].)"
    host_in_heh = rf"(?:(?<=[{_LETTER}][هۀہھە].)|(?<=[{_LETTER}][هۀہھە]{ZWNJ}.))"
    first = _any_keyboard({word[0] for word in SUFFIXES_AFTER_SPACE})
    return regex(  # in each alternative, the condition that fails most often comes first
        rf"[ \t\u00a0\u202f](?:"
        rf"(?={ZWNJ}?(?:{first})){host}(?={ZWNJ}?{_suffix(SUFFIXES_AFTER_SPACE)})"
        rf"|{host_in_heh}(?={ZWNJ}?{_suffix(SUFFIXES_AFTER_HEH)})"
        rf"|(?<=[یيى{ZWNJ}].)(?:{prefixes}){not_month}(?={ZWNJ}?{verb})"
        rf")"
    )


_JOINING_GAP = _joining_gap()
_PARTING_ZWNJ = regex(f"{ZWNJ}(?={_whole(WORDS_PARTED_FROM_HOST)})")


def solid_verb(word: str) -> str:
    """What stands behind «می» in a folded word that may be a verb in one piece; else nothing."""
    for prefix in PREFIXES:
        verb = word.removeprefix(prefix)
        if verb != word and len(verb) >= SHORTEST_VERB and verb.endswith(SOLID_VERB_ENDINGS):
            return verb
    return ""


def join_affixes(text: str) -> str:
    """``text`` with ZWNJ instead of the space between an affix and its word; the length is the
    same."""
    text = _JOINING_GAP.sub(ZWNJ, text)
    if ZWNJ in text:
        text = _PARTING_ZWNJ.sub(" ", text)
    return text


def pieces(word: str) -> tuple[Piece, ...]:
    """The tokens in ``word`` (as found by :data:`WORD`); mostly one.

    Letters of the Arabic script are separated from digits and letters of other scripts (۱۵درصد),
    and a character that stands for several words (ﷺ) gives each of them.
    """
    if word.isalpha() and _PLAIN_WORD.fullmatch(word):  # nearly all words; they need nothing else
        text = fold(word)[:LONGEST_TOKEN]
        letter = word[-1]
        return (
            Piece(
                text, (text,), 0, len(word), "", (), letter == TEH_MARBUTA, letter == ALEF_MAQSURA
            ),
        )
    found = []
    for segment in _SEGMENT.finditer(word):
        written = segment[0].rstrip(_TRAILING)
        start = segment.start()
        end = start + len(written)
        for folded in _FOLDED_WORD.findall(fold(written).translate(_PLAIN_APOSTROPHE)):
            parts = [part for part in _letters(folded).split(ZWNJ) if part]
            first = int(len(parts) > 1 and parts[0] in PREFIXES)
            last = len(parts)
            while last > first + 1 and parts[last - 1] in SUFFIXES:
                last -= 1
            if parts:
                found.append(
                    Piece(
                        text="".join(parts),
                        host=tuple(parts[first:last]),
                        start=start,
                        end=end,
                        prefix="".join(parts[:first]),
                        suffixes=tuple(parts[last:]),
                        has_teh_marbuta=bool(_TEH_MARBUTA.search(written)),
                        has_alef_maqsura=bool(_ALEF_MAQSURA.search(written)),
                    )
                )
    return tuple(found)


def _letters(folded: str) -> str:
    """A folded word without the English possessive and apostrophes."""
    if "'" in folded:
        folded = _POSSESSIVE.sub("", folded).replace("'", "")
    return folded[:LONGEST_TOKEN]
