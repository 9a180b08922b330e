"""Words as they sound, coarse enough to be the same in each script: دونالد and Donald. Pure.

Much coarser than :mod:`articles.search.language.transliteration`, which prices every letter and
takes far too long for each word of each article: here vowels go, and letters that stand for one
another across Persian, Arabic and English become one. A few letters stand for two sounds by
region (Arabic ج in Egypt, ف for v); words with them sound in two ways.
"""

from __future__ import annotations

from collections.abc import Iterator

from articles.expressions import regex

SHORTEST = 3
"""Consonants that a word must have: with fewer, words sound alike by chance."""

_LONGEST = 24
"""Letters of a word that are looked at: no name is longer."""

_LATIN = regex("[a-z]")
_DOUBLES = regex(r"(.)\1+")

_DIGRAPHS = [
    (regex(pattern), sound)
    for pattern, sound in (
        ("x", "ks"),
        ("^kn", "n"),
        ("tsch|tch|sch|sh|ch", "x"),
        ("zh", "j"),
        ("kh", "Q"),
        ("gh", "g"),
        ("ph", "f"),
        ("th", "t"),
        ("dh", "d"),
        ("ck", "k"),
        ("qu", "k"),
        ("c(?=[eiy])", "s"),
        ("(?<!^)h(?=[^aeiou]|$)", ""),
        ("w", "v"),
        ("(?<!^)[vy]", ""),
        ("[aeiou]", ""),
    )
]
_LATIN_SOUNDS = str.maketrans({"c": "k", "p": "b", "q": "g"})

_ARABIC_SOUNDS = str.maketrans(
    {
        **dict.fromkeys("پب", "b"),
        **dict.fromkeys("تطث", "t"),
        **dict.fromkeys("سص", "s"),
        **dict.fromkeys("زذظ", "z"),
        **dict.fromkeys("دض", "d"),
        **dict.fromkeys("چش", "x"),
        **dict.fromkeys("جژ", "j"),
        **dict.fromkeys("گغق", "g"),
        **dict.fromkeys("حه", "h"),
        **dict.fromkeys("اآعءیوۆێ\u200c", ""),
        "ک": "k",
        "خ": "Q",
        "ر": "r",
        "ف": "f",
        "ل": "l",
        "م": "m",
        "ن": "n",
    }
)


def sounds(word: str) -> Iterator[str]:
    """How a word sounds, in letters of its folded spelling (:mod:`articles.text.search_folding`)
    and without the Arabic article; nothing if too little is left of it."""
    word = word[:_LONGEST]
    heard = _latin(word) if _LATIN.search(word) else _arabic(word)
    for each in dict.fromkeys(_DOUBLES.sub(r"\1", one) for one in heard):
        if len(each) >= SHORTEST:
            yield each


def _latin(word: str) -> list[str]:
    for pattern, sound in _DIGRAPHS:
        word = pattern.sub(sound, word)
    word = word.translate(_LATIN_SOUNDS)
    return [word, word.replace("g", "j")] if "g" in word else [word]


def _arabic(word: str) -> list[str]:
    first = {"و": "v", "ی": "y"}.get(word[:1], "")
    rest = word[1:] if first else word
    if rest[-1:] == "ه":
        rest = rest[:-1]
    rest = rest.replace("تش", "ش").translate(_ARABIC_SOUNDS)
    heard = [first + rest]
    if "j" in rest:
        heard.append(first + rest.replace("j", "g"))
    if "f" in rest:
        heard.append("v" + rest[1:] if rest[0] == "f" else first + rest.replace("f", ""))
    return heard
